/** The tables of the SQLite file, and how an older file becomes a present one. Runs in the writer's thread. */

import type { DatabaseSync } from 'node:sqlite';

/** `PRAGMA application_id` of our files: "SMT+" in ASCII. */
export const APPLICATION_ID = 0x534d542b;

/** The pieces of a message have the keys `seq * PIECES` onwards. */
export const PIECES = 1024;

/**
 * One step a version; a step that has shipped stays as it is. `PRAGMA user_version` counts those taken.
 * Columns hold what is asked by, `record` the rest as JSON. `list` is '' where a record belongs to none.
 */
export const MIGRATIONS: readonly ((db: DatabaseSync) => void)[] = [
  (db) =>
    db.exec(`
      CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE lists (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE users (
        id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL,
        list TEXT NOT NULL REFERENCES lists ON DELETE CASCADE,
        folded_name TEXT NOT NULL UNIQUE,
        last_used_at INTEGER,
        record TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX users_of_list ON users (list);
      CREATE TABLE senders (
        id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL,
        list TEXT NOT NULL REFERENCES lists ON DELETE CASCADE,
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        record TEXT NOT NULL,
        UNIQUE (list, kind, value)
      ) WITHOUT ROWID;
      CREATE TABLE tokens (
        hash TEXT PRIMARY KEY,
        sender TEXT NOT NULL REFERENCES senders ON DELETE CASCADE,
        state TEXT NOT NULL,
        expires_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX tokens_of_sender ON tokens (sender);

      CREATE TABLE messages (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        list TEXT NOT NULL REFERENCES lists ON DELETE CASCADE,
        at INTEGER NOT NULL,
        authors TEXT NOT NULL,
        recipients TEXT NOT NULL,
        record TEXT NOT NULL
      );
      CREATE INDEX messages_of_list ON messages (list);
      CREATE TABLE message_ids (id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE content (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
      CREATE TABLE gone (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, list TEXT NOT NULL) WITHOUT ROWID;
      CREATE INDEX gone_by_age ON gone (seq);

      CREATE TABLE rule_sets (id INTEGER PRIMARY KEY, ids TEXT NOT NULL);
      CREATE TABLE decisions (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        list TEXT NOT NULL,
        session TEXT,
        action TEXT NOT NULL,
        rule TEXT,
        record TEXT NOT NULL
      );
      CREATE INDEX decisions_of_list ON decisions (list);
      CREATE INDEX refusals_by_rule ON decisions (rule) WHERE rule IS NOT NULL;
      CREATE TABLE decision_ids (id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE decision_sessions (session TEXT, seq INTEGER, PRIMARY KEY (session, seq)) WITHOUT ROWID;
      CREATE TABLE sessions (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        list TEXT NOT NULL,
        folded_name TEXT,
        outcome TEXT NOT NULL,
        rule TEXT,
        accepted INTEGER NOT NULL,
        refused INTEGER NOT NULL,
        record TEXT NOT NULL,
        transcript TEXT NOT NULL
      );
      CREATE INDEX sessions_of_list ON sessions (list);
      INSERT INTO counters VALUES ('seq', 0), ('filed', 0);
    `),
  // The words of each message, put there as `searchTerms` cut them: with spaces between, so that the tokenizer has
  // nothing to decide. Fed after the commit; the counter tells how far.
  (db) =>
    db.exec(`
      CREATE VIRTUAL TABLE words USING fts5 (terms, content='', contentless_delete=1, detail=none, tokenize='ascii');
      INSERT INTO counters VALUES ('indexed', 0);
    `),
  // The way of messages to the next hop; `seq` is the message's. Most are done with: the index holds only what waits.
  (db) =>
    db.exec(`
      CREATE TABLE deliveries (
        seq INTEGER PRIMARY KEY,
        list TEXT NOT NULL,
        state TEXT NOT NULL,
        queued_at INTEGER NOT NULL,
        due_at INTEGER,
        rank INTEGER NOT NULL,
        record TEXT NOT NULL,
        holder TEXT,
        leased_until INTEGER
      );
      CREATE INDEX deliveries_waiting ON deliveries (rank, seq) WHERE due_at IS NOT NULL;
      CREATE INDEX deliveries_by_state ON deliveries (state, list);
    `),
  // How much each list holds, so that neither a count nor a bound looks through it; and the order of age.
  (db) =>
    db.exec(`
      CREATE TABLE totals (
        list TEXT PRIMARY KEY REFERENCES lists ON DELETE CASCADE,
        messages INTEGER NOT NULL,
        bytes INTEGER NOT NULL
      ) WITHOUT ROWID;
      INSERT INTO totals SELECT list, count(*), sum(json_extract(record, '$.size')) FROM messages GROUP BY list;
      CREATE INDEX messages_by_age ON messages (list, at);
    `),
  // The words by blocks of numbers, read anew: see `sqlite-words.ts`.
  (db) =>
    db.exec(`
      DROP TABLE words;
      CREATE TABLE word_blocks (block INTEGER PRIMARY KEY);
      UPDATE counters SET value = 0 WHERE name = 'indexed';
    `),
  // The files in which large contents go on behind their rows, and how many bytes they are together: see `sqlite-files.ts`.
  (db) =>
    db.exec(`
      CREATE TABLE content_files (seq INTEGER PRIMARY KEY, name TEXT NOT NULL, bytes INTEGER NOT NULL);
      INSERT INTO counters VALUES ('file-bytes', 0);
      CREATE TRIGGER content_file_added AFTER INSERT ON content_files
        BEGIN UPDATE counters SET value = value + NEW.bytes WHERE name = 'file-bytes'; END;
      CREATE TRIGGER content_file_dropped AFTER DELETE ON content_files
        BEGIN UPDATE counters SET value = value - OLD.bytes WHERE name = 'file-bytes'; END;
    `),
];

/** Brings the file to the present version in one transaction; nothing is changed where that fails. */
export const migrate = (db: DatabaseSync, steps = MIGRATIONS): void => {
  const version = versionOf(db);
  if (version >= steps.length) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const step of steps.slice(version)) step(db);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${steps.length}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
};

export const versionOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
