import { expect, test } from 'vitest';
import type { SenderJson } from '../../../src/http/contract/senders.ts';
import { entriesOf, ownerOf } from './entries.ts';

const HOUR = 3_600_000;

const sender = (value: string, status: 'pending' | 'verified', expiresAt: number | null): SenderJson => ({
  id: value,
  kind: 'domain',
  value,
  display: value,
  status,
  requestedAt: new Date(0).toISOString(),
  verifiedAt: null,
  expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
});

const KNOWN = [
  sender('yes.test', 'verified', null),
  sender('asked.test', 'pending', 2 * HOUR),
  sender('old.test', 'pending', HOUR),
  sender('xn--bcher-kva.test', 'verified', null),
];

const states = (text: string, types = false): string[] =>
  entriesOf(text, 'domain', KNOWN, { now: 1.5 * HOUR, types }).map(({ state }) => state);

test('each entry has the state of its sender, in whatever form it is written', () => {
  expect(states('YES.test; asked.test;old.test ;new.test;bücher.test')).toEqual([
    ...['verified', 'pending', 'expired', 'new', 'verified'],
  ]);
});

test('an entry that is there again is a duplicate, also in another form', () =>
  expect(states('yes.test;Yes.Test;bücher.test;xn--bcher-kva.test')).toEqual([
    ...['verified', 'duplicate', 'verified', 'duplicate'],
  ]));

test('an address of the same name is another sender', () =>
  expect(entriesOf('yes@test', 'address', KNOWN, { now: 0, types: false })[0]?.state).toBe('new'));

test('what is still being typed is no error yet, but a comma is', () => {
  expect(states('a..b', true)).toEqual(['unfinished']);
  expect(states('a..b')).toEqual(['error']);
  expect(states('a..b;', true)).toEqual(['error']);
  expect(states('a..b;c.test', true)).toEqual(['error', 'new']);
  expect(states('a.test, b', true)).toEqual(['error']);
});

test('of a domain the postmaster is asked', () => {
  expect(ownerOf({ kind: 'domain', value: 'a.test' })).toBe('postmaster@a.test');
  expect(ownerOf({ kind: 'address', value: 'x@a.test' })).toBe('x@a.test');
});
