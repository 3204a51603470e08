/**
 * Files ids after their commit, many at a time and in order: an index of them is a page more to be written with every batch,
 * and after an import, whose ids are older, many. The youngest, which are few, are looked for in the table itself.
 */

import type { DatabaseSync } from 'node:sqlite';

/** Queries for the number of a message or a decision; the parameter is its id. */
export const seqOfMessage = `SELECT seq FROM message_ids WHERE id = ?1
  UNION ALL SELECT seq FROM messages WHERE seq > (SELECT value FROM counters WHERE name = 'filed') AND id = ?1`;
export const seqOfDecision = `SELECT seq FROM decision_ids WHERE id = ?1
  UNION ALL SELECT seq FROM decisions WHERE seq > (SELECT value FROM counters WHERE name = 'filed') AND id = ?1`;
/** For the numbers of the decisions of a session; both parameters are its id. */
export const seqsOfSession = `SELECT seq FROM decision_sessions WHERE session = ?
  UNION ALL SELECT seq FROM decisions WHERE seq > (SELECT value FROM counters WHERE name = 'filed') AND session = ?`;

export const fileStatements = (db: DatabaseSync) => {
  const youngest = `seq > (SELECT value FROM counters WHERE name = 'filed')`;
  return {
    messages: db.prepare(
      `INSERT OR IGNORE INTO message_ids SELECT id, seq FROM messages WHERE ${youngest} ORDER BY id`,
    ),
    decisions: db.prepare(
      `INSERT OR IGNORE INTO decision_ids SELECT id, seq FROM decisions WHERE ${youngest} ORDER BY id`,
    ),
    sessions: db.prepare(`INSERT OR IGNORE INTO decision_sessions
      SELECT session, seq FROM decisions WHERE ${youngest} AND session IS NOT NULL ORDER BY session, seq`),
    filed: db.prepare(`UPDATE counters SET value = ? WHERE name = 'filed'`),
  };
};

/** `last` tells the number given last. */
export const createFiling = (sql: ReturnType<typeof fileStatements>, last: () => number) => {
  let unfiled = MANY;
  return {
    grew: (): void => void (unfiled += 1),
    /** To be called within the transaction. */
    due(): void {
      if (unfiled < MANY) return;
      unfiled = 0;
      sql.messages.run();
      sql.decisions.run();
      sql.sessions.run();
      sql.filed.run(last());
    },
  };
};

/** Rows: few enough to be looked through in a moment. */
const MANY = 2_000;
