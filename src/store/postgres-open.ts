/** Looks at the database before it is used: what is not ours is named and left as it is; an older schema is brought up. */

import { Client } from 'pg';

import { clientConfig, type Row } from './postgres-connections.ts';
import { failureWords, isUnanswered } from './postgres-failure.ts';
import { MIGRATIONS, stepsFrom } from './postgres-schema.ts';
import type { PostgresAddress } from './postgres-url.ts';
import { StoreUnusable } from './store.ts';

/**
 * Rejects with `StoreUnusable`. A server that is not there yet, or is just starting, is waited for `patienceMs`. Of two
 * processes at once, one waits until the other has brought the schema up.
 */
export const prepareSchema = async (address: PostgresAddress, patienceMs: number): Promise<void> => {
  const client = await connectPatiently(address, patienceMs);
  try {
    await checkServer(client, address);
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(1397576747, hashtext($1))', [
      `${address.schema} migration`,
    ]);
    await migrate(client, address);
    await client.query('COMMIT');
  } catch (error) {
    throw error instanceof StoreUnusable ? error : unusable(address, error);
  } finally {
    await client.end().catch(() => undefined);
  }
};

const connectPatiently = async (address: PostgresAddress, patienceMs: number): Promise<Client> => {
  const until = performance.now() + patienceMs;
  for (;;) {
    const client = new Client(clientConfig(address, 'start'));
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!isUnanswered(error) || performance.now() >= until) throw unusable(address, error);
      await new Promise((done) => setTimeout(done, 200));
    }
  }
};

const checkServer = async (client: Client, { name, schema }: PostgresAddress): Promise<void> => {
  const [row] = (
    await client.query<Row>(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS words,
        current_setting('server_encoding') AS encoding, current_setting('search_path') AS path`,
    )
  ).rows;
  if (Number(row?.['version']) < OLDEST * 10_000)
    throw new StoreUnusable(
      `the server of "${name}" is PostgreSQL ${String(row?.['words'])}: SMTP+ needs ${OLDEST} or later`,
    );
  if (row?.['encoding'] !== 'UTF8')
    throw new StoreUnusable(
      `the database of "${name}" is encoded in ${String(row?.['encoding'])}: create one with ENCODING 'UTF8'`,
    );
  if (row['path'] !== schema)
    throw new StoreUnusable(
      `something between SMTP+ and "${name}" drops the settings of a connection: connect to PostgreSQL itself, or to a pooler by sessions, and without "options" in the URL`,
    );
};

const migrate = async (client: Client, { name, schema }: PostgresAddress): Promise<void> => {
  const version = await versionOf(client, name, schema);
  if (version > MIGRATIONS.length)
    throw new StoreUnusable(
      `"${name}" was written by a later SMTP+ (its version ${version}, this one knows ${MIGRATIONS.length}): use that one, or another ?schema=`,
    );
  for (const step of stepsFrom(version)) await client.query(step);
};

/** 0 where there is nothing of ours yet. The schema is created where it is not there. */
const versionOf = async (client: Client, name: string, schema: string): Promise<number> => {
  const tables = await client.query<Row>(
    'SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 ORDER BY 1',
    [schema],
  );
  const names = tables.rows.map((row) => String(row['name']));
  if (names.length === 0) {
    const there = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
    if (there.rowCount === 0) await client.query(`CREATE SCHEMA ${schema}`);
    return 0;
  }
  const ours = ['meta', 'messages', 'log'].every((table) => names.includes(table));
  const found = ours ? await client.query<Row>(`SELECT value FROM meta WHERE name = 'version'`) : null;
  if (!found?.rows[0])
    throw new StoreUnusable(
      `the schema "${schema}" of "${name}" holds tables of something else, such as "${names[0]}": choose another with ?schema=`,
    );
  return Number(found.rows[0]['value']);
};

const unusable = ({ name }: PostgresAddress, error: unknown): StoreUnusable =>
  new StoreUnusable(failureWords(name, error), { cause: error });

const OLDEST = 13;
