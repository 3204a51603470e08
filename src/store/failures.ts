/** Counts failures in this process: where one process has the store for itself, that is all of them. */

import type { FailureCounter } from './store.ts';

/** A sliding window a key; the oldest keys go first when there are too many, so that memory stays bounded. */
export const createFailureCounter = (): FailureCounter => {
  const seen = new Map<string, number[]>();
  /** What lies far ahead was counted before the clock was set back. */
  const recent = (key: string, now: number, windowMs: number): number[] =>
    (seen.get(key) ?? []).filter((at) => at > now - windowMs && at <= now + windowMs);
  const add = (key: string, now: number, windowMs: number, most: number): void => {
    const times = [...recent(key, now, windowMs), now].slice(-most);
    seen.delete(key);
    seen.set(key, times);
    const oldest = seen.size > MAX_KEYS ? seen.keys().next().value : undefined;
    if (oldest !== undefined) seen.delete(oldest);
  };
  return {
    // Without a pause between looking and counting: guesses made at once are counted like any others.
    async count(limits, { now, windowMs }, counts) {
      for (const { key, most } of limits) {
        const times = recent(key, now, windowMs);
        if (times.length >= most) return { key, until: (times[times.length - most] ?? now) + windowMs };
      }
      if (counts) for (const { key, most } of limits) add(key, now, windowMs, most);
      return null;
    },
    async forget(key) {
      seen.delete(key);
    },
  };
};

const MAX_KEYS = 100_000;
