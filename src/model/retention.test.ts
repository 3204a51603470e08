import { expect, test } from 'vitest';

import { parseRetention } from './retention.ts';

test.each([
  ['7d', { age: 7 * 86_400_000 }],
  ['100000', { count: 100_000 }],
  ['2GB', { bytes: 2_000_000_000 }],
  ['1.5 gib', { bytes: 1.5 * 2 ** 30 }],
  ['1.125KB', { bytes: 1125 }],
  ['3mib', { bytes: 3 * 2 ** 20 }],
  ['7d,100000,2GB', { age: 7 * 86_400_000, count: 100_000, bytes: 2_000_000_000 }],
  [' 500MB , 12h ', { age: 43_200_000, bytes: 500_000_000 }],
  ['1', { count: 1 }],
])('"%s" is read as bounds', (text, bounds) => {
  expect(parseRetention(text)).toEqual({
    ok: true,
    value: { age: null, count: null, bytes: null, ...bounds },
  });
});

test.each(['', 'week', '7d,', '-1', '0', '0d', '0GB', '1.5', '2GBs', 'x2GB', '1e9', '7 d'])(
  '"%s" bounds nothing',
  (text) => {
    expect(parseRetention(text)).toMatchObject({ ok: false, error: { code: 'keep-malformed' } });
  },
);

test.each(['7d,8d', '1,2', '1GB,5MB'])('"%s" gives a kind of bound twice', (text) => {
  expect(parseRetention(text)).toMatchObject({ ok: false, error: { code: 'keep-twice' } });
});

test.each([
  ['7d,8d', '"8d" is a second age: give each kind of bound once'],
  ['1,2', '"2" is a second number of messages: give each kind of bound once'],
  ['1GB,5MB', '"5MB" is a second size: give each kind of bound once'],
  [
    'week',
    '"week" bounds nothing: give an age such as 7d, a number of messages such as 100000, a size such as 2GB, or several of them parted by commas',
  ],
])('of "%s" one is told: %s', (text, words) => {
  const read = parseRetention(text);
  expect(!read.ok && read.error.message).toBe(words);
});
