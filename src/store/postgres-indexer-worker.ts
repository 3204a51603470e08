/** The indexer's thread: reads the words out of new messages and puts them into the index, one process at a time. */

import { parentPort, workerData } from 'node:worker_threads';

import { Client } from 'pg';

import { clientConfig, type Row, type Sql, sqlOf } from './postgres-connections.ts';
import { asUnavailable } from './postgres-failure.ts';
import type { PostgresAddress } from './postgres-url.ts';
import { INDEXED_BYTES, indexTerms } from './search.ts';
import { parseMessage } from './sqlite-rows.ts';
import { listWord } from './sqlite-words.ts';

/** `catch-up` is answered once every message that is stored now can be found; `close` by the end of the thread. */
export type ToIndexer = 'catch-up' | 'close';
export type FromIndexer = { failed: string | null };

const address = workerData as PostgresAddress;
let client: Client | null = null;
let seen = 0;

const connected = async (): Promise<Sql> => {
  if (!client) {
    const fresh = new Client(clientConfig(address, 'indexer'));
    const lost = (): void => void (client === fresh && (client = null));
    fresh.on('error', lost);
    fresh.on('end', lost);
    await fresh.connect().catch((error: unknown) => {
      throw asUnavailable(address.name, error);
    });
    client = fresh;
  }
  return sqlOf(client, address.name);
};

/** `goesOn` is asked before each step. */
const run = async (goesOn: () => Promise<boolean>): Promise<void> => {
  const sql = await connected();
  const goal = await newest(sql);
  while ((await indexed(sql)) < goal && (await goesOn())) await step(sql, goal);
};

const step = async (sql: Sql, goal: number): Promise<void> => {
  try {
    await sql('BEGIN');
    await sql("SELECT pg_advisory_xact_lock(1397576747, hashtext(current_schema() || ' words'))");
    const rows = await sql(NEXT, [await indexed(sql)]);
    const words: string[] = [];
    for (const row of rows) words.push((await wordsOf(row)).join(' '));
    await sql(PUT, [rows.map(({ seq }) => seq), words]);
    const upTo =
      rows.length < MOST_ROWS ? Math.max(goal, Number(rows.at(-1)?.['seq'] ?? 0)) : rows.at(-1)?.['seq'];
    await sql("UPDATE meta SET value = $1 WHERE name = 'indexed'", [upTo]);
    await sql('COMMIT');
  } catch (error) {
    // The connection goes, and with it whatever it was in the middle of.
    await client?.end().catch(() => undefined);
    throw error;
  }
};

const wordsOf = async ({ record, start }: Row): Promise<string[]> => {
  const message = parseMessage(String(record));
  return [
    listWord(message.list),
    ...(await indexTerms(message, (start as Buffer | null) ?? new Uint8Array())),
  ];
};

const newest = async (sql: Sql): Promise<number> =>
  Number((await sql('SELECT max(seq) AS seq FROM messages'))[0]?.['seq'] ?? 0);
const indexed = async (sql: Sql): Promise<number> =>
  Number((await sql("SELECT value FROM meta WHERE name = 'indexed'"))[0]?.['value'] ?? 0);

/** Catches up if not much has come since the last call; mail that comes in has the machine to itself. */
const idle = async (): Promise<void> => {
  const now = await newest(await connected());
  const quiet = now - seen < BUSY;
  seen = now;
  if (quiet) await run(async () => (await newest(await connected())) - now < BUSY / 10);
};

/** One thing after the other. */
let last: Promise<unknown> = Promise.resolve();
const next = <T>(work: () => Promise<T>): Promise<T> => {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
};

let busy = false;
const timer = setInterval(() => {
  if (busy) return;
  busy = true;
  next(idle)
    .catch(() => undefined)
    .finally(() => (busy = false));
}, 1_000);

parentPort?.on('message', (asked: ToIndexer) => {
  if (asked === 'close') {
    clearInterval(timer);
    parentPort?.close();
    void next(async () => client?.end()).catch(() => undefined);
    return;
  }
  const say = (failed: string | null): void => parentPort?.postMessage({ failed } satisfies FromIndexer, []);
  next(() => run(async () => true)).then(
    () => say(null),
    (error: unknown) => say((error as Error).message),
  );
});

const MOST_ROWS = 50;

/** So many messages, decisions and sessions a second leave no time for the index; a search still waits for it. */
const BUSY = 1_000;

const NEXT = {
  name: 'next',
  text: `SELECT m.seq, m.record, substr(coalesce(m.bytes, c.bytes), 1, ${INDEXED_BYTES}) AS start
    FROM messages m LEFT JOIN content c ON c.key = m.content AND c.at = 0
    WHERE m.seq > $1 ORDER BY m.seq LIMIT ${MOST_ROWS}`,
};

/** One may be deleted meanwhile: those that are there are held until the commit. */
const PUT = {
  name: 'put',
  text: `INSERT INTO words
    SELECT m.seq, array_to_tsvector(string_to_array(w.words, ' '))
    FROM unnest($1::bigint[], $2::text[]) w (seq, words) JOIN messages m ON m.seq = w.seq
    FOR KEY SHARE OF m`,
};
