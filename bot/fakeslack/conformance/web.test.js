// The Web API: pages, streams, limits and errors, through @slack/web-api.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { WebClient } from '@slack/web-api';
import { client, clientOptions, refused } from './app.js';
import { play, see } from './control.js';

let info;
let dm;
let root;

before(async () => {
  info = await see('info');
  dm = info.dms.ben;
  root = (await play('post', { user: 'ben', channel: '@ben', text: 'a question' })).ts;
});

test('a token is who it says', async () => {
  const who = await client.auth.test();
  assert.deepEqual([who.user_id, who.team_id], [info.bot, info.team]);
  assert.ok(who.response_metadata.scopes.includes('chat:write'));
  const other = await refused(new WebClient('xoxb-none', clientOptions).auth.test());
  assert.deepEqual([other.code, other.data.error], ['slack_webapi_platform_error', 'invalid_auth']);
});

test('the stream of the SDK', async () => {
  const stream = client.chatStream({ channel: dm, thread_ts: root, buffer_size: 8 });
  await stream.append({ markdown_text: 'the **first** half' });
  await stream.append({ chunks: [{ type: 'task_update', id: '1', title: 'Reading', status: 'in_progress' }] });
  assert.equal((await see('streams')).streams.length, 1);
  await stream.append({ chunks: [{ type: 'task_update', id: '1', title: 'Reading', status: 'complete' }] });
  await stream.append({ markdown_text: ' and the second' });
  const done = await stream.stop({ blocks: [{ type: 'context_actions', elements: [{ type: 'feedback_buttons', action_id: 'rate', positive_button: { text: { type: 'plain_text', text: 'Good' }, value: 'good' }, negative_button: { text: { type: 'plain_text', text: 'Bad' }, value: 'bad' } }] }], metadata: { event_type: 'answer', event_payload: { job: '7' } } });
  assert.equal(done.ok, true);
  assert.equal((await see('streams')).streams.length, 0);
  const { messages } = await client.conversations.replies({ channel: dm, ts: root, include_all_metadata: true });
  const answer = messages.find((message) => message.ts === stream.ts);
  assert.match(answer.text, /^the \*\*first\*\* half and the second$/);
  assert.deepEqual(answer.metadata, { event_type: 'answer', event_payload: { job: '7' } });
  assert.deepEqual(answer.blocks.map((block) => block.type), ['markdown', 'task_card', 'context_actions']);
  const late = await refused(client.chat.appendStream({ channel: dm, ts: stream.ts, markdown_text: 'more' }));
  assert.equal(late.data.error, 'message_not_in_streaming_state');
});

test('the limits of streams', async () => {
  const general = info.channels.general;
  const { ts } = await client.chat.postMessage({ channel: general, text: 'root' });
  assert.equal((await refused(client.chat.startStream({ channel: general, thread_ts: ts }))).data.error, 'missing_recipient_user_id');
  assert.equal((await refused(client.chat.startStream({ channel: general, thread_ts: ts, recipient_user_id: info.users.ana }))).data.error, 'missing_recipient_team_id');
  const stream = await client.chat.startStream({ channel: general, thread_ts: ts, recipient_user_id: info.users.ana, recipient_team_id: info.team });
  await client.chat.appendStream({ channel: general, ts: stream.ts, markdown_text: 'x'.repeat(12000) });
  assert.equal((await refused(client.chat.appendStream({ channel: general, ts: stream.ts, markdown_text: 'x' }))).data.error, 'msg_too_long');
  assert.equal((await refused(client.chat.update({ channel: general, ts: stream.ts, text: 'x' }))).data.error, 'streaming_state_conflict');
  await play('advance', { seconds: 300 });
  assert.equal((await refused(client.chat.stopStream({ channel: general, ts: stream.ts }))).data.error, 'message_not_in_streaming_state');
});

