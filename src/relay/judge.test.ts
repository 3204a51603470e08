import { expect, test } from 'vitest';

import { RULES } from '../policy/catalogue.ts';
import { begin, requestAt } from '../policy/submission.ts';
import { faulted, record, unjudged, unreadable } from './judge.ts';

const request = requestAt(begin(false), 'mail');
const belongs = { list: 'default', sessionId: 'c_1', messageId: null, header: null };

test('what could not be judged is put off, and no rule was reached', () => {
  const verdict = unjudged(request, 'too early', 5);
  expect(verdict).toMatchObject({ action: 'defer', rule: 'store.available', at: 5 });
  expect(verdict.rules).toEqual(RULES.map(({ id }) => ({ id, outcome: 'not-reached', detail: 'too early' })));
});

test('a user who cannot be read is put off by the rule of the store, which says why', () => {
  const { rules, reply } = unreadable(request, 'the disk is gone', 5);
  expect(reply).toMatchObject({ code: 451, enhanced: '4.3.0' });
  expect(rules.filter(({ outcome }) => outcome === 'fail')).toEqual([
    { id: 'store.available', outcome: 'fail', detail: 'users could not be read: the disk is gone' },
  ]);
});

test('a decision that is recorded has its id in its reply', () => {
  const decision = record(unreadable(request, 'gone', 5), 'd_1', belongs);
  expect(decision).toMatchObject({ id: 'd_1', ...belongs });
  expect(decision.reply.text).toMatch(/ \[store\.available d_1\]$/);
});

test.each([
  [{ code: 550, enhanced: '5.1.1', text: 'no such user' }, 'reject', 'no such user'],
  [{ code: 452, enhanced: '4.2.2', text: 'full' }, 'defer', 'full'],
  [{ disconnect: true }, 'defer', 'Connection dropped on purpose'],
] as const)('a fault %o says that it was made on purpose, and grants nothing', (effect, action, text) => {
  const verdict = { ...unjudged(request, 'x', 5), grantedBy: [{ kind: 'domain', value: 'acme.test' }] };
  const decision = faulted(verdict as never, effect, 'd_2', belongs);
  expect(decision).toMatchObject({ action, rule: 'fault.injected', grantedBy: [], ...belongs });
  expect(decision.reply.text).toBe(`${text} [fault.injected d_2]`);
  expect(decision.advice).toContain('on purpose');
});
