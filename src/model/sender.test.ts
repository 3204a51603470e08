import { expect, test } from 'vitest';
import { sameSender } from './sender.ts';

test('senders are the same by kind and canonical value', () => {
  expect(sameSender({ kind: 'domain', value: 'x.test' }, { kind: 'domain', value: 'x.test' })).toBe(true);
  expect(sameSender({ kind: 'domain', value: 'x.test' }, { kind: 'address', value: 'x.test' })).toBe(false);
  expect(sameSender({ kind: 'domain', value: 'x.test' }, { kind: 'domain', value: 'y.test' })).toBe(false);
});
