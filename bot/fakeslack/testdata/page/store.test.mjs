import assert from 'node:assert/strict';
import { test } from 'node:test';
import { follows, placesFor, Store } from '../../page/store.js';

const at = (second) => `17000000${String(second).padStart(2, '0')}.000100`;
const said = (ts, more = {}) => ({ ts, user: 'U1', text: ts, thread_ts: '', ...more });

function store(messages = []) {
  const made = new Store();
  made.load({
    me: 'U1', bot: 'UB', users: { U1: { id: 'U1', name: 'ana' }, UB: { id: 'UB', name: 'app', real_name: 'App' } },
    channels: [{ id: 'C1', kind: 'channel', name: 'ops' }, { id: 'G1', kind: 'mpim', name: 'Ben, App' }, { id: 'D1', kind: 'im', user: 'UB' }],
    messages: { C1: messages },
  });
  return made;
}

test('replies stand in their threads, whatever comes and goes', () => {
  const s = store([said(at(1)), said(at(2), { thread_ts: at(1) })]);
  assert.equal(s.replies('C1', at(1)).length, 1);
  assert.equal(s.apply({ type: 'message', channel: 'C1', message: said(at(4), { thread_ts: at(1), user: 'UB' }) }), true);
  s.apply({ type: 'message', channel: 'C1', message: said(at(3), { thread_ts: at(1) }) });
  assert.deepEqual(s.replies('C1', at(1)).map((message) => message.ts), [at(2), at(3), at(4)]);
  assert.deepEqual(s.replySummary('C1', at(1)), { count: 3, last: at(4), users: ['U1', 'UB'] });
  s.apply({ type: 'message_deleted', channel: 'C1', ts: at(3) });
  assert.equal(s.replies('C1', at(1)).length, 2);
  assert.deepEqual(s.roots('C1').map((message) => message.ts), [at(1)]);
});

test('a message that is there already is replaced, and is not new', () => {
  const s = store([said(at(1))]);
  assert.equal(s.apply({ type: 'message', channel: 'C1', message: said(at(1), { text: 'changed' }) }), false);
  assert.equal(s.find('C1', at(1)).text, 'changed');
});

test('what only the reader sees counts as no reply', () => {
  const s = store([said(at(1)), said(at(2), { thread_ts: at(1), ephemeral: true })]);
  assert.equal(s.replySummary('C1', at(1)).count, 0);
});

test('the status goes once the app writes', () => {
  const s = store([said(at(1))]);
  s.apply({ type: 'status', key: `C1/${at(1)}`, text: 'Working…' });
  assert.equal(s.status('C1', at(1)), 'Working…');
  s.apply({ type: 'message', channel: 'C1', message: said(at(2), { thread_ts: at(1), user: 'UB', streaming: true }) });
  assert.equal(s.status('C1', at(1)), '');
});

test('a message is forwarded to the app first of all', () => {
  assert.deepEqual(placesFor(store()), [{ id: 'D1', label: 'App' }, { id: 'C1', label: '#ops' }, { id: 'G1', label: 'Ben, App' }]);
});

test('one author within five minutes needs one heading', () => {
  assert.equal(follows(said('1000.0'), said('701.0')), true);
  assert.equal(follows(said('1000.0'), said('699.0')), false);
  assert.equal(follows(said('1000.0'), said('999.0', { user: 'U2' })), false);
  assert.equal(follows(said('1000.0'), null), false);
});

test('one line says what to try next, as far as the reader has come', () => {
  const s = store();
  s.state.hint = 'say hello';
  s.state.words = { answering: 'wait', follow_up: 'ask', again: 'once more', home: 'look' };
  const put = (ts, more) => s.apply({ type: 'message', channel: 'D1', message: said(ts, more) });
  assert.equal(s.nextStep().text, 'say hello');
  put(at(1));
  assert.equal(s.nextStep().text, 'wait');
  put(at(2), { thread_ts: at(1), user: 'UB' });
  assert.deepEqual([s.nextStep().text, s.nextStep().offer], ['ask', 'thread']);
  put(at(3), { thread_ts: at(1) });
  assert.equal(s.nextStep().text, 'once more');
  put(at(4));
  put(at(5), { thread_ts: at(4), user: 'UB' });
  assert.deepEqual([s.nextStep().text, s.nextStep().offer], ['look', 'home']);
});
