/** Random bytes from the system, fetched in larger pieces since ids are made at each message. */

import { randomBytes } from 'node:crypto';

export const createRandom = (): ((bytes: number) => Uint8Array) => {
  let pool = randomBytes(0);
  let used = 0;
  return (bytes) => {
    if (used + bytes > pool.length) {
      pool = randomBytes(Math.max(4096, bytes));
      used = 0;
    }
    used += bytes;
    return pool.subarray(used - bytes, used);
  };
};
