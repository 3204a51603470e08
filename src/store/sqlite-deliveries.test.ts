import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';

import { newDelivery } from '../model/delivery.ts';
import { aMessage, bytes } from './contract-samples.ts';
import { APPLICATION_ID, migrate, MIGRATIONS, versionOf } from './sqlite-schema.ts';
import { openSqliteStore } from './sqlite.ts';

const newPath = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-queue-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'store.db');
};

it('a store of the version without a queue keeps what it has, and takes deliveries', async () => {
  const path = await newPath();
  const old = new DatabaseSync(path);
  migrate(old, MIGRATIONS.slice(0, 2));
  expect(versionOf(old)).toBe(2);
  old.exec(`
    INSERT INTO lists VALUES ('default', 1, '{"id":"default","name":"Default list","createdAt":1}');
    INSERT INTO messages VALUES (2, 'm_old', 'default', 1, '', '', '${JSON.stringify(aMessage('m_old'))}');
    INSERT INTO content VALUES (2048, x'78');
    UPDATE counters SET value = 10 WHERE name = 'seq';
  `);
  expect(old.prepare('PRAGMA application_id').get()).toEqual({ application_id: APPLICATION_ID });
  old.close();

  const store = await openSqliteStore({ path });
  onTestFinished(() => store.close());
  const message = aMessage('m_new');
  await store.commitMessage(message, bytes('x'), null, newDelivery(message, 5));
  expect((await store.messages({}, { limit: 9 })).items.map(({ id }) => id)).toEqual(['m_new', 'm_old']);
  expect(await store.deliveriesOf(['m_old', 'm_new'])).toEqual([newDelivery(message, 5)]);
});

it('what a process held when it ended is free once the file is opened again', async () => {
  const path = await newPath();
  const first = await openSqliteStore({ path });
  const message = aMessage('m_1');
  await first.commitMessage(message, bytes('x'), null, newDelivery(message, 5));
  expect(await first.claimDeliveries({ holder: 'w_1', now: 5, until: 9e12, limit: 1 })).toHaveLength(1);
  await first.close();
  const second = await openSqliteStore({ path });
  onTestFinished(() => second.close());
  expect(await second.claimDeliveries({ holder: 'w_2', now: 5, until: 9e12, limit: 1 })).toHaveLength(1);
});
