import { expect, test } from 'vitest';
import { ascii, distinct, instant, listed, listWithin, printable, quoted } from './words.ts';

test.each([
  ['plain', 'plain'],
  ['a\r\nb\0', 'a<U+000D><U+000A>b<U+0000>'],
  ['\u202Egpj.exe', '<U+202E>gpj.exe'],
  ['a\u00A0b\u200Bc', 'a<U+00A0>b<U+200B>c'],
  ['\u2028', '<U+2028>'],
  ['\uD800', '<U+D800>'],
  ['jürgen 公司', 'jürgen 公司'],
])('%j is printable as %s', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test.each([
  ['jürgen', 'j<U+00FC>rgen'],
  ['😀', '<U+1F600>'],
  ['\x7F\t', '<U+007F><U+0009>'],
  ['a "b" ~', 'a "b" ~'],
])('%j in ASCII is %s', (text, shown) => {
  expect(ascii(text)).toBe(shown);
});

test('a quoted value is clipped', () => {
  expect(quoted('a@x.test')).toBe('"a@x.test"');
  expect(quoted('x'.repeat(320))).toBe(`"${'x'.repeat(320)}"`);
  expect(quoted('x'.repeat(999))).toBe(`"${'x'.repeat(317)}..."`);
});

test.each([
  [['aaa', 'bbb', 'ccc'], 20, 'aaa, bbb, ccc'],
  [['aaaaaaaaaaaaaaaaa', 'b'], 20, 'aaaaaaaaaaaaaaaaa, b'],
  [['aaaa', 'bbbb', 'cccc', 'dddd'], 21, 'aaaa, bbbb and 2 more'],
  [['aaaaaa', 'bbbbbb', 'cccccc'], 20, 'aaaaaa and 2 more'],
  [['aaaaaaaaaaaaaaaaaaaa', 'b'], 22, 'aaaaaaaa..., b'],
  [['aaaaaaaaaaaaaaaaaaaaa'], 20, 'aaaaaaaaaaaaaaaaa...'],
  [[], 20, ''],
])('%j within %i characters is %j', (items, room, text) => {
  expect(listWithin(items, room)).toBe(text);
});

test('a list shows ten items', () => {
  const items = Array.from({ length: 12 }, (_, index) => `${index}`);
  expect(listed(items.slice(0, 10))).toBe('0, 1, 2, 3, 4, 5, 6, 7, 8, 9');
  expect(listed(items)).toBe('0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more');
});

test('values are named once', () => {
  expect(distinct(['b', 'a', 'b'])).toEqual(['b', 'a']);
});

test('an instant is written to the second', () => {
  expect(instant(1_782_907_200_123)).toBe('2026-07-01T12:00:00Z');
});
