import { expect, test } from 'vitest';
import { parseMailboxList } from './mailbox.ts';

/** The names, or the code of what is wrong. */
const told = (text: string): string => {
  const read = parseMailboxList(text, { smtpUtf8: true });
  return read.ok ? read.value.map(({ name }) => `name "${name}"`).join(', ') : read.error.code;
};

test.each([
  ['Me <a@x.test> (b, c)', 'name "Me"'],
  ['<a@x.test> (b, c)', 'name ""'],
  ['(b, c) Me <a@x.test>', 'name "Me"'],
  ['Me <a@x.test> (b (c) d)', 'name "Me"'],
  ['Me <a@x.test>(b, c)', 'comment-runs-on'],
  ['(b, c)Me <a@x.test>', 'comment-runs-on'],
  ['Me <a@x.test> (b (c, d))', 'comment-runs-on'],
  ['a@x.test (b, c)', 'comment-runs-on'],
  ['(=?utf-8?q?ceo=40bank.test?=) <a@x.test>', 'name-shows-address'],
  ['(c)', 'list-separator'],
  ['<(c)', 'brackets'],
])('a comment with delimiters is taken where all readers agree on it: %j is %s', (text, outcome) => {
  expect(told(text)).toBe(outcome);
});

test.each([
  ['"a (b" <a@x.test>', 'name "a (b"'],
  ['"a\r\n (b" <a@x.test>', 'encoded-word-delimiters'],
  ['"a\r\n (b)" <a@x.test>', 'name "a (b)"'],
  ['"a\r\n b\\\\" <a@x.test>', 'encoded-word-delimiters'],
  ['"ceo\\@bank.test" <a@x.test>', 'name-shows-address'],
  ['"=?bad" <a@x.test>', 'encoded-word-malformed'],
  ['a =?utf-8?q?b?= =?utf-8?q?c?= d <a@x.test>', 'name "a bc d"'],
])('a name that some readers read on from is refused, others are read: %j is %s', (text, outcome) => {
  expect(told(text)).toBe(outcome);
});

test.each([
  ['   ', 'from-empty'],
  ['Me: a@x.test', 'group'],
  ['<a:b@x.test>', 'address-local'],
  ['<@r.test>', 'address-local'],
  ['<a@x.test>,,<b@x.test>', 'list-separator'],
])('%j is %s', (text, outcome) => {
  expect(told(text)).toBe(outcome);
});
