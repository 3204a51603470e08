import { expect, test } from 'vitest';
import { base32, createIds } from './id.ts';

test('makes ids of 20 characters that tell their kind and differ', () => {
  const makeId = createIds((bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
  const made = Array.from({ length: 1000 }, () => makeId('d'));
  expect(new Set(made).size).toBe(1000);
  for (const id of made) expect(id).toMatch(/^d_[0-9a-hjkmnp-tv-z]{20}$/);
});

test('writes base 32 with the last character padded', () => {
  expect(base32(new Uint8Array([]))).toBe('');
  expect(base32(new Uint8Array([0xff]))).toBe('zw');
  expect(base32(new Uint8Array([0, 0, 0, 0, 1]))).toBe('00000001');
  expect(base32(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff]))).toBe('zzzzzzzz');
});
