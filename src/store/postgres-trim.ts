/** Lets go of what is beyond the retention, now and then and beside the writes: readers hide the little that is. */

import { REMEMBERED } from './limits.ts';
import type { Sql } from './postgres-connections.ts';
import type { Write } from './sqlite-rows.ts';

export type Trim = {
  /** Counts what was written; may begin to let go of what is old. */
  grew(writes: readonly Write[]): void;
};

export const createTrim = (sql: Sql, kept: number): Trim => {
  const grown = new Map<string, number>();
  let batches = 0;
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other; where one fails, a later one does its work. */
  const later = (statement: string, values: unknown[] = []): void => {
    last = last.then(() => sql(statement, values)).catch(() => undefined);
  };
  const count = (table: 'decisions' | 'sessions' | 'gone', list: string, most: number): boolean => {
    const key = `${table} ${list}`;
    const now = (grown.get(key) ?? 0) + 1;
    grown.set(key, now > most / 20 ? 0 : now);
    return now > most / 20;
  };
  const grewOne = (table: 'decisions' | 'sessions', list: string): void => {
    if (count(table, list, kept)) later(beyond(table), [list, kept]);
  };
  return {
    grew(writes) {
      for (const write of writes) {
        if (write[0] === 'decision') grewOne('decisions', write[1][1]);
        else if (write[0] === 'message' && write[3]) grewOne('decisions', write[3][1]);
        else if (write[0] === 'session') grewOne('sessions', write[1][1]);
        else if (write[0] === 'delete-message' && count('gone', '', REMEMBERED)) later(GONE, [REMEMBERED]);
        else if (write[0] === 'delete-messages' || write[0] === 'sweep') later(GONE, [REMEMBERED]);
      }
      if (++batches % EVERY !== 0) return;
      later(LOG);
      later(FAILURES);
    },
  };
};

const beyond = (table: 'decisions' | 'sessions'): string =>
  `DELETE FROM ${table} WHERE list = $1 AND seq <=
    (SELECT seq FROM ${table} WHERE list = $1 ORDER BY seq DESC LIMIT 1 OFFSET $2)`;

const GONE = `DELETE FROM gone WHERE seq <= (SELECT seq FROM gone ORDER BY seq DESC LIMIT 1 OFFSET $1)`;

/** A process that was away for longer than an hour reads everything anew. */
const LOG = `WITH old AS (DELETE FROM log WHERE at < now() - interval '1 hour' RETURNING seq)
  UPDATE meta SET value = greatest(value, (SELECT max(seq) FROM old)) WHERE name = 'log_trimmed'`;

/** Any that still counts is younger, but for a test clock that runs ahead of this one. */
const FAILURES = `DELETE FROM failures WHERE at < extract(epoch FROM now() - interval '1 day') * 1000`;

/** Batches of this process between two looks at the log. */
const EVERY = 2_000;
