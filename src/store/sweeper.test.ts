import { expect, test } from 'vitest';

import { createTestClock } from '../model/clock.ts';
import { aMessage, bytes } from './contract-samples.ts';
import { createMemoryStore } from './memory.ts';
import { createSweeper } from './sweeper.ts';

const log = (message: string): never => {
  throw new Error(message);
};

test('what is older than the age goes as the clock moves on, in every list, and in steps', async () => {
  const clock = createTestClock({ now: () => 1_000 });
  const store = createMemoryStore();
  await store.createList({ id: 'other', name: 'Other', createdAt: 1 });
  for (let n = 0; n < 250; n++) await store.commitMessage(aMessage(`m_${n}`), bytes('x'), null);
  await store.commitMessage(aMessage('m_other', { list: 'other' }), bytes('x'), null);
  const sweeper = createSweeper({ store, clock, retention: { age: 500, count: null, bytes: null }, log });
  expect(await sweeper.sweep()).toBe(0);
  clock.advance(500);
  expect(await sweeper.sweep()).toBe(0);
  clock.advance(1);
  expect(await sweeper.sweep()).toBe(251);
  expect(await store.countMessages('default')).toBe(0);
});

test('after it was stopped nothing is deleted any more', async () => {
  const store = createMemoryStore();
  await store.commitMessage(aMessage('m_1'), bytes('x'), null);
  const retention = { age: 1, count: null, bytes: null };
  const sweeper = createSweeper({ store, clock: { now: () => 9_999 }, retention, log });
  await sweeper.stop();
  expect(await sweeper.sweep()).toBe(0);
  expect(await store.countMessages('default')).toBe(1);
});

test('what cannot be deleted is told, and tried again the next time', async () => {
  const store = createMemoryStore();
  const told = Promise.withResolvers<string>();
  const sweeper = createSweeper({
    store: { lists: store.lists, sweepMessages: () => Promise.reject(new Error('the disk is full')) },
    clock: { now: () => 9_999 },
    retention: { age: 1, count: null, bytes: null },
    log: (message) => told.resolve(message),
  });
  sweeper.start();
  expect(await told.promise).toContain('--keep');
  await expect(sweeper.sweep()).rejects.toThrow('the disk is full');
  await sweeper.stop();
});
