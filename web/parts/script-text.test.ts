import { expect, test } from 'vitest';

import { scriptBytes, scriptText } from './script-text.ts';

test.each([
  ['MAIL FROM:<a@shop.test>', 'MAIL FROM:<a@shop.test>'],
  ['RCPT TO:<${user}@shop.test>', 'RCPT TO:<${hex:24}{user}@shop.test>'],
  ['EHLO a\\x00b\\x7f', 'EHLO a${hex:00}b${hex:7f}'],
  ['Zoë \u2028\ufeff', 'Zoë ${hex:e280a8}${hex:efbbbf}'],
])('the text %j is written as %j', (text, written) => {
  expect(scriptText(text)).toBe(written);
});

test.each([
  ['From: Zo\u00c3\u00ab', 'From: Zoë'],
  ['From: Zo\u00eb\u0001', 'From: Zo${hex:eb}${hex:01}'],
  ['a\nb\rc\0', 'a${lf}b${cr}c${nul}'],
  ['\u0085', '${hex:85}'],
  ['${lf}', '${hex:24}{lf}'],
])('the bytes %j are written as %j', (bytes, written) => {
  expect(scriptBytes(bytes)).toBe(written);
});
