/** Everything that the writer says to SQLite, prepared once. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { changeStatements } from './sqlite-changes.ts';
import { contentStatements } from './sqlite-contents.ts';
import { deliveryStatements } from './sqlite-deliveries.ts';
import { fileStatements, seqOfMessage } from './sqlite-filing.ts';

export type Statements = ReturnType<typeof prepareStatements>;

export const prepareStatements = (db: DatabaseSync) => {
  const of = (text: string): StatementSync => db.prepare(text);
  return {
    begin: of('BEGIN IMMEDIATE'),
    commit: of('COMMIT'),
    rollback: of('ROLLBACK'),
    savepoint: of('SAVEPOINT one'),
    release: of('RELEASE one'),
    rollbackTo: of('ROLLBACK TO one'),
    counter: of('SELECT value FROM counters WHERE name = ?'),
    count: of('INSERT INTO counters VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'),
    lists: of('SELECT id FROM lists'),
    putMessage: of('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)'),
    putDecision: of('INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?)'),
    putSession: of('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    updateSession: of(`UPDATE sessions SET list = ?, folded_name = ?, outcome = ?, rule = ?, accepted = ?,
      refused = ?, record = ?, transcript = ? WHERE id = ?`),
    putRuleSet: of('INSERT OR IGNORE INTO rule_sets VALUES (?, ?)'),
    touch: of('UPDATE users SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?'),
    message: of(
      `SELECT seq, list, record, json_extract(record, '$.size') AS size FROM messages WHERE seq = (${seqOfMessage})`,
    ),
    messagesOf: of('SELECT seq FROM messages WHERE list = ?'),
    dropMessage: of('DELETE FROM messages WHERE seq = ?'),
    dropMessageId: of('DELETE FROM message_ids WHERE id = ?'),
    dropMessageIds: of('DELETE FROM message_ids WHERE id IN (SELECT id FROM messages WHERE list = ?)'),
    dropMessages: of('DELETE FROM messages WHERE list = ?'),
    totals: of('SELECT messages, bytes FROM totals WHERE list = ?'),
    addTotals: of(`INSERT INTO totals VALUES (?, ?, ?) ON CONFLICT DO UPDATE
      SET messages = messages + excluded.messages, bytes = bytes + excluded.bytes`),
    dropTotals: of('DELETE FROM totals WHERE list = ?'),
    oldest: of(`SELECT m.seq, m.id, m.at, json_extract(m.record, '$.size') AS size
      FROM messages m INDEXED BY messages_by_age WHERE m.list = ?
      AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.seq = m.seq AND d.due_at IS NOT NULL)
      ORDER BY m.at, m.seq LIMIT ?`),
    remember: of('INSERT OR IGNORE INTO gone VALUES (?, ?, ?)'),
    rememberAll: of('INSERT OR IGNORE INTO gone SELECT id, seq, list FROM messages WHERE list = ?'),
    dropGone: of('DELETE FROM gone WHERE list = ?'),
    dropSessions: of('DELETE FROM sessions WHERE list = ?'),
    dropList: of('DELETE FROM lists WHERE id = ?'),
    beyond: of('SELECT seq FROM decisions WHERE list = ? ORDER BY seq DESC LIMIT 1 OFFSET ?'),
    dropDecisionIds: of(
      'DELETE FROM decision_ids WHERE id IN (SELECT id FROM decisions WHERE list = ? AND seq <= ?)',
    ),
    dropDecisionSessions: of(`DELETE FROM decision_sessions WHERE (session, seq) IN
      (SELECT session, seq FROM decisions WHERE list = ? AND seq <= ?)`),
    dropDecisions: of('DELETE FROM decisions WHERE list = ? AND seq <= ?'),
    trimSessions: of(`DELETE FROM sessions WHERE list = ?1 AND seq <=
      (SELECT seq FROM sessions WHERE list = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)`),
    trimGone: of('DELETE FROM gone WHERE seq <= (SELECT seq FROM gone ORDER BY seq DESC LIMIT 1 OFFSET ?)'),
    content: contentStatements(db),
    file: fileStatements(db),
    change: changeStatements(db),
    delivery: deliveryStatements(db),
  };
};
