import { expect, test } from 'vitest';
import {
  blankPasswords,
  checkPassword,
  hashPassword,
  hashToken,
  hex,
  makePassword,
  PASSWORD_PREFIX,
} from './password.ts';

const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));

test('makes passwords of 160 bits that differ and are known by their prefix', () => {
  const made = Array.from({ length: 1000 }, () => makePassword(random));
  expect(new Set(made).size).toBe(1000);
  for (const password of made) expect(password).toMatch(/^spw_[0-9a-hjkmnp-tv-z]{32}$/);
  expect(made[0]?.startsWith(PASSWORD_PREFIX)).toBe(true);
});

test('knows the right password by its salted hash, and no other', async () => {
  const password = makePassword(random);
  const [one, two] = await Promise.all([hashPassword(password, random), hashPassword(password, random)]);
  expect(one).not.toBe(two);
  expect(one).not.toContain(password);
  expect(await checkPassword(password, one)).toBe(true);
  expect(await checkPassword(password, two)).toBe(true);
  expect(await checkPassword(`${password}x`, one)).toBe(false);
  expect(await checkPassword('', one)).toBe(false);
});

test.each([null, '', 'sha256', 'sha256$aa', 'md5$aa$bb', `plain$$${'0'.repeat(64)}`])(
  'lets nobody in by the stored hash %j',
  async (stored) => {
    expect(await checkPassword('', stored)).toBe(false);
    expect(await checkPassword('anything', stored)).toBe(false);
  },
);

test('lets nobody in by a hash of another scheme, though it were the right one', async () => {
  const password = makePassword(random);
  const stored = await hashPassword(password, random);
  expect(await checkPassword(password, stored.replace('sha256', 'sha512'))).toBe(false);
});

test('blanks a password wherever it stands in a text', () => {
  const password = makePassword(random);
  expect(blankPasswords(`user ${password}, again ${password}.`)).toBe('user ***, again ***.');
  expect(blankPasswords('spw_short is none')).toBe('spw_short is none');
});

test('hashes a token to 64 hex digits, always the same', async () => {
  expect(await hashToken('token')).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashToken('token')).toBe(await hashToken('token'));
  expect(hex(new Uint8Array([0, 15, 255]))).toBe('000fff');
});
