/** Bounds guesses: so many failures a minute from one place. */

import type { Clock } from '../model/clock.ts';
import type { FailureCounter } from '../store/store.ts';

export type GuessLimit = {
  /**
   * A password was tried: seconds to wait where there were too many wrong ones, and then it is to be refused whether it
   * was right or not. Otherwise null, and a wrong one is counted; right ones never are, however many come at once.
   */
  attempt(from: string, right: boolean): Promise<number | null>;
};

export const GUESSES = { most: 10, withinMs: 60_000 } as const;

/** `failures` counts for all processes that share a store. */
export const createGuessLimit = (clock: Clock, failures: FailureCounter): GuessLimit => ({
  async attempt(from, right) {
    const now = clock.now();
    const limits = [{ key: `admin from ${from}`, most: GUESSES.most }];
    const reached = await failures.count(limits, { now, windowMs: GUESSES.withinMs }, !right);
    return reached && Math.ceil((reached.until - now) / 1000);
  },
});
