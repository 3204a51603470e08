/** What is known of the next hop: whether it was reached last, and how long it is left in peace when it was not. */

import type { Clock } from '../model/clock.ts';
import type { Sent } from './transport.ts';

export type HopState = {
  state: 'unknown' | 'up' | 'down';
  /** Since when, ms since the epoch; null where nothing is known. */
  since: number | null;
  /** What kept it from being reached last. */
  error: string | null;
};

/** How long nothing is tried after the next hop was not reached, in ms: a queue of thousands is not a storm. */
export const PEACE_MS = 30_000;

export const createHopState = (clock: Clock) => {
  let known: HopState = { state: 'unknown', since: null, error: null };
  let peaceFrom = -Infinity;
  /** A clock that was set back ends it, too: nobody knows for how long that would be. */
  const inPeace = (now: number): boolean => now >= peaceFrom && now < peaceFrom + PEACE_MS;
  const be = (state: 'up' | 'down', error: string | null): void => {
    known = { state, since: known.state === state ? known.since : clock.now(), error };
  };
  return {
    state: (): HopState => known,
    /** Answers what is news: it is down, or up again. */
    tell({ reached, reply }: Pick<Sent, 'reached' | 'reply'>): 'up' | 'down' | null {
      const before = known.state;
      if (!reached) peaceFrom = clock.now();
      be(reached ? 'up' : 'down', reached ? null : reply);
      return known.state === before || (before === 'unknown' && reached)
        ? null
        : known.state === 'up'
          ? 'up'
          : 'down';
    },
    /** Why nothing is to be tried now; null where all may go. */
    notReached: (): string | null => (inPeace(clock.now()) ? known.error : null),
    forget: (): void => void (peaceFrom = -Infinity),
  };
};
