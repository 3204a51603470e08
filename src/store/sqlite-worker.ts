/** The writer's thread: the only one that writes to the file. */

import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

import type { Change } from './directory.ts';
import { readDirectory } from './sqlite-changes.ts';
import { failureWords } from './sqlite-failure.ts';
import { createRemoval, unnamedFiles } from './sqlite-files.ts';
import type { Batch, BatchResult, Write } from './sqlite-rows.ts';
import { migrate } from './sqlite-schema.ts';
import { CAN_SHRINK, createShrinking } from './sqlite-shrink.ts';
import { createWriter } from './sqlite-writes.ts';

/** What the thread is started with. `patienceMs`: how long a lock of another program is waited for; `indexer` is the reader's thread, whence the words for the search come. */
export type WriterData = {
  path: string;
  kept: number;
  remembered: number;
  patienceMs: number;
  indexer: MessagePort;
};

export type ToWriter = Batch | 'close';

/** The first is `ready` or `unusable`; then one answer a batch, in order. */
export type FromWriter =
  | { ready: Change[]; ruleSets: [id: number, ids: string][] }
  | { unusable: string }
  | BatchResult
  | { failed: string }
  | 'closed';

/** Words of messages for the index, and the answer to it: null, or why not. */
export type ToIndex = { documents: [seq: number, words: string][]; upTo: number };
export type FromIndex = { failed: string | null };

const { path, kept, remembered, patienceMs, indexer } = workerData as WriterData;
const say = (words: FromWriter): void => parentPort?.postMessage(words, []);

const open = (): DatabaseSync => {
  if (statSync(path).size === 0) makeFile();
  const db = new DatabaseSync(path, { timeout: patienceMs, enableForeignKeyConstraints: true });
  migrate(db);
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 8000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -32000;
  `);
  return db;
};

/** Made under another name first, so that a file of ours is never without its tables, whenever the power fails. */
const makeFile = (): void => {
  const fresh = `${path}-new`;
  for (const old of [fresh, `${fresh}-journal`]) rmSync(old, { force: true });
  closeSync(openSync(fresh, 'wx', 0o600));
  const db = new DatabaseSync(fresh);
  db.exec(CAN_SHRINK);
  migrate(db);
  db.close();
  renameSync(fresh, path);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
};

const serve = (db: DatabaseSync): void => {
  const removal = createRemoval(path);
  const writer = createWriter(db, kept, remembered, removal.add);
  removal.add(unnamedFiles(path, db));
  const shrinking = createShrinking(db);
  const ruleSets = db.prepare('SELECT id, ids FROM rule_sets').all();
  say({
    ready: readDirectory(db),
    ruleSets: ruleSets.map(({ id, ids }): [number, string] => [Number(id), String(ids)]),
  });
  parentPort?.on('message', (asked: ToWriter) => {
    if (asked !== 'close') {
      say(attempt(() => writer.write(asked)));
      if (asked.writes.some(([what]) => FREEING.has(what))) shrinking.soon();
      return;
    }
    shrinking.stop();
    indexer.close();
    db.close();
    void removal.end().then(() => {
      say('closed');
      parentPort?.close();
    });
  });
  indexer.on('message', ({ documents, upTo }: ToIndex) => {
    const { failed } = attempt(() => ({ failed: void writer.index(documents, upTo) }));
    indexer.postMessage({ failed: failed ?? null } satisfies FromIndex, []);
  });
};

/** Writes that may leave room behind. */
const FREEING = new Set<Write[0]>(['delete-message', 'delete-messages', 'sweep', 'change']);

const attempt = <T>(work: () => T): T | { failed: string } => {
  try {
    return work();
  } catch (error) {
    return { failed: failureWords(path, error) };
  }
};

try {
  serve(open());
} catch (error) {
  say({ unusable: failureWords(path, error) });
  parentPort?.close();
}
