import { expect, test } from 'vitest';
import { beginning } from './beginning.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a message of 25 MiB in base64 is left whole', () => {
  const message = bytes(`Subject: x\r\n\r\n${`${'QUJD'.repeat(19)}\r\n`.repeat((25 * 1024 * 1024) / 78)}`);
  expect(beginning(message)).toBe(message);
});

test('a message of short lines without end is cut at a line', () => {
  expect(beginning(bytes('ab\n'.repeat(1_000_000)))).toEqual(bytes('ab\n'.repeat(400_000)));
});

test('a message of boundaries without end is cut', () => {
  expect(beginning(bytes('--b\n'.repeat(50_000))).length).toBeLessThan(50_000);
});
