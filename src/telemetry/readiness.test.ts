import { expect, test } from 'vitest';

import { createTestClock } from '../model/clock.ts';
import { createMemoryStore } from '../store/memory.ts';
import { createReadiness, FAILURE_MS, type ReadinessParts } from './readiness.ts';

const started = (change: Partial<ReadinessParts> = {}) => {
  const clock = createTestClock({ now: () => 0 });
  return {
    clock,
    ready: createReadiness({ store: createMemoryStore(), listening: () => 1, clock, ...change }),
  };
};

test('it is ready with a store that can be written and a port that listens', async () => {
  expect(await started().ready.reasons()).toEqual([]);
});

test('it is not without a port', async () => {
  expect(await started({ listening: () => 0 }).ready.reasons()).toEqual(['no SMTP port listens']);
});

test('it is not when the store refuses to be written', async () => {
  const { ready } = started({ store: { renewDeliveries: () => Promise.reject(new Error('read-only')) } });
  expect(await ready.reasons()).toEqual(['the store cannot be written']);
});

test('it is not when the store does not answer', async () => {
  const { ready } = started({
    store: { renewDeliveries: () => new Promise(() => undefined) },
    patienceMs: 1,
  });
  expect(await ready.reasons()).toEqual(['the store cannot be written']);
});

test('however many ask at once, the store is asked once', async () => {
  let asked = 0;
  const { ready } = started({ store: { renewDeliveries: async () => void (asked += 1) } });
  await Promise.all(Array.from({ length: 50 }, () => ready.reasons()));
  expect(asked).toBe(1);
});

test('a commit that failed counts until one succeeds, or for a while', async () => {
  const { ready, clock } = started();
  ready.commit(true);
  expect(await ready.reasons()).toEqual([expect.stringContaining('could not be stored')]);
  ready.commit(false);
  expect(await ready.reasons()).toEqual([]);
  ready.commit(true);
  clock.advance(FAILURE_MS);
  expect(await ready.reasons()).toEqual([]);
});

test('a clock that is set back keeps it from being ready no longer than that', async () => {
  const clock = { now: () => 3_600_000 };
  const { ready } = started({ clock });
  ready.commit(true);
  expect(await ready.reasons()).toHaveLength(1);
  clock.now = () => 0;
  expect(await ready.reasons()).toEqual([]);
});

test('it is not any more once the end has begun', async () => {
  const { ready } = started();
  ready.end();
  expect(await ready.reasons()).toEqual(['it is shutting down']);
});
