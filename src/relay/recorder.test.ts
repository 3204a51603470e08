import { expect, test } from 'vitest';

import type { Action, StoredDecision } from '../model/decision.ts';
import { createRecorder } from './recorder.ts';

const start = () => {
  const time = { now: 1000 };
  const recorder = createRecorder(
    { id: 'c_1', startedAt: 1000, clientAddress: '127.0.0.1', clientPort: 50_000, port: 2525 },
    () => time.now,
  );
  return { recorder, time };
};

let decided = 0;
const decision = (action: Action, rule: string | null = null): StoredDecision => ({
  id: `d_${(decided += 1)}`,
  at: 1000,
  action,
  rule,
  reply: { code: 550, enhanced: '5.7.1', text: 'no' },
  advice: '',
  rules: [],
  username: null,
  mailFrom: null,
  headerFrom: [],
  grantedBy: [],
  list: null,
  sessionId: 'c_1',
  messageId: null,
  header: null,
});

test('a session begins with nothing decided', () => {
  expect(start().recorder.snapshot()).toMatchObject({
    ...{ id: 'c_1', list: null, username: null, tls: null, outcome: 'none', rule: null },
    ...{ endedAt: null, ending: null, decisions: [], messages: [], transcript: [] },
  });
});

test('its outcome is the worst decision, its rule the first that refused', () => {
  const { recorder } = start();
  recorder.decided(decision('accept'));
  expect(recorder.snapshot()).toMatchObject({ outcome: 'accept', rule: null });
  recorder.decided(decision('defer', 'store.available'));
  recorder.decided(decision('reject', 'from.single'));
  recorder.decided(decision('accept'));
  expect(recorder.snapshot()).toMatchObject({
    ...{ outcome: 'reject', rule: 'store.available', accepted: 2, refused: 2 },
  });
});

test('a decision that answers several recipients is named once', () => {
  const { recorder } = start();
  const one = decision('defer', 'recipient.limit');
  recorder.decided(one);
  recorder.decided(one);
  expect(recorder.snapshot().decisions).toEqual([one.id]);
});

test('a snapshot does not change with the session', () => {
  const { recorder } = start();
  const snapshot = recorder.snapshot();
  recorder.decided(decision('accept'));
  recorder.accepted('m_1');
  recorder.transcript.add('client', 'NOOP', false);
  expect(snapshot).toMatchObject({ decisions: [], messages: [], transcript: [] });
});

test('only the first reason counts, and the first end', () => {
  const { recorder } = start();
  recorder.ended('timeout', 2000);
  recorder.ended('shutdown', 3000);
  expect(recorder.snapshot()).toMatchObject({ ending: 'timeout', endedAt: 2000 });
});

test('it is stale once something is new and the last snapshot is old enough', () => {
  const { recorder, time } = start();
  expect(recorder.isStale(1000, 500)).toBe(true);
  recorder.snapshot();
  expect(recorder.isStale(9000, 500)).toBe(false);
  recorder.transcript.add('client', 'NOOP', false);
  expect(recorder.isStale(1499, 500)).toBe(false);
  expect(recorder.isStale(1500, 500)).toBe(true);
  time.now = 1500;
  recorder.snapshot();
  expect(recorder.isStale(9000, 500)).toBe(false);
});

test('a clock that is set back keeps no record away, and no session ends before it began', () => {
  const { recorder, time } = start();
  time.now = 3_600_000;
  recorder.snapshot();
  recorder.transcript.add('client', 'NOOP', false);
  expect(recorder.isStale(0, 500)).toBe(true);
  recorder.ended('quit', 0);
  expect(recorder.snapshot()).toMatchObject({ startedAt: 1000, endedAt: 1000 });
});

test.each<[string, (recorder: ReturnType<typeof start>['recorder']) => void]>([
  ['whose it is', (recorder) => recorder.belongsTo('default', 'shop')],
  ['how it greets', (recorder) => recorder.greeted('client.test')],
  ['its encryption', (recorder) => recorder.secured('TLSv1.3')],
  ['what it delivered', (recorder) => recorder.accepted('m_1')],
])('%s is news too', (_what, happens) => {
  const { recorder } = start();
  recorder.snapshot();
  happens(recorder);
  expect(recorder.isStale(9000, 500)).toBe(true);
});

test('of a session without end the newest decisions and messages are kept', () => {
  const { recorder } = start();
  for (let i = 0; i < 2500; i++) recorder.accepted(`m_${i}`);
  const { messages } = recorder.snapshot();
  expect(messages.length).toBeLessThanOrEqual(2000);
  expect(messages.at(-1)).toBe('m_2499');
});
