import { expect, test } from 'vitest';

import { createTestClock } from '../model/clock.ts';
import type { StoredDecision } from '../model/decision.ts';
import type { Entry } from './log.ts';
import { createRefusalLog, MOST_LINES, WINDOW_MS } from './refusal-log.ts';

const decision = (change: Partial<StoredDecision> = {}): StoredDecision => ({
  id: 'd_1',
  at: 0,
  action: 'reject',
  rule: 'sender.authorized',
  reply: { code: 550, enhanced: '5.7.1', text: 'no' },
  advice: '',
  rules: [],
  username: 'shop',
  mailFrom: 'a@x.test',
  headerFrom: ['ceo@bank.test'],
  grantedBy: [],
  list: 'default',
  sessionId: 'c_1',
  messageId: null,
  header: 'Subject: private\r\n',
  ...change,
});

const started = () => {
  const entries: Entry[] = [];
  const clock = createTestClock({ now: () => 1000 });
  const refuse = createRefusalLog({ write: (entry) => void entries.push(entry) }, clock);
  return { entries, clock, refuse };
};

test('a refusal is one line with its rule and decision, without addresses and subject', () => {
  const { entries, refuse } = started();
  refuse(decision());
  expect(entries).toMatchObject([
    { event: 'refused', fields: { rule: 'sender.authorized', decision: 'd_1', session: 'c_1', code: 550 } },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/x\.test|bank|private/);
});

test('why the store could not take a message is told with it', () => {
  const { entries, refuse } = started();
  const failed = { id: 'store.available', outcome: 'fail', detail: 'the store failed: no room' } as const;
  refuse(decision({ action: 'defer', rule: 'store.available', rules: [failed] }));
  expect(entries[0]?.message).toMatch(/^deferred by store.available.*: the store failed: no room$/);
});

test('a flood by one rule is a few lines, and then how many more there were', () => {
  const { entries, clock, refuse } = started();
  for (let i = 0; i < MOST_LINES + 90; i++) refuse(decision());
  refuse(decision({ rule: 'auth.credentials' }));
  expect(entries).toHaveLength(MOST_LINES + 1);
  clock.advance(WINDOW_MS);
  refuse(decision());
  expect(entries.slice(-2)).toMatchObject([
    { event: 'refusals-not-logged', fields: { rule: 'sender.authorized', count: 90 } },
    { event: 'refused' },
  ]);
});
