import { expect, test } from 'vitest';
import { parseAddress } from './address.ts';
import { formatMailbox, parseMailboxList } from './mailbox.ts';

const written = (name: string): string => {
  const read = parseAddress('a@x.test');
  if (!read.ok) throw new Error(read.error.message);
  return formatMailbox({ name, address: read.value });
};

test.each([
  ['', 'a@x.test'],
  ['Joe', 'Joe <a@x.test>'],
  ['Joe Doe', 'Joe Doe <a@x.test>'],
  ['Jörg', 'Jörg <a@x.test>'],
  ['Joe  Doe', '"Joe  Doe" <a@x.test>'],
  ['J. Doe', '"J. Doe" <a@x.test>'],
  ['Doe, Joe', '"Doe, Joe" <a@x.test>'],
  ['=?', '"=?" <a@x.test>'],
  ['a "b" \\c', '"a \\"b\\" \\\\c" <a@x.test>'],
])('the name %j is written as %s', (name, text) => {
  expect(written(name)).toBe(text);
});

test.each(['Joe Doe', 'Joe  Doe', 'J. Doe', 'Doe, Joe', 'Jörg'])(
  'the name %j is read as it was written',
  (name) => {
    const read = parseMailboxList(written(name), { smtpUtf8: true });
    expect(read.ok && read.value[0]?.name).toBe(name);
  },
);
