/** Bounds guesses: so many failures a minute from one place. */

import type { Clock } from '../model/clock.ts';

export type GuessLimit = {
  /** Counts an attempt; seconds to wait where there were too many, and then it is not to be looked at. */
  attempt(from: string): number | null;
  /** Takes the attempt back: it was no wrong guess. */
  forgive(from: string): void;
};

export const GUESSES = { most: 10, withinMs: 60_000 } as const;

/** Places that are remembered; the oldest go first. */
const MOST_PLACES = 10_000;

export const createGuessLimit = (clock: Clock): GuessLimit => {
  const places = new Map<string, { since: number; guesses: number }>();
  return {
    attempt(from) {
      const now = clock.now();
      const place = places.get(from);
      if (!place || now - place.since >= GUESSES.withinMs) {
        places.delete(from);
        if (places.size >= MOST_PLACES) places.delete(places.keys().next().value!);
        places.set(from, { since: now, guesses: 1 });
        return null;
      }
      if (place.guesses >= GUESSES.most) return Math.ceil((place.since + GUESSES.withinMs - now) / 1000);
      place.guesses += 1;
      return null;
    },
    forgive(from) {
      const place = places.get(from);
      if (place) place.guesses = Math.max(0, place.guesses - 1);
    },
  };
};
