/** The thread that keeps the index of words, as the store sees it: begun when it is first needed, and anew where it ended. */

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
  let thread: Thread | null = null;
  const running = (): Thread => {
    if (thread?.ended() !== false) thread = startThread(address);
    return thread;
  };
  // What nobody searches for is indexed as well, a little later.
  const timer = setTimeout(running, START_MS);
  timer.unref();
  return {
    catchUp: () => running().catchUp(),
    async close() {
      clearTimeout(timer);
      await thread?.close();
    },
  };
};

type Thread = Indexer & { ended(): boolean };

const startThread = (address: PostgresAddress): Thread => {
  const thread = new Worker(new URL('./postgres-indexer-worker.ts', import.meta.url), {
    workerData: address,
  });
  const waiting: ((failed: string | null) => void)[] = [];
  let ended = false;
  let why = 'the thread that indexes messages has ended';
  const exited = new Promise<void>((resolve) => {
    thread.once('exit', () => {
      ended = true;
      waiting.splice(0).forEach((answer) => answer(why));
      resolve();
    });
  });
  thread.on('error', (error) => void (why = (error as Error).message));
  thread.on('message', ({ failed }: FromIndexer) => waiting.shift()?.(failed));
  thread.unref();
  const say = (words: ToIndexer): void => thread.postMessage(words, []);
  return {
    ended: () => ended,
    catchUp: () =>
      new Promise((resolve, reject) => {
        waiting.push((failed) => (failed === null ? resolve() : reject(new StoreUnavailable(failed))));
        say('catch-up');
      }),
    async close() {
      say('close');
      await exited;
    },
  };
};

const START_MS = 1_000;
