import { expect, test } from 'vitest';
import { base32, createIds } from './id.ts';

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

test('makes ids of 20 characters that tell their kind and differ, however many are of one millisecond', () => {
  const makeId = createIds(random, { now: () => 1_795_548_000_000 });
  const made = Array.from({ length: 1000 }, () => makeId('d'));
  expect(new Set(made).size).toBe(1000);
  for (const id of made) expect(id).toMatch(/^d_[0-9a-hjkmnp-tv-z]{20}$/);
});

test('begins them with their time, so that a later one stands behind an earlier one', () => {
  let now = 0;
  const makeId = createIds(random, { now: () => now });
  const times = [0, 1, 31, 32, 1024, 1_795_548_000_000, 1_795_548_000_001, 2 ** 40 + 2 ** 39 + 0.5];
  const made = times.map((time) => {
    now = time;
    return makeId('m');
  });
  const begun = made.map((id) => id.slice(2, 10));
  expect(begun.slice(0, 5)).toEqual(['00000000', '00000001', '0000000z', '00000010', '00000100']);
  expect(begun.at(-1)).toBe('g0000000');
  expect(made.slice(0, 5)).toEqual(made.slice(0, 5).toSorted());
  expect((begun[5] ?? '') < (begun[6] ?? '')).toBe(true);
});

test('makes them before 1970 as well', () => {
  expect(createIds(random, { now: () => -1 })('m')).toMatch(/^m_zzzzzzzz/);
});

test('writes base 32 with the last character padded', () => {
  expect(base32(new Uint8Array([]))).toBe('');
  expect(base32(new Uint8Array([0xff]))).toBe('zw');
  expect(base32(new Uint8Array([0, 0, 0, 0, 1]))).toBe('00000001');
  expect(base32(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff]))).toBe('zzzzzzzz');
});
