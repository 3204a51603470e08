/** Reading takes a time that grows as the input does: none of the known ways to tie a parser up ties this one up. */

import { expect, test } from 'vitest';
import { encoder } from './header.test-data.ts';
import { readOriginators } from './originators.ts';

/** What takes parsers time that grows with the square of the input, or depth that ends the stack. */
const JUNK = [
  '(',
  '((',
  ')',
  '"',
  '\\',
  '"\\',
  '<',
  '<@',
  '@',
  ' @ ',
  'a@',
  '@a',
  ',',
  ', ',
  ';',
  ':',
  '=?',
  '=?a?q?',
  '=?a?q?b?= ',
  '=?utf-8?b?',
  '[',
  ' ',
  '\t',
  '\r\n ',
  '\r\n',
  '\r',
  '\n',
  '\0',
  'from',
  'from ',
  'from:',
  'From:\r\n ',
  'a ',
  'a.',
  '.',
  '"" ',
  '() ',
  'me@mine.test,',
  '\u200b',
  '\u2028',
  '＠',
  'xn--',
  'x:\r\n',
];

/** Processor time in ms, 5 where it is less, which is too little to compare. */
const cost = (input: Uint8Array): number => {
  const before = process.cpuUsage();
  readOriginators(input, { smtpUtf8: true });
  const { user, system } = process.cpuUsage(before);
  return Math.max((user + system) / 1000, 5);
};

test.each(JUNK)(
  'reads %j over and over in a time that grows as the input does, up to 1 MiB',
  (piece) => {
    for (const [before, after] of [
      ['From: ', ''],
      ['From: "', '" <me@mine.test>'],
      ['From: (', ') <me@mine.test>'],
      ['X: ', ''],
    ]) {
      const filled = (size: number) =>
        encoder.encode(`${before}${piece.repeat(size / piece.length)}${after}\r\n\r\n`);
      const small = cost(filled(15_000));
      expect(cost(filled(240_000)) / small, 'sixteen times the input; squared it would be 256').toBeLessThan(
        120,
      );
      expect(readOriginators(filled(1 << 20), { smtpUtf8: true }).from).toEqual([]);
    }
  },
  60_000,
);
