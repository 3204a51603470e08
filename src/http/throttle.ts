/** Bounds guesses: so many failures a minute from one place. */

import type { Clock } from '../model/clock.ts';
import type { FailureCounter } from '../store/store.ts';

export type GuessLimit = {
  /** Counts an attempt; seconds to wait where there were too many, and then it is not to be looked at. */
  attempt(from: string): Promise<number | null>;
  /** Takes the attempt back: it was no wrong guess. */
  forgive(from: string): Promise<void>;
};

export const GUESSES = { most: 10, withinMs: 60_000 } as const;

/** `failures` counts for all processes that share a store. */
export const createGuessLimit = (clock: Clock, failures: FailureCounter): GuessLimit => ({
  async attempt(from) {
    const now = clock.now();
    const limits = [{ key: keyOf(from), most: GUESSES.most }];
    const reached = await failures.count(limits, { now, windowMs: GUESSES.withinMs }, true);
    return reached && Math.ceil((reached.until - now) / 1000);
  },
  forgive: (from) => failures.takeBack(keyOf(from)),
});

const keyOf = (from: string): string => `admin from ${from}`;
