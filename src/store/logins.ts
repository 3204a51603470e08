/** Who is logged in to the pages, in this process: gone with it, as its cookies are. */

import type { Logins } from './store.ts';

export const createLogins = (): Logins => {
  const logins = new Map<string, number>();
  return {
    scope: null,
    async add(hash, until) {
      if (logins.size >= MOST_LOGINS) logins.delete(logins.keys().next().value!);
      logins.set(hash, until);
    },
    async isLive(hash, now) {
      if ((logins.get(hash) ?? -Infinity) > now) return true;
      logins.delete(hash);
      return false;
    },
    async remove(hash) {
      logins.delete(hash);
    },
  };
};

/** Those that may be open at once; the oldest go first. */
const MOST_LOGINS = 1000;
