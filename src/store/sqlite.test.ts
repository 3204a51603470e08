import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { aDecision, allIds, aMessage, bytes, spoolIn } from './contract-samples.ts';
import { storeContract } from './contract.ts';
import { openSqliteStore } from './sqlite.ts';

storeContract('SQLite', async ({ kept } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-sqlite-'));
  const store = await openSqliteStore({ path: join(folder, 'store.db'), kept });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    store,
    spool: spoolIn(store.spoolFolder ?? ''),
  };
});

it('finds messages and decisions by id and by session at any age, filed or not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-sqlite-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'store.db');
  const store = await openSqliteStore({ path, kept: 4_000 });
  onTestFinished(() => store.close());
  // More than are filed at once, several times, and some that are not filed yet.
  const commit = (n: number) =>
    store.commitMessage(aMessage(`m_${n}`), bytes('x'), aDecision(`d_${n}`, { sessionId: `c_${n % 500}` }));
  for (let from = 0; from < 5_100; from += 300)
    await Promise.all(Array.from({ length: 300 }, (_, at) => commit(from + at)));

  for (const n of [0, 1, 2_000, 4_400, 5_099]) expect((await store.message(`m_${n}`))?.id).toBe(`m_${n}`);
  for (const n of [0, 1_099]) expect(await store.decision(`d_${n}`)).toBeNull();
  for (const n of [1_100, 3_000, 5_099]) expect((await store.decision(`d_${n}`))?.id).toBe(`d_${n}`);
  const ofSession = await allIds((page) => store.decisions({ sessionId: 'c_7' }, page), 3);
  expect(ofSession).toEqual([5_007, 4_507, 4_007, 3_507, 3_007, 2_507, 2_007, 1_507].map((n) => `d_${n}`));
  for (const n of [1, 5_099]) expect((await store.deleteMessage(`m_${n}`))?.id).toBe(`m_${n}`);
  for (const n of [1, 5_099]) expect(await store.message(`m_${n}`)).toBeNull();
  expect(await allIds((page) => store.messages({ after: 'm_5095' }, page), 2)).toEqual([
    'm_5098',
    'm_5097',
    'm_5096',
  ]);
  expect(await store.deleteMessages('default')).toBe(5_098);
  expect(await store.message('m_2000')).toBeNull();
});
