/** Texts of the greatest length that is taken, and of one more. */

import { expect, test } from 'vitest';
import { parseAddress } from './address.ts';
import { displayDomain, parseDomain } from './domain.ts';
import { MAX_SENDER_LIST, parseSenderList } from './sender-list.ts';

/** A name of that length whose first label is the shorter one. */
const name = (length: number): string => `${'a'.repeat(length - 192)}${`.${'b'.repeat(63)}`.repeat(3)}`;

test('a domain has 253 characters at most', () => {
  expect(name(253)).toHaveLength(253);
  expect(parseDomain(name(253))).toMatchObject({ ok: true, value: { ascii: name(253) } });
  expect(parseDomain(name(254))).toMatchObject({ ok: false, error: { code: 'domain-too-long' } });
});

test('an address has 254 octets at most, and says so', () => {
  expect(parseAddress(`a@${name(252)}`).ok).toBe(true);
  const longer = `ab@${name(252)}`;
  const read = parseAddress(longer);
  expect(!read.ok && read.error.message).toBe(
    `"${longer.slice(0, 200)}..." is too long: an address has 254 octets at most`,
  );
});

test('an address literal is told apart from a name, and shown as it is', () => {
  const read = (text: string) => parseDomain(text, { literal: true });
  expect(read('[IPv6:2001:db8::1]')).toEqual({
    ok: true,
    value: { ascii: '[IPv6:2001:db8::1]', literal: true },
  });
  for (const text of ['[xIPv6:2001:db8::1]', '[IPv6:2001:db8::1 x]', '[192.0.2.1', '[2001:db8::1]'])
    expect(read(text)).toMatchObject({ ok: false, error: { code: 'domain-literal' } });
  expect(displayDomain({ ascii: '[192.0.2.1]', literal: true })).toBe('[192.0.2.1]');
  expect(displayDomain({ ascii: '[IPv6:2001:db8::1]', literal: true })).toBe('[IPv6:2001:db8::1]');
});

test('a field of senders takes 64 KiB and 500 entries, and says so', () => {
  const filled = (bytes: number): string => `a.test${' '.repeat(bytes - 6)}`;
  expect(parseSenderList(filled(MAX_SENDER_LIST), 'domain').ok).toBe(true);
  expect(parseSenderList(filled(MAX_SENDER_LIST + 1), 'domain')).toEqual({
    ok: false,
    error: [
      {
        code: 'list-too-long',
        message: '"Authorized domains" takes 64 KiB at most: make a second user for the rest',
      },
    ],
  });
  const many = (count: number): string => Array.from({ length: count }, (_, at) => `a${at}.test`).join(';');
  expect(parseSenderList(many(500), 'domain').ok).toBe(true);
  expect(parseSenderList(many(501), 'domain')).toMatchObject({ ok: false, error: [{ code: 'too-many' }] });
});
