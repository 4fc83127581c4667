// Socket Mode, events, forms and answers, through @slack/bolt.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Heard, client, newApp, refused } from './app.js';
import { play, see, until } from './control.js';

const app = newApp();
const heard = Object.fromEntries(['messages', 'mentions', 'changes', 'contexts', 'stops', 'actions', 'shortcuts', 'commands', 'submissions', 'errors'].map((name) => [name, new Heard()]));
let info;

const form = {
  type: 'modal', callback_id: 'ask', title: { type: 'plain_text', text: 'Ask' }, submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    { type: 'input', block_id: 'word', label: { type: 'plain_text', text: 'Word' }, element: { type: 'plain_text_input', action_id: 'typed' } },
    { type: 'input', block_id: 'found', optional: true, label: { type: 'plain_text', text: 'Entry' }, element: { type: 'external_select', action_id: 'find', min_query_length: 1 } },
  ],
};

before(async () => {
  app.message(async ({ message }) => message.subtype || heard.messages.push(message));
  app.event('app_mention', async ({ event, say }) => {
    heard.mentions.push(event);
    await say({ text: `you said: ${event.text.replace(/<[^>]*> /, '')}`, thread_ts: event.ts });
  });
  app.event('app_context_changed', async ({ event }) => heard.contexts.push(event));
  app.event('agent_session_stopped', async ({ event }) => heard.stops.push(event));
  app.event('message', async ({ event }) => event.subtype && heard.changes.push(event));
  app.action('press', async ({ ack, body, respond }) => {
    await ack();
    await respond({ text: 'pressed', replace_original: true });
    heard.actions.push(body);
  });
  app.shortcut('explain', async ({ ack, shortcut, client: own }) => {
    await ack();
    heard.shortcuts.push({ shortcut, opened: await own.views.open({ trigger_id: shortcut.trigger_id, view: form }) });
  });
  app.shortcut('late', async ({ ack, shortcut, client: own }) => {
    await ack();
    await play('advance', { seconds: 4 });
    heard.shortcuts.push(await refused(own.views.open({ trigger_id: shortcut.trigger_id, view: form })));
  });
  app.shortcut('whisper', async ({ ack, shortcut, respond }) => {
    await ack();
    await respond({ text: 'I cannot read more of it', response_type: 'ephemeral' });
    heard.shortcuts.push(shortcut);
  });
  app.command('/app', async ({ ack, command, respond }) => {
    await ack();
    await respond({ text: `only you asked: ${command.text}`, response_type: 'ephemeral' });
    heard.commands.push(command);
  });
  app.options('find', async ({ ack, payload }) => ack({ options: [{ text: { type: 'plain_text', text: `${payload.value}sh` }, value: 'mesh' }] }));
  app.view('ask', async ({ ack, view }) => {
    const word = view.state.values.word.typed.value;
    if (word === 'no') return ack({ response_action: 'errors', errors: { word: 'Not that one.' } });
    heard.submissions.push(view);
    return ack();
  });
  app.error(async (error) => heard.errors.push(error));
  await app.start();
  info = await see('info');
});

after(() => app.stop());

test('the app connects and is told so', async () => {
  assert.equal((await see('links')).links, 1);
});

test('a message arrives and is acknowledged', async () => {
  const { ts } = await play('post', { user: 'ana', channel: '@ana', text: 'is a < b?' });
  const message = await heard.messages.next();
  assert.deepEqual([message.ts, message.text, message.channel_type, message.channel], [ts, 'is a &lt; b?', 'im', info.dms.ana]);
  await until('it is acknowledged', async () => (await see('deliveries')).deliveries.Acked > 0);
});

test('a mention is answered in its thread', async () => {
  const { ts } = await play('mention', { user: 'ana', channel: 'general', text: 'hello' });
  assert.equal((await heard.mentions.next()).ts, ts);
  await until('the answer is there', async () => (await see('transcript', { channel: 'general' })).transcript.endsWith('ana: @app hello\n\tapp: you said: hello\n'));
});

test('edits, files, forwards and what somebody looks at arrive', async () => {
  const { ts } = await play('post', { user: 'ana', channel: '@ana', text: 'teh' });
  await heard.messages.next();
  await play('edit', { user: 'ana', channel: '@ana', ts, text: 'the' });
  const changed = await heard.changes.next();
  assert.deepEqual([changed.subtype, changed.message.text, changed.previous_message.text], ['message_changed', 'the', 'teh']);

  await play('file', { user: 'ana', channel: '@ana', text: 'read', files: [{ name: 'log.txt', text: 'boom' }] });
  const shared = await heard.changes.next();
  assert.equal(shared.subtype, 'file_share');
  const { file } = await client.files.info({ file: shared.files[0].id });
  const download = (token) => fetch(file.url_private_download, { headers: { authorization: `Bearer ${token}` } }).then((response) => response.text());
  assert.equal(await download(process.env.SLACK_BOT_TOKEN), 'boom');
  assert.match(await download('xoxb-none'), /<!doctype html>/);

  await play('look', { user: 'ana', channel: 'general' });
  assert.equal((await heard.contexts.next()).context.entities[0].value, info.channels.general);
  await play('forward', { user: 'ana', channel: '@ana', text: 'look', origins: [{ channel: '@ana', ts }] });
  const forward = await heard.messages.next();
  assert.equal(forward.attachments[0].is_share, true);
  assert.equal(forward.app_context.entities[0].value, info.channels.general);
});

