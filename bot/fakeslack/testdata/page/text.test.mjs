import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCitation, readLink } from '../../page/links.js';
import { parseMarkdown } from '../../page/markdown.js';
import { parseMrkdwn } from '../../page/mrkdwn.js';

const HERE = 'http://127.0.0.1:8089/';
const flat = (lines) => lines.map((line) => `${line.kind}: ${line.children.map((node) => (typeof node === 'string' ? node : `{${node.type}}`)).join('')}`);

test('permalinks of this workspace are citations, by any of its names', () => {
  for (const link of ['http://127.0.0.1:8089/archives/C1/p1700000000000100', 'http://localhost:8089/archives/C1/p1700000000000100',
    'https://acme.slack.com/archives/C1/p1700000000000100?thread_ts=1700000000.000100&cid=C1', '/archives/C1/p1700000000000100#L3-L5']) {
    assert.equal(readLink(link, HERE, 'acme')?.cite?.ts, '1700000000.000100', link);
  }
  for (const link of ['https://evil.slack.com/archives/C1/p1700000000000100', 'http://127.0.0.1:9999/archives/C1/p1700000000000100', 'https://acme.slack.com/archives/C1/p17']) {
    assert.equal(readLink(link, HERE, 'acme')?.cite, undefined, link);
  }
});

test('what is no page is no link', () => {
  for (const link of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'http://[']) assert.equal(readLink(link, HERE, ''), null, link);
});

test('a citation names its lines, in order', () => {
  const lines = (hash) => { const { first, last } = readCitation(new URL(`/archives/C1/p1700000000000100${hash}`, HERE)); return [first, last]; };
  assert.deepEqual(lines('#L3-L5'), [3, 5]);
  assert.deepEqual(lines('#L5-3'), [3, 5]);
  assert.deepEqual(lines('#L7'), [7, 7]);
  assert.deepEqual(lines(''), [0, 0]);
});

test('mrkdwn keeps code as it is', () => {
  const lines = flat(parseMrkdwn('*bold* and `a_b_c`\n```x *y*\n z\n```\n&gt; said *so*'));
  assert.deepEqual(lines, ['text: {bold} and {code}', 'code: x *y*', 'code:  z', 'fence: ', 'quote: said {bold}']);
});

test('markdown makes no element of what a writer only began', () => {
  const kinds = (text, open) => parseMarkdown(text, { open }).map((block) => block.type);
  assert.deepEqual(kinds('# Title\n\n- one\n- two\n\n```go\nx\n```', false), ['heading', 'list', 'code']);
  assert.deepEqual(kinds('```go\nx', true), ['code']);
});
