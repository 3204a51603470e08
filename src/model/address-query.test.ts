import { expect, test } from 'vitest';
import { fold, meetsAddress } from './address-query.ts';

test.each([
  ['a@x.test', 'A@X.test', true],
  ['A@X.test', 'a@x.test', true],
  ['a@x.test', 'aa@x.test', false],
  ['@x.test', 'anybody@X.TEST', true],
  ['@x.test', 'a@sub.x.test', false],
  ['', 'a@x.test', false],
])('%s looks for %s: %s', (wanted, address, meets) => {
  expect(meetsAddress(wanted)(address)).toBe(meets);
});

test('letters beyond ASCII compare as they are', () => {
  expect(fold('ÄB')).toBe('Äb');
});
