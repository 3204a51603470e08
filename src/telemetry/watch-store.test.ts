import { expect, test } from 'vitest';

import { createMemoryStore } from '../store/memory.ts';
import { aDecision, aMessage, bytes } from '../store/contract-samples.ts';
import type { Store } from '../store/store.ts';
import { watchStore } from './watch-store.ts';

const started = (change: Partial<Store> = {}) => {
  const seen: unknown[] = [];
  let now = 0;
  const batch = Promise.withResolvers<number>();
  const store = watchStore(
    { ...createMemoryStore(), ...change },
    {
      committed: (seconds) => void seen.push(['committed', seconds]),
      batch: batch.resolve,
      commitFailed: (error) => void seen.push(['failed', (error as Error).message]),
      refused: ({ rule }) => void seen.push(['refused', rule]),
    },
    () => (now += 1),
  );
  return { store, seen, batch: batch.promise };
};

test('a commit is timed, and is in the store', async () => {
  const { store, seen } = started();
  await store.commitMessage(aMessage('m_1'), bytes('x'), null);
  expect(seen).toEqual([['committed', 0.001]]);
  expect(await store.message('m_1')).toMatchObject({ id: 'm_1' });
});

test('commits that end together are one batch', async () => {
  const { store, batch } = started();
  await Promise.all(['m_1', 'm_2', 'm_3'].map((id) => store.commitMessage(aMessage(id), bytes('x'), null)));
  expect(await batch).toBe(3);
});

test('a commit that fails is told, and fails all the same', async () => {
  const { store, seen } = started({ commitMessage: () => Promise.reject(new Error('disk full')) });
  await expect(store.commitMessage(aMessage('m_1'), bytes('x'), null)).rejects.toThrow('disk full');
  expect(seen).toEqual([['failed', 'disk full']]);
});

test('a refusal is told and kept, an accept is kept alone', async () => {
  const { store, seen } = started();
  store.recordDecision(aDecision('d_1', { action: 'reject', rule: 'sender.verified' }));
  store.recordDecision(aDecision('d_2', { action: 'accept', rule: null }));
  expect(seen).toEqual([['refused', 'sender.verified']]);
  expect(await store.decision('d_1')).toMatchObject({ id: 'd_1' });
  expect(await store.decision('d_2')).toMatchObject({ id: 'd_2' });
});
