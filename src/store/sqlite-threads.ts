/** The two threads of the SQLite store, as the main thread talks to them. */

import { MessageChannel, Worker } from 'node:worker_threads';

import type { FromReader, Question, ReaderData, ToReader } from './sqlite-reader.ts';
import type { Reads } from './sqlite-reads.ts';
import type { FromWriter, ToWriter, WriterData } from './sqlite-worker.ts';
import { StoreUnavailable, StoreUnusable } from './store.ts';

type Ready = Extract<FromWriter, { ready: unknown }>;
export type BatchAnswer = Exclude<FromWriter, Ready | { unusable: string } | 'closed'>;

export type WriterThread = {
  ready: Ready;
  send(batch: Exclude<ToWriter, 'close'>): void;
  /** Resolves when the file is closed. */
  close(): Promise<void>;
};

export type ReaderThread = {
  ask<K extends keyof Reads>(question: K, ...args: Parameters<Reads[K]>): Promise<ReturnType<Reads[K]>>;
  close(): Promise<void>;
};

/** Flags of the process, such as those that name a script, are not the threads'. */
const THREAD = { execArgv: [] };

export const createIndexChannel = (): MessageChannel => new MessageChannel();

/** Rejects with `StoreUnusable` where the file cannot be opened. `broken` is called where the thread ends by itself. */
export const startWriter = (
  data: WriterData,
  answered: (answer: BatchAnswer) => void,
  broken: (words: string) => void,
): Promise<WriterThread> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), {
      ...THREAD,
      workerData: data,
      transferList: [data.indexer],
    });
    const closed = Promise.withResolvers<void>();
    const ended = (words: string): void => {
      reject(new StoreUnusable(words));
      broken(words);
      closed.resolve();
    };
    worker.on('error', (error) => ended(`the writer of the store "${data.path}" failed: ${error.message}`));
    worker.on('exit', () => ended(`the store "${data.path}" is closed`));
    worker.on('message', (said: FromWriter) => {
      if (said === 'closed') closed.resolve();
      else if ('unusable' in said) reject(new StoreUnusable(said.unusable));
      else if (!('ready' in said)) answered(said);
      else
        resolve({
          ready: said,
          send: (batch) => worker.postMessage(batch, [batch.bytes.buffer as ArrayBuffer]),
          close() {
            worker.postMessage('close' satisfies ToWriter, []);
            return closed.promise;
          },
        });
    });
  });

export const startReader = (data: ReaderData): ReaderThread => {
  const worker = new Worker(new URL('./sqlite-reader.ts', import.meta.url), {
    ...THREAD,
    workerData: data,
    transferList: [data.writer],
  });
  const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  let dead: string | null = null;
  const ended = (words: string): void => {
    dead ??= words;
    for (const { reject } of asked.values()) reject(new StoreUnavailable(dead));
    asked.clear();
  };
  worker.on('error', (error) => ended(`the reader of the store "${data.path}" failed: ${error.message}`));
  worker.on('exit', () => ended(`the store "${data.path}" is closed`));
  worker.on('message', (said: FromReader) => {
    const asker = asked.get(said.n);
    asked.delete(said.n);
    if ('failed' in said) asker?.reject(new StoreUnavailable(said.failed));
    else asker?.resolve(said.value);
  });
  const post = (question: Question): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (dead !== null) return reject(new StoreUnavailable(dead));
      const n = ++last;
      asked.set(n, { resolve, reject });
      worker.postMessage({ n, question } satisfies ToReader, []);
    });
  return {
    ask: (ask, ...args) => post({ ask, args } as Question) as Promise<never>,
    close: async () => void (await post({ ask: 'close' }).catch(() => undefined)),
  };
};
