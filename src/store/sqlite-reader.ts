/** The reader's thread: answers on a connection that only reads, so that a long search holds up no message. */

import { DatabaseSync } from 'node:sqlite';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

import { failureWords } from './sqlite-failure.ts';
import { createIndexer } from './sqlite-indexer.ts';
import { createReads, type Reads } from './sqlite-reads.ts';

/** What the thread is started with. `writer` takes words for the search. */
export type ReaderData = { path: string; kept: number; writer: MessagePort };

export type ToReader =
  | { [K in keyof Reads]: { ask: K; args: Parameters<Reads[K]> } }[keyof Reads]
  | { ask: 'close' };

/** In the order of the questions. */
export type FromReader = { value: unknown } | { failed: string };

const { path, kept, writer } = workerData as ReaderData;

const serve = (db: DatabaseSync): void => {
  const reads = createReads(db, kept);
  const indexer = createIndexer(db, writer);
  const idle = setInterval(() => {
    // What keeps the index from being written keeps messages from it too, and is told there.
    indexer.idle().catch(() => undefined);
  }, IDLE_MS);

  const answer = async (asked: ToReader): Promise<unknown> => {
    if (asked.ask === 'close') {
      clearInterval(idle);
      writer.close();
      db.close();
      return null;
    }
    if (asked.ask === 'messages' && asked.args[0].q?.trim()) await indexer.catchUp();
    return (reads[asked.ask] as (...args: unknown[]) => unknown)(...asked.args);
  };
  let last: Promise<void> = Promise.resolve();
  parentPort?.on('message', (asked: ToReader) => {
    last = last.then(async () => {
      let said: FromReader;
      try {
        said = { value: await answer(asked) };
      } catch (error) {
        said = { failed: failureWords(path, error) };
      }
      parentPort?.postMessage(said, []);
      if (asked.ask === 'close') parentPort?.close();
    });
  });
};

/** How long no message must have come before the index is brought up to date unasked. */
const IDLE_MS = 1_000;

const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
db.exec('PRAGMA cache_size = -32000');
serve(db);