test('pages follow each other to the end', async () => {
  const { ts } = await play('post', { user: 'ana', channel: 'general', text: 'a long thread' });
  for (let i = 0; i < 25; i++) await play('post', { user: 'ben', channel: 'general', thread_ts: ts, text: `reply ${i}` });
  const seen = new Set();
  let pages = 0;
  for await (const page of client.paginate('conversations.replies', { channel: info.channels.general, ts, limit: 10 })) {
    page.messages.forEach((message) => seen.add(message.ts));
    pages++;
  }
  assert.deepEqual([seen.size, pages], [26, 3]);
  const names = [];
  for await (const page of client.paginate('users.conversations', { user: info.users.ana, types: 'public_channel,private_channel', limit: 1 })) {
    names.push(...page.channels.map((channel) => channel.name));
  }
  assert.deepEqual(names.sort(), ['elsewhere', 'general', 'ours']);
});

test('who may read what', async () => {
  const error = async (call) => (await refused(call)).data.error;
  const { general, elsewhere, theirs } = info.channels;
  assert.equal(await error(client.conversations.history({ channel: elsewhere })), 'not_in_channel');
  assert.equal(await error(client.conversations.history({ channel: theirs })), 'channel_not_found');
  assert.equal(await error(client.conversations.info({ channel: theirs })), 'channel_not_found');
  assert.equal(await error(client.conversations.members({ channel: theirs })), 'channel_not_found');
  assert.equal((await client.conversations.info({ channel: elsewhere })).channel.is_member, false);
  assert.equal(await error(client.chat.postMessage({ channel: theirs, text: 'x' })), 'channel_not_found');
  assert.equal(await error(client.chat.postMessage({ channel: elsewhere, text: 'x' })), 'not_in_channel');
  assert.equal(await error(client.conversations.replies({ channel: general, ts: '1.000000' })), 'thread_not_found');
  assert.equal(await error(client.users.info({ user: 'U0NOBODY' })), 'user_not_found');
  assert.equal(await error(client.files.info({ file: 'F0NONE' })), 'file_not_found');
});

test('a scope that is missing is named', async () => {
  const { data } = await refused(client.reactions.add({ channel: dm, timestamp: root, name: 'eyes' }));
  assert.deepEqual([data.error, data.needed], ['missing_scope', 'reactions:write']);
  assert.match(data.provided, /chat:write/);
});

test('blocks that are wrong are pointed at', async () => {
  const { data } = await refused(client.chat.postMessage({ channel: dm, text: 'x', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] }));
  assert.equal(data.error, 'invalid_blocks');
  assert.match(data.response_metadata.messages.join(), /must be less than 151 characters \[json-pointer:\/blocks\/0\/text\/text\]/);
});

test('a trigger that is no trigger', async () => {
  const view = { type: 'modal', title: { type: 'plain_text', text: 'A' }, blocks: [{ type: 'divider' }] };
  assert.equal((await refused(client.views.open({ trigger_id: '1.2.abc', view }))).data.error, 'invalid_trigger_id');
});

test('agent sessions and suggested prompts', async () => {
  const set = await client.agents.sessions.setStatus({ channel_id: dm, thread_ts: root, status: 'processing' });
  assert.equal(set.ok, true);
  assert.equal((await see('session', { channel: '@ben', thread_ts: root })).session, 'processing');
  await client.agents.sessions.setStatus({ channel_id: dm, thread_ts: root, status: 'active' });
  await client.agents.sessions.rename({ channel_id: dm, thread_ts: root, title: 'Queues' });
  assert.equal((await see('session', { channel: '@ben', thread_ts: root })).title, 'Queues');
  await client.assistant.threads.setSuggestedPrompts({ channel_id: dm, prompts: [{ title: 'Explain', message: 'Explain this' }] });
});

test('a rate limit is an error that says how long to wait', async () => {
  const calls = Array.from({ length: 21 }, () => client.usergroups.list({}));
  const failed = (await Promise.allSettled(calls)).filter((call) => call.status === 'rejected');
  assert.equal(failed.length, 1);
  assert.deepEqual([failed[0].reason.code, failed[0].reason.retryAfter], ['slack_webapi_rate_limited_error', 3]);
});

test('faults look as they do from Slack', async () => {
  await play('faults', { method: 'team.info', faults: [{ status: 503 }, { cut: true }, { error: 'fatal_error' }] });
  assert.deepEqual([(await refused(client.team.info())).code, (await refused(client.team.info())).code, (await refused(client.team.info())).data.error],
    ['slack_webapi_http_error', 'slack_webapi_request_error', 'fatal_error']);
  assert.equal((await client.team.info()).ok, true);
});
