import { expect, test } from 'vitest';
import { parseAddress } from './address.ts';
import { shownAddress } from './shown-address.ts';

const shown = (text: string, own = 'me@mine.test', loose = false): string | null => {
  const read = parseAddress(own, { literal: true });
  if (!read.ok) throw new Error(read.error.message);
  return shownAddress(text, read.value, loose);
};

test.each([
  ['ceo@bank.test', 'ceo@bank.test'],
  ['The CEO (ceo@bank.test)', 'ceo@bank.test'],
  ['sales@acme', 'sales@acme'],
  ['ceo @bank.test', 'ceo@bank.test'],
  ['ceo@ bank.test', 'ceo@bank.test'],
  ['ceo  @  bank.test', 'ceo@bank.test'],
  ['@ceo@bank.test', 'ceo@bank.test'],
  ['me@mine.test, ceo@bank.test', 'ceo@bank.test'],
  ['me@mine.test@bank.test', 'mine.test@bank.test'],
  ['ceo\uff20bank.test', 'ceo@bank.test'],
  ['ceo\ufe6bbank.test', 'ceo@bank.test'],
  ['ceo\uff20bank\u3002test', 'ceo@bank.test'],
  ['ceo\uff20ba\u200bnk\u3002test', 'ceo@bank.test'],
  ['ceo@[192.0.2.1]', 'ceo@[192.0.2.1]'],
  ['me@mi\u200bne.test', 'me@mi\u200bne.test'],
  ["me'@mine.test", "me'@mine.test"],
])('%j shows %s', (text, address) => {
  expect(shown(text)).toBe(address);
});

test.each([
  'Joe Doe',
  'me@mine.test',
  'ME@Mine.test',
  '"me@mine.test".',
  "''me@mine.test''",
  'me\uff20mine.test',
  'Sales @ Acme',
  'Sales @Acme',
  'Sales@ Acme',
  'Sales \uff20 Acme',
  '@joe.example',
  'Joe (@joe.example)',
  'Joe ( @joe.example)',
  'ceo@',
  'ceo@, and more',
])('%j shows no other address than me@mine.test', (text) => {
  expect(shown(text)).toBeNull();
});

test('an address literal of one’s own is no other address', () => {
  expect(shown('me@[192.0.2.1]', 'me@[192.0.2.1]')).toBeNull();
});

test('of what stands around the @ no more is shown than an address could hold', () => {
  expect(shown(`${'x'.repeat(500)}@bank.test`)).toBe(`${'x'.repeat(400)}@bank.test`);
  expect(shown(`ceo@${'x'.repeat(500)}`)).toBe(`ceo@${'x'.repeat(400)}`);
});

test('blanks without end hide nothing', () => {
  const apart = (left: string, right: string) => `${left}${' '.repeat(500)}@${' '.repeat(500)}${right}`;
  expect(shown(apart('ceo', 'bank.test'))).toBe('ceo@bank.test');
  expect(shown(apart('ceo', 'bank\u3002test'))).toBe('ceo@bank.test');
  expect(shown(apart('me', 'mi\u200bne.test'))).toBe('me@mi\u200bne.test');
});

test('loose text may hold one’s own address alone, and be written with other signs for @', () => {
  expect(shown(' me@mine.test ', 'me@mine.test', true)).toBeNull();
  expect(shown('Me me@mine.test', 'me@mine.test', true)).toBe('Me me@mine.test');
  expect(shown('Sales @ Acme', 'me@mine.test', true)).toBe('Sales @ Acme');
  expect(shown('@', 'me@mine.test', true)).toBe('@');
  expect(shown('Sales \uff20 Acme', 'me@mine.test', true)).toBeNull();
});
