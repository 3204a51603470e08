import { expect, test } from 'vitest';
import type { UserJson } from '../../../src/http/contract/users.ts';
import { changeOf, differences, EMPTY, isChanged, joined, rebase, toDraft, withSender } from './draft.ts';

const USER: UserJson = {
  id: 'u_1',
  username: 'shop',
  active: false,
  priority: 3,
  note: '',
  authorizedDomains: 'acme.test',
  authorizedSenders: '',
  senders: [],
  createdAt: '',
  updatedAt: '',
  passwordChangedAt: '',
  lastUsedAt: null,
};
const BASE = toDraft(USER);

test('what is as it was is no change', () => {
  expect(isChanged(BASE, { ...BASE })).toBe(false);
  expect(changeOf(BASE, { ...BASE })).toEqual({});
});

test('a change names the fields that differ, and no others', () => {
  const draft = { ...BASE, note: 'till', priority: 1 as const };
  expect(isChanged(BASE, draft)).toBe(true);
  expect(changeOf(BASE, draft)).toEqual({ note: 'till', priority: 1 });
});

test('after a change elsewhere mine stays where I changed, and theirs comes where I did not', () => {
  const mine = { ...BASE, note: 'mine' };
  const theirs = { ...BASE, note: 'theirs', authorizedSenders: 'a@x.test' };
  expect(rebase(BASE, mine, theirs)).toEqual({ ...theirs, note: 'mine' });
});

test('differences are told in the words of the form', () => {
  const after: UserJson = { ...USER, note: 'till', priority: 1, active: true };
  expect(differences(USER, after)).toEqual([
    { field: 'Priority', before: 'normal', after: 'very high' },
    { field: 'Note', before: 'nothing', after: '“till”' },
    { field: 'Active user', before: 'off', after: 'on' },
  ]);
  expect(differences(USER, { ...USER, lastUsedAt: 'now', updatedAt: 'now', senders: [] })).toEqual([]);
});

test.each([
  ['a@x.test', { authorizedSenders: 'a@x.test' }],
  ['x.test', { authorizedDomains: 'acme.test;x.test' }],
  ['ACME.test', {}],
  ['', {}],
])('adding %j goes where it belongs, once', (text, change) =>
  expect(withSender(BASE, text)).toEqual({ ...BASE, ...change }),
);

test('what is no address is added as it is, for the field to say what is wrong', () =>
  expect(withSender(EMPTY, 'a@').authorizedSenders).toBe('a@'));

test.each([
  ['', 'a', 'a'],
  ['a', 'b', 'a;b'],
  ['a; ', 'b', 'a;b'],
])('%j and %j are joined as %j', (text, more, whole) => expect(joined(text, more)).toBe(whole));
