/** Slows down the guessing of passwords: counts failed logins by client address and by user name (RFC 4954 section 9). */

import type { Clock } from '../model/clock.ts';
import type { FailureCounter } from '../store/store.ts';

export type Throttle = {
  /**
   * A login was tried: words that say what is throttled and until when, and then it is to be refused whether the
   * password was right or not. Otherwise null, and a wrong password is counted. Rejects with `StoreUnavailable`.
   */
  attempt(address: string, username: string, good: boolean): Promise<string | null>;
  /** A login succeeded, or the password was reset: the user's own failures no longer count. */
  forgive(username: string): Promise<void>;
};

/** How many failures within `windowMs` are let through. */
export type ThrottleLimits = { perUser: number; perAddress: number; windowMs: number };

export const THROTTLE_LIMITS: ThrottleLimits = { perUser: 8, perAddress: 30, windowMs: 60_000 };

/** `failures` counts for all processes that share a store. */
export const createThrottle = (
  clock: Clock,
  failures: FailureCounter,
  { perUser, perAddress, windowMs }: ThrottleLimits = THROTTLE_LIMITS,
): Throttle => ({
  async attempt(address, username, good) {
    const user = userKey(username);
    const limits = [
      { key: user, most: perUser },
      { key: `login from ${address}`, most: perAddress },
    ];
    const reached = await failures.count(limits, { now: clock.now(), windowMs }, !good);
    if (reached === null) return null;
    return reached.key === user
      ? `${perUser} failed logins for this user name, until ${iso(reached.until)}`
      : `${perAddress} failed logins from ${address}, until ${iso(reached.until)}`;
  },
  forgive: (username) => failures.forget(userKey(username)),
});

const userKey = (username: string): string => `login as ${username.toLowerCase().slice(0, 300)}`;

const iso = (ms: number): string => new Date(ms).toISOString();
