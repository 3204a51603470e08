/** A store through which is seen what the relay accepts and refuses, in this process alone, whoever else writes to it. */

import type { StoredDecision } from '../model/decision.ts';
import type { Store } from '../store/store.ts';

/** What is told at once, on the way of each message: it must cost next to nothing, and must not throw. */
export type StoreWatch = {
  /** A message is durable; `seconds` is how long the commit took. */
  committed(seconds: number): void;
  /** How many commits ended together, as when they shared one write to the disk. */
  batch(messages: number): void;
  commitFailed(error: unknown): void;
  /** A decision that is no accept. */
  refused(decision: StoredDecision): void;
};

/** The store with the same promises; `now` is in ms and only ever rises. */
export const watchStore = (store: Store, watch: StoreWatch, now: () => number): Store => {
  let together = 0;
  const endBatch = (): void => {
    watch.batch(together);
    together = 0;
  };
  return {
    ...store,
    async commitMessage(message, content, decision, delivery) {
      const begun = now();
      try {
        await store.commitMessage(message, content, decision, delivery);
      } catch (error) {
        watch.commitFailed(error);
        throw error;
      }
      watch.committed((now() - begun) / 1000);
      if (together++ === 0) setImmediate(endBatch);
    },
    recordDecision(decision) {
      if (decision.action !== 'accept') watch.refused(decision);
      store.recordDecision(decision);
    },
  };
};
