import { expect, it } from 'vitest';
import { countReceived, headerOf } from './original.ts';

const header = (text: string): string => headerOf(Buffer.from(text, 'latin1'));

it.each([
  ['a: b\r\nc: d\r\n\r\nbody\r\n\r\n', 'a: b\r\nc: d\r\n'],
  ['a: \xe9\x80\r\n\r\n', 'a: \xe9\x80\r\n'],
  ['\r\nbody', ''],
  ['a: b\n\nbody', 'a: b\n'],
  ['a: b\r\n', 'a: b\r\n'],
  ['', ''],
])('the header block of %j is %j', (text, block) => {
  expect(header(text)).toBe(block);
});

it('a header block of any length is read', () => {
  const long = 'x: y\r\n'.repeat(20_000);
  expect(header(`${long}\r\nReceived: z\r\n`)).toBe(long);
});

it('Received is counted as a field, in whatever case, and not in the body or in a folded line', () => {
  expect(
    countReceived(header('Received: a\r\n\tReceived: b\r\nRECEIVED : c\r\nX-Received: d\r\n\r\nReceived: e')),
  ).toBe(2);
});
