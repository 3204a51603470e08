/** The reader's thread: answers on a connection that only reads, so that a long search holds up no message. */

import { DatabaseSync } from 'node:sqlite';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

import { failureWords } from './sqlite-failure.ts';
import { createIndexer } from './sqlite-indexer.ts';
import { createReads, type Reads } from './sqlite-reads.ts';

/** What the thread is started with. `writer` takes words for the search. */
export type ReaderData = { path: string; kept: number; writer: MessagePort };

export type Question =
  | { [K in keyof Reads]: { ask: K; args: Parameters<Reads[K]> } }[keyof Reads]
  | { ask: 'close' };

/** `n` numbers the questions: while one waits for the index, later ones are answered. */
export type ToReader = { n: number; question: Question };
export type FromReader = { n: number } & ({ value: unknown } | { failed: string });

const { path, kept, writer } = workerData as ReaderData;

const serve = (db: DatabaseSync): void => {
  const reads = createReads(db, kept);
  const indexer = createIndexer(db, path, writer);
  const idle = setInterval(() => {
    // What keeps the index from being written keeps messages from it too, and is told there.
    indexer.idle().catch(() => undefined);
  }, IDLE_MS);

  const answering = new Set<Promise<void>>();

  const answer = async (question: Question): Promise<unknown> => {
    if (question.ask === 'close') {
      clearInterval(idle);
      await Promise.allSettled(answering);
      writer.close();
      db.close();
      return null;
    }
    if (question.ask === 'messages' && question.args[0].q?.trim()) await indexer.catchUp();
    return (reads[question.ask] as (...args: unknown[]) => unknown)(...question.args);
  };
  parentPort?.on('message', ({ n, question }: ToReader) => {
    const say = (said: FromReader): void => parentPort?.postMessage(said, []);
    const answered = answer(question)
      .then(
        (value) => say({ n, value }),
        (error: unknown) => say({ n, failed: failureWords(path, error) }),
      )
      .finally(() => {
        answering.delete(answered);
        if (question.ask === 'close') parentPort?.close();
      });
    answering.add(answered);
  });
};

/** How often the index is brought up to date unasked. */
const IDLE_MS = 1_000;

const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
db.exec('PRAGMA cache_size = -32000');
serve(db);
