/** Slows down the guessing of passwords: counts failed logins by client address and by user name (RFC 4954 section 9). */

import type { Clock } from '../model/clock.ts';

export type Throttle = {
  /** Words that say what is throttled and until when; null where a login may be tried. */
  check(address: string, username: string): string | null;
  failed(address: string, username: string): void;
  /** A login succeeded, or the password was reset: the user's own failures no longer count. */
  forgive(username: string): void;
};

/** How many failures within `windowMs` are let through. */
export type ThrottleLimits = { perUser: number; perAddress: number; windowMs: number };

export const THROTTLE_LIMITS: ThrottleLimits = { perUser: 8, perAddress: 30, windowMs: 60_000 };

export const createThrottle = (clock: Clock, limits: ThrottleLimits = THROTTLE_LIMITS): Throttle => {
  const users = createCounter(limits.perUser, limits.windowMs);
  const addresses = createCounter(limits.perAddress, limits.windowMs);
  return {
    check(address, username) {
      const now = clock.now();
      const until = users.until(username.toLowerCase(), now);
      if (until !== null) return `${limits.perUser} failed logins for this user name, until ${iso(until)}`;
      const free = addresses.until(address, now);
      return free === null ? null : `${limits.perAddress} failed logins from ${address}, until ${iso(free)}`;
    },
    failed(address, username) {
      users.count(username.toLowerCase(), clock.now());
      addresses.count(address, clock.now());
    },
    forgive: (username) => users.forget(username.toLowerCase()),
  };
};

/** A sliding window a key; the oldest keys go first when there are too many, so that memory stays bounded. */
const createCounter = (limit: number, windowMs: number) => {
  const seen = new Map<string, number[]>();
  const recent = (key: string, now: number): number[] =>
    (seen.get(key) ?? []).filter((at) => at > now - windowMs);
  return {
    /** When the key is free again; null where it is. */
    until(key: string, now: number): number | null {
      const times = recent(key, now);
      return times.length < limit ? null : (times[times.length - limit] ?? now) + windowMs;
    },
    count(key: string, now: number): void {
      const times = [...recent(key, now), now].slice(-limit);
      seen.delete(key);
      seen.set(key, times);
      const oldest = seen.size > MAX_KEYS ? seen.keys().next().value : undefined;
      if (oldest !== undefined) seen.delete(oldest);
    },
    forget: (key: string): void => void seen.delete(key),
  };
};

const MAX_KEYS = 100_000;

const iso = (ms: number): string => new Date(ms).toISOString();
