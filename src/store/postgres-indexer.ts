/** The thread that keeps the index of words, as the store sees it. */

import { Worker } from 'node:worker_threads';

import type { FromIndexer, ToIndexer } from './postgres-indexer-worker.ts';
import type { PostgresAddress } from './postgres-url.ts';
import { StoreUnavailable } from './store.ts';

export type Indexer = {
  /** Resolves once every message that is stored now can be found; rejects with `StoreUnavailable`. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
};

export const startIndexer = (address: PostgresAddress): Indexer => {
  const thread = new Worker(new URL('./postgres-indexer-worker.ts', import.meta.url), {
    workerData: address,
  });
  const waiting: ((failed: string | null) => void)[] = [];
  let dead: string | null = null;
  const exited = new Promise<void>((resolve) => {
    thread.once('exit', () => {
      dead ??= 'the thread that indexes messages has ended';
      waiting.splice(0).forEach((answer) => answer(dead));
      resolve();
    });
  });
  thread.on('error', (error) => void (dead = (error as Error).message));
  thread.on('message', ({ failed }: FromIndexer) => waiting.shift()?.(failed));
  thread.unref();
  const say = (words: ToIndexer): void => thread.postMessage(words, []);
  return {
    catchUp: () =>
      new Promise((resolve, reject) => {
        if (dead !== null) return reject(new StoreUnavailable(dead));
        waiting.push((failed) => (failed === null ? resolve() : reject(new StoreUnavailable(failed))));
        say('catch-up');
        return undefined;
      }),
    async close() {
      say('close');
      await exited;
    },
  };
};
