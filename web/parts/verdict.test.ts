import { describe, expect, test } from 'vitest';

import { RULES } from '../../src/policy/catalogue.ts';
import { stageOf, verdictOf, type Judged } from './verdict.ts';

const judged = (more: Partial<Judged>): Judged => ({
  action: 'reject',
  rule: null,
  rules: RULES.map(({ id }) => ({ id, outcome: 'pass' as const, detail: `about ${id}` })),
  reply: { code: 550, enhanced: '5.7.1', text: '' },
  advice: '',
  grantedBy: [],
  ...more,
});

describe('the verdict', () => {
  test('tells answer, stage, rule and fact of a refusal', () => {
    expect(verdictOf(judged({ rule: 'sender.authorized' }))).toEqual({
      short: 'Refused at MAIL FROM by sender.authorized',
      fact: 'About sender.authorized.',
    });
  });

  test('calls what may be tried again put off', () => {
    expect(verdictOf(judged({ action: 'defer', rule: 'recipient.limit' })).short).toBe(
      'Put off at RCPT TO by recipient.limit',
    );
  });

  test('names who granted what was accepted', () => {
    const grantedBy = [
      { id: 's_1', kind: 'domain' as const, value: 'acme.test' },
      { id: 's_2', kind: 'address' as const, value: 'a@b.test' },
    ];
    expect(verdictOf(judged({ action: 'accept', grantedBy }))).toEqual({
      short: 'Accepted',
      fact: 'Every rule passed; the domain “acme.test” and the address “a@b.test” grant it.',
    });
    expect(verdictOf(judged({ action: 'accept' })).fact).toBe('Every rule that was due passed.');
  });

  test('says of a fault that it was on purpose', () => {
    expect(verdictOf(judged({ rule: 'fault.injected' })).short).toBe('Refused on purpose');
  });

  test('finds a declared size at MAIL and a counted one at the end of DATA', () => {
    const rules = judged({}).rules;
    expect(stageOf({ rule: 'message.size', rules })).toBe('data');
    const early = rules.map((rule) =>
      rule.id === 'from.present' ? { ...rule, outcome: 'not-reached' as const } : rule,
    );
    expect(stageOf({ rule: 'message.size', rules: early })).toBe('mail');
  });
});
