/** Counts failures in PostgreSQL: those of all processes together. */

import type { Sql } from './postgres-connections.ts';
import { plain } from './postgres-changes.ts';
import type { FailureCounter } from './store.ts';

export const createSharedCounter = (sql: Sql): FailureCounter => ({
  async count(limits, { now, windowMs }, counts) {
    const [reached] = await sql(COUNT, [
      limits.map(({ key }) => plain(key)),
      limits.map(({ most }) => most),
      now - windowMs,
      now,
      counts,
    ]);
    if (!reached) return null;
    const place = limits.findIndex(({ key }) => plain(key) === reached['key']);
    return { key: limits[place]?.key ?? '', until: Number(reached['oldest']) + windowMs };
  },
  async forget(key) {
    await sql('DELETE FROM failures WHERE key = $1', [plain(key)]);
  },
});

const COUNT = { name: 'count_failure', text: 'SELECT * FROM count_failure($1, $2, $3, $4, $5)' };
