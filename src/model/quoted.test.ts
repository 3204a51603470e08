import { expect, test } from 'vitest';
import { quoted } from './quoted.ts';

test.each([
  ['me@mine.test', '"me@mine.test"'],
  ['a "b"', '"a "b""'],
  ['a\r\n250 ok\t\0\u2028\u202e\ud800', '"a\ufffd\ufffd250 ok\ufffd\ufffd\ufffd\ufffd\ufffd"'],
  ['x'.repeat(200), `"${'x'.repeat(200)}"`],
  ['x'.repeat(100_000), `"${'x'.repeat(200)}..."`],
])('quotes %j', (value, words) => {
  expect(quoted(value)).toBe(words);
});
