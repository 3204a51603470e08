/** Rising numbers for messages, decisions and sessions, never given twice over the life of the file. */

import type { Statements } from './sqlite-statements.ts';

export const createNumbers = (sql: Statements) => {
  let last = Number(sql.counter.get('seq')?.['value'] ?? 0);
  let reserved = last;
  return {
    last: (): number => last,
    next(): number {
      last += 1;
      if (last > reserved) {
        reserved = last + RESERVE;
        sql.count.run('seq', reserved);
      }
      return last;
    },
    /** The reservation may have been rolled back: make it anew. */
    forget: () => void (reserved = last),
  };
};

/** How many numbers are set aside at once: those of a crash are skipped, none is ever given twice. */
const RESERVE = 10_000;
