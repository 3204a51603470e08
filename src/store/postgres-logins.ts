/** Who is logged in to the pages of any process on this PostgreSQL. */

import type { Sql } from './postgres-connections.ts';
import type { Logins } from './store.ts';

export const createSharedLogins = (sql: Sql, scope: string): Logins => ({
  scope,
  async add(hash, until) {
    await sql('INSERT INTO logins VALUES ($1, $2)', [hash, until]);
    await sql(
      `DELETE FROM logins WHERE hash IN (SELECT hash FROM logins ORDER BY until_at DESC OFFSET ${MOST_LOGINS})`,
    );
  },
  async isLive(hash, now) {
    const [row] = await sql(IS_LIVE, [hash, now]);
    return row?.['live'] === true;
  },
  async remove(hash) {
    await sql('DELETE FROM logins WHERE hash = $1', [hash]);
  },
});

const IS_LIVE = {
  name: 'is_live',
  text: 'SELECT EXISTS (SELECT FROM logins WHERE hash = $1 AND until_at > $2) AS live',
};

/** Those that may be open at once; the oldest go first. */
const MOST_LOGINS = 1000;
