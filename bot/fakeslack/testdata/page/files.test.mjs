import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainOf } from '../../page/dialogs.js';
import { sizeText, toBase64, tooMuch } from '../../page/files.js';
import { isFilled } from '../../page/state.js';

test('bytes of any length survive base64', () => {
  for (const length of [0, 1, 2, 3, 0x7fff, 0x8000, 0x8001, 200_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7) % 256);
    assert.deepEqual(new Uint8Array(Buffer.from(toBase64(bytes), 'base64')), bytes, `${length} bytes`);
  }
});

test('sizes are said as people say them', () => {
  assert.deepEqual([1, 999, 2048, 1_500_000].map(sizeText), ['1 byte', '999 bytes', '2 KB', '1.4 MB']);
  assert.equal(tooMuch([{ size: 1000 }]), '');
  assert.match(tooMuch([{ size: 15 << 20 }, { size: 6 << 20 }]), /21\.0 MB at once; at most 20\.0 MB/);
});

test('a form knows what is filled in', () => {
  for (const value of [{ type: 'a', value: 'x' }, { type: 'a', selected_option: { value: '1' } }, { type: 'a', files: [{}] }, { type: 'a', value: '0' }]) assert.ok(isFilled(value));
  for (const value of [{ type: 'a', value: null }, { type: 'a', value: '' }, { type: 'a', selected_options: [] }, { type: 'a' }, undefined]) assert.ok(!isFilled(value));
});

test('a message is edited as it was typed', () => {
  assert.equal(plainOf('a &lt; b &amp; <https://x.example/a?b=1> <https://y.example|y>'), 'a < b & https://x.example/a?b=1 https://y.example');
});
