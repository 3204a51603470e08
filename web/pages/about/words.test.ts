import { expect, test } from 'vitest';

import { keptWords, listeningWords, spanWords, unavailableWords, uptimeWords } from './words.ts';

test.each([
  [[], 'none'],
  [[{ from: 2525, to: 2525 }], '1 port: 2525'],
  [
    [
      { from: 25, to: 25 },
      { from: 1025, to: 5000 },
    ],
    '3,977 ports: 25, 1025-5000',
  ],
])('ports that listen %j are told as "%s"', (listening, words) =>
  expect(listeningWords({ listening, unavailable: [] })).toBe(words),
);

test('ports that are not to be had stand under their reason', () =>
  expect(
    unavailableWords({
      listening: [],
      unavailable: [
        { from: 25, to: 25, why: 'not permitted' },
        { from: 3000, to: 3001, why: 'in use' },
        { from: 3306, to: 3306, why: 'in use' },
      ],
    }),
  ).toEqual([
    { why: 'not permitted', ports: '25' },
    { why: 'in use', ports: '3000-3001, 3306' },
  ]));

test.each([
  [0, 'less than a minute'],
  [-5, 'less than a minute'],
  [60_000, '1 minute'],
  [3_600_000 * 5 + 120_000, '5 hours 2 minutes'],
  [86_400_000 + 60_000 * 59, '1 day 59 minutes'],
  [86_400_000 * 3 + 3_600_000 * 4 + 60_000, '3 days 4 hours'],
])('%d ms of running are told as "%s"', (ms, words) => expect(uptimeWords(ms)).toBe(words));

test.each([
  [5 * 86_400_000, '5 days'],
  [90 * 60_000, '90 minutes'],
  [1000, '1 second'],
  [1500, '1,500 milliseconds'],
])('a span of %d ms is told as "%s"', (ms, words) => expect(spanWords(ms)).toBe(words));

test.each([
  [null, 'until they are deleted'],
  [{ age: 7 * 86_400_000, count: null, bytes: null }, 'of each list for 7 days at most'],
  [
    { age: 7 * 86_400_000, count: 100_000, bytes: 2e9 },
    'of each list for 7 days at most, the newest 100,000, and 2.0 GB in all',
  ],
])('what is kept by %j is told as "%s"', (kept, words) => expect(keptWords(kept)).toBe(words));
