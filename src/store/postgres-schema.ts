/** The tables of the PostgreSQL schema, and how an older schema becomes a present one. */

import { WRITE_FUNCTIONS } from './postgres-functions.ts';

/**
 * One step a version; a step that has shipped stays as it is, but for the functions, which every step makes anew.
 * Columns hold what is asked by, `record` the rest as JSON. `list` is '' where a record belongs to none.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (name text PRIMARY KEY, value bigint NOT NULL);
  INSERT INTO meta VALUES ('version', 0), ('indexed', 0), ('log_trimmed', 0);
  -- Rising numbers for messages, decisions and sessions, given only by the one whose turn it is: see take_turn.
  CREATE SEQUENCE numbers;

  CREATE TABLE lists (id text PRIMARY KEY, seq bigint NOT NULL, record text NOT NULL);
  CREATE TABLE users (
    id text PRIMARY KEY,
    seq bigint NOT NULL,
    list text NOT NULL REFERENCES lists ON DELETE CASCADE,
    folded_name text NOT NULL UNIQUE,
    last_used_at bigint,
    record text NOT NULL
  );
  CREATE INDEX users_of_list ON users (list);
  CREATE TABLE senders (
    id text PRIMARY KEY,
    seq bigint NOT NULL,
    list text NOT NULL REFERENCES lists ON DELETE CASCADE,
    kind text NOT NULL,
    value text NOT NULL,
    record text NOT NULL,
    UNIQUE (list, kind, value)
  );
  CREATE TABLE tokens (
    hash text PRIMARY KEY,
    sender text NOT NULL REFERENCES senders ON DELETE CASCADE,
    state text NOT NULL,
    expires_at bigint NOT NULL
  );
  CREATE INDEX tokens_of_sender ON tokens (sender);

  -- The bytes of a message are in its row, those of a large one in pieces under a number of their own.
  CREATE TABLE messages (
    seq bigint PRIMARY KEY,
    id text NOT NULL UNIQUE,
    list text NOT NULL,
    at bigint NOT NULL,
    authors text NOT NULL,
    recipients text NOT NULL,
    record text NOT NULL,
    bytes bytea,
    content bigint
  ) WITH (toast_tuple_target = 4080);
  ALTER TABLE messages ALTER bytes SET STORAGE EXTERNAL, ALTER record SET STORAGE EXTERNAL;
  CREATE INDEX messages_of_list ON messages (list, seq);
  CREATE TABLE content (key bigint, at int, bytes bytea NOT NULL, PRIMARY KEY (key, at));
  ALTER TABLE content ALTER bytes SET STORAGE EXTERNAL;
  CREATE TABLE gone (id text PRIMARY KEY, seq bigint NOT NULL, list text NOT NULL);
  CREATE INDEX gone_by_age ON gone (seq);
  -- The words of each message, as our own search cuts them; put there after the commit.
  CREATE TABLE words (seq bigint PRIMARY KEY REFERENCES messages ON DELETE CASCADE, terms tsvector NOT NULL);
  -- What is not merged yet is looked through by every search: little of it.
  CREATE INDEX words_by_term ON words USING gin (terms) WITH (gin_pending_list_limit = 1024);

  -- The way of messages to the next hop. Most are done with: one index holds only what waits. A claim names who claimed, and when.
  CREATE TABLE deliveries (
    seq bigint PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
    list text NOT NULL,
    state text NOT NULL,
    queued_at bigint NOT NULL,
    due_at bigint,
    rank bigint NOT NULL,
    record text NOT NULL,
    holder text,
    leased_until bigint,
    claim text
  );
  CREATE INDEX deliveries_waiting ON deliveries (rank, seq) WHERE due_at IS NOT NULL;
  CREATE INDEX deliveries_by_state ON deliveries (state, list);
  CREATE INDEX deliveries_held ON deliveries (holder) WHERE holder IS NOT NULL;

  CREATE TABLE rule_sets (id bigint PRIMARY KEY, ids text NOT NULL);
  CREATE TABLE decisions (
    seq bigint PRIMARY KEY,
    id text NOT NULL UNIQUE,
    list text NOT NULL,
    session text,
    action text NOT NULL,
    rule text,
    record text NOT NULL
  ) WITH (toast_tuple_target = 4080);
  ALTER TABLE decisions ALTER record SET STORAGE EXTERNAL;
  CREATE INDEX decisions_of_list ON decisions (list, seq);
  CREATE INDEX decisions_of_session ON decisions (session);
  CREATE INDEX refusals_by_rule ON decisions (rule) WHERE rule IS NOT NULL;
  CREATE TABLE sessions (
    seq bigint PRIMARY KEY,
    id text NOT NULL UNIQUE,
    list text NOT NULL,
    folded_name text,
    outcome text NOT NULL,
    rule text,
    port bigint NOT NULL,
    accepted bigint NOT NULL,
    refused bigint NOT NULL,
    record text NOT NULL,
    transcript text NOT NULL
  );
  CREATE INDEX sessions_of_list ON sessions (list, seq);

  -- What every process has to hear of, in the order of the commits: changes of the directory, and events.
  CREATE TABLE log (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    origin text NOT NULL,
    batch bigint NOT NULL,
    changes text,
    events text NOT NULL
  );
  -- Failed logins, over all processes.
  CREATE TABLE failures (key text NOT NULL, at bigint NOT NULL);
  CREATE INDEX failures_of_key ON failures (key, at);
  CREATE INDEX failures_by_age ON failures (at);
  `,
  `
  -- How much each list holds, so that neither a count nor a bound looks through it; and the order of age.
  CREATE TABLE totals (list text PRIMARY KEY, messages bigint NOT NULL, bytes bigint NOT NULL);
  INSERT INTO totals SELECT list, count(*), sum(substring(record FROM '"size":([0-9]+)')::bigint) FROM messages GROUP BY list;
  CREATE INDEX messages_by_age ON messages (list, at, seq);
  -- The size is cut out of the record, which as JSON may hold an escaped NUL, where PostgreSQL's own reader of JSON gives up; a text
  -- in it cannot look like the field, since its quotes are escaped.
  -- Whoever adds or deletes messages has the turn, so that nobody waits for a row of these.
  CREATE FUNCTION count_messages() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO totals
      SELECT list, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END,
        sum(substring(record FROM '"size":([0-9]+)')::bigint) * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
      FROM changed GROUP BY list ORDER BY list
      ON CONFLICT (list) DO UPDATE
        SET messages = totals.messages + excluded.messages, bytes = totals.bytes + excluded.bytes;
    RETURN NULL;
  END
  $$;
  CREATE TRIGGER count_added AFTER INSERT ON messages REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_messages();
  CREATE TRIGGER count_deleted AFTER DELETE ON messages REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_messages();
  `,
  `
  CREATE TABLE logins (hash text PRIMARY KEY, until_at bigint NOT NULL);
  `,
  `
  -- Read anew, with a word for the list of each message.
  TRUNCATE words;
  UPDATE meta SET value = 0 WHERE name = 'indexed';
  `,
];

/** What makes a schema of the version before it one of version `index + 1`, to be run in one transaction. */
export const stepsFrom = (version: number): string[] =>
  version >= MIGRATIONS.length
    ? []
    : [
        ...MIGRATIONS.slice(version),
        WRITE_FUNCTIONS,
        `UPDATE meta SET value = ${MIGRATIONS.length} WHERE name = 'version'`,
      ];
