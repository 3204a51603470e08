import { expect, test } from 'vitest';
import type { SenderKind } from '../../../src/model/sender.ts';
import { parseSenderList, parseTokens } from '../../../src/model/sender-list.ts';
import { fixesOf, replaceToken } from './token-fixes.ts';

test.each<[SenderKind, string, [words: string, stays: string, moves: string][]]>([
  ['domain', 'a.test, b.test', [['Separate with semicolons', 'a.test;b.test', '']]],
  [
    'domain',
    'a@x.test',
    [
      ['Move a@x.test to Authorized senders', '', 'a@x.test'],
      ['Take the domain x.test', 'x.test', ''],
    ],
  ],
  ['address', 'x.test', [['Move x.test to Authorized domains', '', 'x.test']]],
  ['address', '@x.test', [['Move x.test to Authorized domains', '', 'x.test']]],
  ['address', '*@x.test', [['Move x.test to Authorized domains', '', 'x.test']]],
  ['domain', '@x.test', [['Take the domain x.test', 'x.test', '']]],
  ['domain', '*.x.test', [['Take x.test alone', 'x.test', '']]],
  ['address', 'Shop <a@x.test>', [['Take a@x.test alone', 'a@x.test', '']]],
  ['domain', 'https://www.x.test/shop', [['Take www.x.test alone', 'www.x.test', '']]],
  ['domain', 'x.test.', [['Leave out the dot', 'x.test', '']]],
  ['domain', 'a b', []],
  ['domain', 'a@@', []],
  ['domain', 'x.test', []],
])('in the field of %ss %j is offered %j', (kind, text, fixes) => {
  const [token] = parseTokens(text, kind);
  if (!token) throw new Error('there is no such entry');
  const offered = fixesOf(token, kind);
  expect(offered.map(({ words, stays, moves }) => [words, stays, moves])).toEqual(fixes);
  for (const { stays, moves } of offered) {
    expect(parseSenderList(stays, kind).ok).toBe(true);
    expect(parseSenderList(moves, kind === 'domain' ? 'address' : 'domain').ok).toBe(true);
  }
});

test.each([
  [0, '', 'b.test; c.test'],
  [1, '', 'a.test; c.test'],
  [2, '', 'a.test; b.test'],
  [1, 'x.test;y.test', 'a.test; x.test;y.test; c.test'],
])('entry %d replaced by %j leaves %j', (at, by, text) => {
  const before = 'a.test; b.test; c.test';
  const token = parseTokens(before, 'domain')[at];
  if (!token) throw new Error('there is no such entry');
  expect(replaceToken(before, token, by)).toBe(text);
});

test('the only entry leaves nothing', () =>
  expect(replaceToken(' a ', { start: 1, end: 2 }, '').trim()).toBe(''));
