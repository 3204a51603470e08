/** What the one writer does to the file: batches of writes, each batch one transaction and one fsync. */

import { closeSync, openSync, readSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { SpooledContent } from '../model/message.ts';
import { PIECE } from './limits.ts';
import { applyChange, changeStatements } from './sqlite-changes.ts';
import type {
  Batch,
  BatchResult,
  ContentRef,
  DecisionRow,
  MessageRow,
  SessionRow,
  Write,
} from './sqlite-rows.ts';
import { PIECES } from './sqlite-schema.ts';

export type Writer = {
  /** Writes that fail do not take the others down; throws where the batch as a whole does not reach the disk. */
  write(batch: Batch): BatchResult;
  /** Takes in the words of messages, all up to `upTo`. */
  index(documents: readonly [seq: number, words: string][], upTo: number): void;
};

/** `kept` and `remembered`: how many decisions, sessions and places of deleted messages stay. */
export const createWriter = (db: DatabaseSync, kept: number, remembered: number): Writer => {
  const sql = statements(db);
  const lists = new Set<string>();
  const numbers = createNumbers(sql);
  const trim = createTrim(sql, kept, remembered);
  let indexed = Number(sql.counter.get('indexed')?.['value'] ?? 0);

  const readLists = (): void => {
    lists.clear();
    for (const { id } of sql.lists.all()) lists.add(String(id));
  };
  readLists();

  const putMessage = (row: MessageRow, content: ContentRef, bytes: Uint8Array): void => {
    if (!lists.has(row[1])) throw new Error(`the list "${row[1]}" is gone; create it again`);
    const seq = numbers.next();
    sql.putMessage.run(seq, ...row);
    if (typeof content !== 'number')
      copyFile(bytes, content, (piece, at) => sql.putContent.run(seq * PIECES + at, piece));
    else if (content <= PIECE) sql.putContent.run(seq * PIECES, bytes);
    else
      for (let at = 0; at * PIECE < content; at++)
        sql.putContent.run(seq * PIECES + at, bytes.subarray(at * PIECE, (at + 1) * PIECE));
  };
  const putDecision = (row: DecisionRow): void => {
    if (row[1] !== '' && !lists.has(row[1])) return;
    sql.putDecision.run(numbers.next(), ...row);
    trim.grew('decisions', row[1]);
  };
  /** Whether it is a new one; null where its list is gone, and with it the session. */
  const putSession = (row: SessionRow): boolean | null => {
    if (row[1] !== '' && !lists.has(row[1])) return null;
    const [id, ...rest] = row;
    if (sql.updateSession.run(...rest, id).changes) return false;
    sql.putSession.run(numbers.next(), ...row);
    trim.grew('sessions', row[1]);
    return true;
  };
  const forgetMessage = (seq: number): void => {
    sql.dropContent.run(seq * PIECES, (seq + 1) * PIECES);
    if (seq <= indexed) sql.dropWords.run(seq);
  };
  const deleteMessage = (id: string): string | null => {
    const found = sql.message.get(id);
    if (!found) return null;
    forgetMessage(Number(found['seq']));
    sql.remember.run(id);
    sql.dropMessage.run(id);
    trim.grew('gone', '');
    return String(found['record']);
  };
  const deleteMessages = (list: string): number => {
    for (const { seq } of sql.messagesOf.all(list)) {
      forgetMessage(Number(seq));
      trim.grew('gone', '');
    }
    sql.rememberAll.run(list);
    return Number(sql.dropMessages.run(list).changes);
  };
  const dropList = (id: string): void => {
    for (const { seq } of sql.messagesOf.all(id)) forgetMessage(Number(seq));
    for (const drop of [sql.dropGone, sql.dropDecisions, sql.dropSessions, sql.dropList]) drop.run(id);
  };

  const run = (write: Write, bytes: Uint8Array): unknown => {
    switch (write[0]) {
      case 'message':
        putMessage(write[1], write[2], bytes);
        return write[3] ? putDecision(write[3]) : undefined;
      case 'decision':
        return putDecision(write[1]);
      case 'session':
        return putSession(write[1]);
      case 'rule-set':
        return void sql.putRuleSet.run(write[1], write[2]);
      case 'touch':
        return void sql.touch.run(write[2], write[1]);
      case 'change':
        for (const change of write[1]) applyChange(sql.change, change, dropList);
        return readLists();
      case 'delete-message':
        return deleteMessage(write[1]);
      case 'delete-messages':
        return deleteMessages(write[1]);
    }
  };

  const inTransaction = <T>(work: () => T): T => {
    sql.begin.run();
    try {
      const result = work();
      trim.due();
      sql.commit.run();
      return result;
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (db.isTransaction) sql.rollback.run();
      numbers.forget();
      readLists();
      throw error;
    }
  };

  /** The usual way: all or nothing. */
  const together = ({ writes, bytes }: Batch): BatchResult => {
    const result: BatchResult = { values: [], failures: [] };
    eachWrite(writes, bytes, (write, own, at) => {
      const value = run(write, own);
      if (value !== undefined) result.values.push([at, value]);
    });
    return result;
  };
  /** The careful way, taken when one has failed: each write in a savepoint of its own. */
  const apart = ({ writes, bytes }: Batch): BatchResult => {
    const result: BatchResult = { values: [], failures: [] };
    eachWrite(writes, bytes, (write, own, at) => {
      sql.savepoint.run();
      try {
        const value = run(write, own);
        if (value !== undefined) result.values.push([at, value]);
      } catch (error) {
        if (!db.isTransaction) throw error;
        sql.rollbackTo.run();
        readLists();
        result.failures.push([at, error instanceof Error ? error.message : String(error)]);
      }
      sql.release.run();
    });
    return result;
  };

  return {
    write(batch) {
      try {
        return inTransaction(() => together(batch));
      } catch {
        return inTransaction(() => apart(batch));
      }
    },
    index(documents, upTo) {
      inTransaction(() => {
        // One may have been deleted since its words were read.
        for (const [seq, words] of documents) sql.putWords.run(seq, words, seq);
        sql.count.run('indexed', upTo);
      });
      indexed = upTo;
    },
  };
};

/** How many numbers are set aside at once: those of a crash are skipped, none is ever given twice. */
const RESERVE = 10_000;

const statements = (db: DatabaseSync) => {
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
    putContent: of('INSERT INTO content VALUES (?, ?)'),
    putDecision: of('INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?)'),
    putSession: of('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    updateSession: of(`UPDATE sessions SET list = ?, folded_name = ?, outcome = ?, rule = ?, accepted = ?,
      refused = ?, record = ?, transcript = ? WHERE id = ?`),
    putRuleSet: of('INSERT OR IGNORE INTO rule_sets VALUES (?, ?)'),
    touch: of('UPDATE users SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?'),
    message: of('SELECT seq, record FROM messages WHERE id = ?'),
    messagesOf: of('SELECT seq FROM messages WHERE list = ?'),
    dropMessage: of('DELETE FROM messages WHERE id = ?'),
    dropMessages: of('DELETE FROM messages WHERE list = ?'),
    dropContent: of('DELETE FROM content WHERE key >= ? AND key < ?'),
    remember: of('INSERT OR IGNORE INTO gone SELECT id, seq, list FROM messages WHERE id = ?'),
    rememberAll: of('INSERT OR IGNORE INTO gone SELECT id, seq, list FROM messages WHERE list = ?'),
    dropGone: of('DELETE FROM gone WHERE list = ?'),
    dropDecisions: of('DELETE FROM decisions WHERE list = ?'),
    dropSessions: of('DELETE FROM sessions WHERE list = ?'),
    dropList: of('DELETE FROM lists WHERE id = ?'),
    trimDecisions: of(trimOf('decisions')),
    trimSessions: of(trimOf('sessions')),
    trimGone: of('DELETE FROM gone WHERE seq <= (SELECT seq FROM gone ORDER BY seq DESC LIMIT 1 OFFSET ?)'),
    putWords: of(
      'INSERT INTO words (rowid, terms) SELECT ?, ? WHERE EXISTS (SELECT 1 FROM messages WHERE seq = ?)',
    ),
    dropWords: of('DELETE FROM words WHERE rowid = ?'),
    change: changeStatements(db),
  };
};

const trimOf = (table: string): string =>
  `DELETE FROM ${table} WHERE list = ?1 AND seq <=
    (SELECT seq FROM ${table} WHERE list = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)`;

type Statements = ReturnType<typeof statements>;

/** Calls with each write, and the bytes that belong to it where it brings some. */
const eachWrite = (
  writes: readonly Write[],
  bytes: Uint8Array,
  visit: (write: Write, own: Uint8Array, at: number) => void,
): void => {
  let start = 0;
  for (const [at, write] of writes.entries()) {
    const length = write[0] === 'message' ? (typeof write[2] === 'number' ? write[2] : write[2].head) : 0;
    visit(write, bytes.subarray(start, start + length), at);
    start += length;
  }
};

/** Rising numbers for messages, decisions and sessions, never given twice over the life of the file. */
const createNumbers = (sql: Statements) => {
  let last = Number(sql.counter.get('seq')?.['value'] ?? 0);
  let reserved = last;
  return {
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

/** Lets go of what is beyond the retention, now and then: readers hide the little that is. */
const createTrim = (sql: Statements, kept: number, remembered: number) => {
  const grown = {
    decisions: new Map<string, number>(),
    sessions: new Map<string, number>(),
    gone: new Map<string, number>(),
  };
  const trims = {
    decisions: (list: string) => sql.trimDecisions.run(list, kept),
    sessions: (list: string) => sql.trimSessions.run(list, kept),
    gone: () => sql.trimGone.run(remembered),
  };
  const due = new Map<string, () => void>();
  return {
    grew(table: keyof typeof grown, list: string): void {
      const count = (grown[table].get(list) ?? 0) + 1;
      const slack = (table === 'gone' ? remembered : kept) / 20;
      grown[table].set(list, count > slack ? 0 : count);
      if (count > slack) due.set(`${table} ${list}`, () => trims[table](list));
    },
    /** To be called within the transaction. */
    due(): void {
      for (const trimNow of due.values()) trimNow();
      due.clear();
    },
  };
};

/** Cuts a spooled message into pieces. Throws where the file is not as long as it was said to be. */
const copyFile = ({ path, size, head }: SpooledContent, put: (piece: Uint8Array, at: number) => void): void => {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint8Array(PIECE);
    let read = 0;
    let rest = head;
    /** Bytes of the head first, then of the file; 0 at its end. */
    const fill = (from: number): number => {
      if (rest.length === 0) return readSync(file, buffer, from, PIECE - from, null);
      const taken = rest.subarray(0, PIECE - from);
      buffer.set(taken, from);
      rest = rest.subarray(taken.length);
      return taken.length;
    };
    for (let at = 0; ; at++) {
      let filled = 0;
      for (let got = -1; got !== 0 && filled < PIECE; filled += got) got = fill(filled);
      if (filled > 0) put(buffer.subarray(0, filled), at);
      read += filled;
      if (filled < PIECE) break;
    }
    if (read !== size)
      throw new Error(`the spooled message "${path}" has ${read} bytes with its head, not ${size}`);
  } finally {
    closeSync(file);
  }
};
