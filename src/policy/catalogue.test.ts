import { expect, test } from 'vitest';
import { FAULT_RULE, ruleById, RULES, STAGES } from './catalogue.ts';

/** As the contract's table has them: id, reply. */
const CONTRACT = `
  auth.required 530 5.7.0
  auth.tls-required 538 5.7.11
  auth.mechanism 504 5.5.4
  auth.credentials 535 5.7.8
  auth.throttled 421 4.7.0
  user.active 525 5.7.13
  sender.well-formed 553 5.1.7
  sender.authorized 550 5.7.1
  sender.verified 550 5.7.1
  recipient.limit 452 4.5.3
  message.size 552 5.3.4
  from.present 550 5.7.1
  from.single 550 5.7.1
  from.well-formed 550 5.7.1
  from.authorized 550 5.7.1
  from.verified 550 5.7.1
  from.form-supplied 550 5.7.1
  other-senders.authorized 550 5.7.1
  store.available 451 4.3.0`;

test('has the rules of the contract, in its order, with its replies', () => {
  const lines = RULES.map(({ id, reply }) => `${id} ${reply.code} ${reply.enhanced}`);
  expect(lines).toEqual(CONTRACT.trim().split(/\n\s*/));
});

test('has every rule in the order of the stages, but for the one that is met first', () => {
  const order = RULES.slice(1).map(({ stage }) => STAGES.indexOf(stage));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(RULES[0]).toMatchObject({ id: 'auth.required', stage: 'mail' });
});

test('says of every rule what it refuses, what to do, and where it comes from', () => {
  for (const rule of RULES)
    for (const words of [rule.text, rule.advice, rule.source])
      expect(words.length, rule.id).toBeGreaterThan(8);
});

test('has an enhanced code of the class of the reply', () => {
  for (const { reply } of RULES) expect(reply.enhanced[0]).toBe(`${reply.code}`[0]);
});

test('has a name apart from all rules for what was refused on purpose', () => {
  expect(FAULT_RULE).toBe('fault.injected');
});

test('finds a rule by its id, and none by an id of no rule', () => {
  expect(ruleById('from.single')).toMatchObject({ id: 'from.single' });
  expect(ruleById(FAULT_RULE)).toBeNull();
});
