import { expect, test } from 'vitest';

import type { SenderJson } from '../../../src/http/contract/senders.ts';
import { coverOf, ownAddress } from './own-address.ts';

const sender = (kind: 'address' | 'domain', value: string, status: 'verified' | 'pending' = 'verified') =>
  ({ kind, value, status }) as SenderJson;

test.each([
  [[sender('domain', 'shop.test'), sender('address', 'form@shop.test')], 'form@shop.test'],
  [[sender('address', 'new@shop.test', 'pending'), sender('domain', 'shop.test')], 'contact@shop.test'],
  [[sender('address', 'new@shop.test', 'pending')], ''],
  [[], ''],
])('of %j the form’s own address is %j', (senders, address) => {
  expect(ownAddress({ senders })).toBe(address);
});

const SENDERS = [
  sender('address', 'form@shop.test'),
  sender('domain', 'acme.test'),
  sender('address', 'new@acme.test', 'pending'),
];

test.each([
  ['form@shop.test', 'address'],
  [' FORM@Shop.test ', 'address'],
  ['a@acme.test', 'domain'],
  ['new@acme.test', 'domain'],
  ['a@sub.acme.test', 'none'],
  ['a@shop.test', 'none'],
  ['form@shop.test, a@acme.test', 'none'],
  ['', 'none'],
])('%j is covered by: %s', (address, cover) => {
  expect(coverOf({ senders: SENDERS }, address)).toBe(cover);
});