test('a button is pressed, and its message replaced by the response URL', async () => {
  const { ts } = await client.chat.postMessage({ channel: info.channels.general, text: 'press', blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'press', value: '1', text: { type: 'plain_text', text: 'Press' } }] }] });
  await play('click', { user: 'ana', channel: 'general', ts, action_id: 'press' });
  const body = await heard.actions.next();
  assert.deepEqual([body.actions[0].value, body.message.ts, body.user.id], ['1', ts, info.users.ana]);
  const { messages } = await see('messages', { channel: 'general' });
  assert.equal(messages.find((message) => message.TS === ts).Text, 'pressed');
});

test('a command is answered to who typed it', async () => {
  await play('command', { user: 'ana', channel: 'general', command: '/app', text: 'what?' });
  assert.equal((await heard.commands.next()).text, 'what?');
  assert.match((await see('transcript', { channel: 'general' })).transcript, /app \(only to ana\): only you asked: what\?/);
});

test('a shortcut opens a form, which looks up options, complains and closes', async () => {
  const { ts } = await play('post', { user: 'ana', channel: 'general', text: 'explain me' });
  await play('shortcut', { user: 'ana', channel: 'general', ts, callback_id: 'explain' });
  const { shortcut, opened } = await heard.shortcuts.next();
  assert.equal(shortcut.message.text, 'explain me');
  const view_id = opened.view.id;
  const { options } = await play('suggest', { user: 'ana', view_id, action_id: 'find', text: 'me' });
  assert.deepEqual(options, [{ Text: 'mesh', Value: 'mesh' }]);
  const submit = (word) => play('submit', { user: 'ana', view_id, values: { word: { typed: word }, found: { find: 'mesh' } } });
  assert.deepEqual((await submit('no')).complaints, { word: 'Not that one.' });
  assert.equal((await see('views', { user: 'ana' })).views.length, 1);
  await submit('yes');
  const submitted = await heard.submissions.next();
  assert.equal(submitted.state.values.found.find.selected_option.value, 'mesh');
  assert.deepEqual((await see('views', { user: 'ana' })).views, []);
});

test('a trigger opens one form, within three seconds', async () => {
  const { ts } = await play('post', { user: 'ana', channel: 'general', text: 'explain me too' });
  await play('shortcut', { user: 'ana', channel: 'general', ts, callback_id: 'explain' });
  const { shortcut } = await heard.shortcuts.next();
  assert.equal((await refused(client.views.open({ trigger_id: shortcut.trigger_id, view: form }))).data.error, 'exchanged_trigger_id');
  await play('shortcut', { user: 'ana', channel: 'general', ts, callback_id: 'late' });
  assert.equal((await heard.shortcuts.next()).data.error, 'expired_trigger_id');
});

test('a shortcut works where the app is no member, and is answered by its response URL', async () => {
  const { ts } = await play('post', { user: 'ana', channel: 'theirs', text: 'a secret plan' });
  await play('shortcut', { user: 'ana', channel: 'theirs', ts, callback_id: 'whisper' });
  assert.equal((await heard.shortcuts.next()).message.text, 'a secret plan');
  assert.match((await see('transcript', { channel: 'theirs' })).transcript, /app \(only to ana\): I cannot read more of it/);
});

test('Stop ends a stream, and the app is told', async () => {
  const { ts } = await play('post', { user: 'ana', channel: '@ana', text: 'go on and on' });
  await heard.messages.next();
  const stream = await client.chat.startStream({ channel: info.dms.ana, thread_ts: ts, chunks: [{ type: 'markdown_text', text: 'and' }] });
  await play('stop', { user: 'ana', channel: '@ana', thread_ts: ts });
  const stopped = await heard.stops.next();
  assert.equal(stopped.thread_ts, ts);
  assert.equal((await refused(client.chat.appendStream({ channel: info.dms.ana, ts: stream.ts, markdown_text: 'on' }))).data.error, 'stopped_by_user');
});

for (const reason of ['warning', 'refresh_requested']) {
  test(`the SDK comes back after ${reason}, and no event is lost`, async () => {
    const before = (await see('calls', { method: 'apps.connections.open' })).calls;
    await play('disconnect', { reason });
    const { ts } = await play('post', { user: 'ana', channel: '@ana', text: `after ${reason}` });
    assert.equal((await heard.messages.next()).ts, ts);
    await until('a new link', async () => (await see('calls', { method: 'apps.connections.open' })).calls > before);
  });
}

test('nothing went wrong in the app', () => assert.deepEqual(heard.errors.items, []));
