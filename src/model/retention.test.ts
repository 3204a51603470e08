import { expect, test } from 'vitest';

import { parseRetention } from './retention.ts';

test.each([
  ['7d', { age: 7 * 86_400_000 }],
  ['100000', { count: 100_000 }],
  ['2GB', { bytes: 2_000_000_000 }],
  ['1.5 gib', { bytes: 1.5 * 2 ** 30 }],
  ['7d,100000,2GB', { age: 7 * 86_400_000, count: 100_000, bytes: 2_000_000_000 }],
  [' 500MB , 12h ', { age: 43_200_000, bytes: 500_000_000 }],
  ['1', { count: 1 }],
])('"%s" is read as bounds', (text, bounds) => {
  expect(parseRetention(text)).toEqual({
    ok: true,
    value: { age: null, count: null, bytes: null, ...bounds },
  });
});

test.each(['', 'week', '7d,', '-1', '0', '0d', '0GB', '1.5', '2GBs', '1e9', '7 d'])(
  '"%s" bounds nothing',
  (text) => {
    expect(parseRetention(text)).toMatchObject({ ok: false, error: { code: 'keep-malformed' } });
  },
);

test.each(['7d,8d', '1,2', '1GB,5MB'])('"%s" gives a kind of bound twice', (text) => {
  expect(parseRetention(text)).toMatchObject({ ok: false, error: { code: 'keep-twice' } });
});
