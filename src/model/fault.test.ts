import { expect, test } from 'vitest';
import { compilePattern, createFaults } from './fault.ts';

const refuse = { code: 451, enhanced: '4.3.0', text: 'on purpose' };
const subject = { stage: 'rcpt', username: 'Shop', text: 'bounce@x.test' } as const;

test('the first fault that meets the subject happens, as often as it says', () => {
  const faults = createFaults();
  faults.set('a', [
    { when: { stage: 'mail' }, then: { disconnect: true } },
    { when: { stage: 'rcpt', user: 'other' }, then: { disconnect: true } },
    { when: { stage: 'rcpt', matches: '^BOUNCE@', user: 'shop' }, then: refuse, times: 2 },
    { when: { stage: 'rcpt' }, then: { delayMs: 5 } },
  ]);
  expect([1, 2, 3].map(() => faults.take('a', subject))).toEqual([refuse, refuse, { delayMs: 5 }]);
  expect(faults.take('a', { ...subject, text: 'other@x.test' })).toEqual({ delayMs: 5 });
  expect(faults.take('a', { ...subject, stage: 'data' })).toBeNull();
});

test('a fault without a pattern meets any text, also an empty one', () => {
  const faults = createFaults();
  faults.set('a', [{ when: { stage: 'rcpt' }, then: refuse }]);
  expect(faults.take('a', { ...subject, text: '' })).toEqual(refuse);
});

test('a pattern is held against the first 16 KiB of the text', () => {
  const faults = createFaults();
  faults.set('a', [{ when: { stage: 'rcpt', matches: 'end$' }, then: refuse }]);
  expect(faults.take('a', { ...subject, text: `${'x'.repeat(16_381)}end` })).toEqual(refuse);
  expect(faults.take('a', { ...subject, text: `${'x'.repeat(16_382)}end` })).toBeNull();
});

test('a list without faults has none to show', () => {
  expect(createFaults().get('a')).toEqual([]);
});

test('lists do not see each other’s faults, and an emptied list has none', () => {
  const faults = createFaults();
  faults.set('a', [{ when: { stage: 'rcpt' }, then: refuse }]);
  expect(faults.take('b', subject)).toBeNull();
  expect(faults.get('a')).toEqual([{ when: { stage: 'rcpt' }, then: refuse }]);
  faults.set('a', []);
  expect(faults.take('a', subject)).toBeNull();
  expect(faults.get('a')).toEqual([]);
});

test('before login every list’s faults at connect are asked', () => {
  const faults = createFaults();
  faults.set('a', [{ when: { stage: 'connect', matches: '^127\\.0\\.0\\.9$' }, then: refuse }]);
  const connect = { stage: 'connect', username: null } as const;
  expect(faults.take(null, { ...connect, text: '127.0.0.1' })).toBeNull();
  expect(faults.take(null, { ...connect, text: '127.0.0.9' })).toEqual(refuse);
});

test('a fault for a user does not meet a session without one', () => {
  const faults = createFaults();
  faults.set('a', [{ when: { stage: 'rcpt', user: 'shop' }, then: refuse }]);
  expect(faults.take('a', { ...subject, username: null })).toBeNull();
});

test('a pattern and an address that would keep a backtracking engine busy for years are decided at once', () => {
  const faults = createFaults();
  faults.set('a', [{ when: { stage: 'rcpt', matches: '^(a+)+$' }, then: refuse }]);
  expect(faults.take('a', { ...subject, text: `${'a'.repeat(16_000)}!` })).toBeNull();
  expect(faults.take('a', { ...subject, text: 'A'.repeat(16_000) })).toEqual(refuse);
});

test.each(['(', '(?=a)', '(a)\\1', '[z-a]'])(
  '%s is no pattern, and a fault with it never happens',
  (matches) => {
    expect(compilePattern(matches)).toBeNull();
    const faults = createFaults();
    faults.set('a', [{ when: { stage: 'rcpt', matches }, then: refuse }]);
    expect(faults.take('a', subject)).toBeNull();
  },
);
