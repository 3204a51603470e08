import { expect, test } from 'vitest';
import { ALLOWED_PORTS } from '../../../src/model/port-range.ts';
import { portNotes, portWords, senderOf, shownHost, usualPort } from './connection.ts';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['0.0.0.0', 'mail.acme.test'],
  ['::', 'mail.acme.test'],
])('a service on %s is reached as %s', (host, shown) =>
  expect(shownHost(host, 'mail.acme.test')).toBe(shown),
);

test('an IPv6 address of the page loses its brackets', () => expect(shownHost('::', '[::1]')).toBe('::1'));

test('ports are told in words', () => expect(portWords(ALLOWED_PORTS)).toBe('25 and 1025-5000'));

test.each([
  [ALLOWED_PORTS, 2525],
  [[{ from: 1025, to: 1030 }], 1025],
  [
    [
      { from: 25, to: 25 },
      { from: 4000, to: 4000 },
    ],
    4000,
  ],
  [[{ from: 25, to: 25 }], 25],
  [[], null],
])('of %j a client is told %s', (listening, port) => expect(usualPort(listening)).toBe(port));

test('ports that all listen are all the same', () =>
  expect(portNotes(ALLOWED_PORTS, { listening: ALLOWED_PORTS, unavailable: [] })).toEqual([
    'Any of them will do.',
  ]));

test('what could not be had is told with its reason', () =>
  expect(
    portNotes(ALLOWED_PORTS, {
      listening: [{ from: 1026, to: 5000 }],
      unavailable: [
        { from: 25, to: 25, why: 'not permitted' },
        { from: 1025, to: 1025, why: 'in use' },
      ],
    }),
  ).toEqual([
    'Here 1026-5000 listen.',
    'Not available here: 25 (not permitted).',
    'Not available here: 1025 (in use).',
  ]));

test('what was not asked for is told apart', () =>
  expect(portNotes(ALLOWED_PORTS, { listening: [{ from: 2525, to: 2525 }], unavailable: [] })).toEqual([
    'Here 2525 listens.',
    'The others were not asked for when the service was started.',
  ]));

const sender = (kind: 'address' | 'domain', value: string, status: 'pending' | 'verified') => ({
  id: value,
  kind,
  value,
  display: value,
  status,
  requestedAt: '',
  verifiedAt: null,
  expiresAt: null,
});

test.each([
  [[], null],
  [[sender('address', 'a@x.test', 'pending')], 'a@x.test'],
  [[sender('address', 'a@x.test', 'pending'), sender('domain', 'y.test', 'verified')], 'you@y.test'],
  [[sender('domain', 'y.test', 'verified'), sender('address', 'b@x.test', 'verified')], 'b@x.test'],
])('a user sends as a verified sender before others', (senders, address) =>
  expect(senderOf({ senders })).toBe(address),
);
