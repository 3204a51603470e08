import { expect, test } from 'vitest';
import { redactLine } from './redact.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['MAIL FROM:<a@x.test> SIZE=12', 'MAIL FROM:<a@x.test> SIZE=12'],
  ['rcpt to:<b@y.test>', 'rcpt to:<b@y.test>'],
  ['EHLO client.test', 'EHLO client.test'],
  ['QUIT', 'QUIT'],
  ['AUTH PLAIN AHNob3AAc2VjcmV0', 'AUTH PLAIN ***'],
  ['AUTH  login  c2hvcA==', 'AUTH login ***'],
  ['AUTH LOGIN', 'AUTH LOGIN'],
  ['AUTH s3cret', 'AUTH (unknown mechanism)'],
  ['NOOP c2VjcmV0', 'NOOP (8 bytes not kept)'],
  ['c2VjcmV0', '(unknown command, 8 bytes not kept)'],
  ['', '(unknown command, 0 bytes not kept)'],
  ['VRFY a\x00b', 'VRFY a\\x00b'],
])('keeps of %j only %j', (line, kept) => {
  expect(redactLine(bytes(line), false)).toBe(kept);
});

test('keeps nothing of an answer to an AUTH challenge, whatever it looks like', () => {
  expect(redactLine(bytes('MAIL FROM:<a@x.test>'), true)).toBe('***');
});

test('bounds a long line and says how long it was', () => {
  const kept = redactLine(bytes(`EHLO ${'x'.repeat(5000)}`), false);
  expect(kept.length).toBeLessThan(1100);
  expect(kept).toMatch(/… \(5005 bytes\)$/);
});
