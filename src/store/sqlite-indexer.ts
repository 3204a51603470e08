/** Reads the words out of new messages, in the reader's thread, and has the writer put them into the index. */

import type { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';

import { readStart } from './sqlite-files.ts';
import { INDEXED_BYTES, indexTerms } from './search.ts';
import { parseMessage } from './sqlite-rows.ts';
import { PIECES } from './sqlite-schema.ts';
import { listWord } from './sqlite-words.ts';
import type { FromIndex, ToIndex } from './sqlite-worker.ts';

export type Indexer = {
  /** Resolves once every message that is stored now can be found. Rejects where the writer cannot write. */
  catchUp(): Promise<void>;
  /** Catches up if not much has come since the last call: to be called once a second. */
  idle(): Promise<void>;
};

export const createIndexer = (db: DatabaseSync, path: string, writer: MessagePort): Indexer => {
  const next = db.prepare(`SELECT seq, record, substr(c.bytes, 1, ${INDEXED_BYTES}) AS start, name
    FROM messages LEFT JOIN content c ON key = seq * ${PIECES} LEFT JOIN content_files USING (seq)
    WHERE seq > ? ORDER BY seq`);
  const newest = db.prepare('SELECT max(seq) AS seq FROM messages');
  const counter = db.prepare("SELECT value FROM counters WHERE name = 'indexed'");
  let running: Promise<void> | null = null;
  let seen = -BUSY;

  const indexed = (): number => Number(counter.get()?.['value'] ?? 0);
  const newestSeq = (): number => Number(newest.get()?.['seq'] ?? 0);

  /** `goesOn` is asked before each step. */
  const run = async (goesOn: () => boolean = () => true): Promise<void> => {
    const goal = newestSeq();
    for (let from = indexed(); from < goal && goesOn();) {
      const documents: ToIndex['documents'] = [];
      for (const { seq, record, start, name } of takeSome(next.iterate(from))) {
        const message = parseMessage(String(record));
        const beginning = typeof name === 'string' ? goOn(bytesOf(start), path, name) : bytesOf(start);
        const terms = await indexTerms(message, beginning);
        documents.push([Number(seq), [listWord(message.list), ...terms].join(' ')]);
      }
      from = documents.at(-1)?.[0] ?? goal;
      await hand({ documents, upTo: from });
    }
  };
  const hand = (documents: ToIndex): Promise<void> =>
    new Promise((resolve, reject) => {
      writer.once('message', ({ failed }: FromIndex) =>
        failed === null ? resolve() : reject(new Error(failed)),
      );
      writer.postMessage(documents, []);
    });

  return {
    async catchUp() {
      // One that runs may have begun before the newest message was there.
      await running?.catch(() => undefined);
      running ??= run().finally(() => (running = null));
      await running;
    },
    async idle() {
      const now = newestSeq();
      const quiet = now - seen < BUSY;
      seen = now;
      if (!quiet || running || indexed() >= now) return;
      // Mail that comes in has the machine to itself again; what is left waits for the next quiet second.
      running = run(() => newestSeq() - now < BUSY / 10).finally(() => (running = null));
      await running;
    },
  };
};

/** A few rows, and not many bytes at once. */
const takeSome = <T extends { start?: unknown }>(rows: Iterable<T>): T[] => {
  const some: T[] = [];
  let size = 0;
  for (const row of rows) {
    some.push(row);
    size += bytesOf(row.start).length;
    if (some.length === MOST_ROWS || size > MOST_BYTES) break;
  }
  return some;
};

/** What is read of the content: its rows, and of the file what is left to read. */
const goOn = (start: Uint8Array, path: string, name: string): Uint8Array =>
  start.length < INDEXED_BYTES
    ? Buffer.concat([start, readStart(path, name, INDEXED_BYTES - start.length)])
    : start;

const bytesOf = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array());

/** So many messages, decisions and sessions a second leave no time for the index; a search still waits for it. */
const BUSY = 1_000;

/** Small enough that a message which comes in meanwhile waits a few milliseconds only. */
const MOST_ROWS = 100;
const MOST_BYTES = 4 * 1024 * 1024;
