import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';

import { allIds, aMessage, bytes } from './contract-samples.ts';
import { openSqliteStore } from './sqlite.ts';
import { BLOCK } from './sqlite-words.ts';
import type { MessageFilter } from './store.ts';

test('what is searched for is found across the blocks of the index, and an index goes with its messages', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-words-'));
  const path = join(folder, 'store.db');
  await (await openSqliteStore({ path })).close();
  // Messages get numbers on both sides of where the first block ends.
  query(path, `UPDATE counters SET value = ${BLOCK - 6} WHERE name = 'seq'`);
  const store = await openSqliteStore({ path });
  try {
    await store.createList({ id: 'small', name: 'Small', createdAt: 1 });
    for (let n = 1; n <= 10; n++)
      await store.commitMessage(
        aMessage(`m_${n}`, {
          at: n,
          list: n === 2 || n === 9 ? 'small' : 'default',
          subject: n % 2 ? 'odd number' : 'even number',
          rcptTo: [n === 3 ? 'rare@one.test' : 'bob@example.test'],
        }),
        bytes('x'),
        null,
      );
    const found = (filter: MessageFilter) => allIds((page) => store.messages(filter, page), 2);
    expect(await found({ q: 'numb' })).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => `m_${n}`));
    expect(await found({ q: 'odd', after: 'm_4' })).toEqual(['m_9', 'm_7', 'm_5']);
    expect(await found({ q: 'odd', after: 6 })).toEqual(['m_9', 'm_7']);
    expect(await found({ q: 'odd', after: 10 })).toEqual([]);
    expect(await found({ q: 'number', list: 'small' })).toEqual(['m_9', 'm_2']);
    expect(await found({ to: 'rare@one.test' })).toEqual(['m_3']);
    expect(await found({ to: '@one.test', from: 'sales@acme.test' })).toEqual(['m_3']);
    expect(await found({ to: 'rare@one.test', list: 'small' })).toEqual([]);
    expect(await found({ q: 'small' })).toEqual([]);
    expect(query(path, 'SELECT block FROM word_blocks').map(({ block }) => block)).toEqual([0, 1]);

    await store.deleteMessages('small');
    expect(query(path, 'SELECT block FROM word_blocks')).toHaveLength(2);
    expect(await store.sweepMessages('default', { before: 7, count: null, bytes: null }, 50)).toBe(5);
    expect(await found({ q: 'number' })).toEqual(['m_10', 'm_8', 'm_7']);
    expect(query(path, 'SELECT block FROM word_blocks').map(({ block }) => block)).toEqual([1]);
    await store.commitMessage(aMessage('m_11', { subject: 'number' }), bytes('x'), null);
    expect(await found({ q: 'number' })).toEqual(['m_11', 'm_10', 'm_8', 'm_7']);
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
});

const query = (path: string, sql: string) => {
  using db = new DatabaseSync(path);
  return db.prepare(sql).all();
};
