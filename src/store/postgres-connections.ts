/** The connections of the PostgreSQL store: a pool for what may wait, and some that serve one purpose each. */

import { Client, Pool, type ClientConfig, type QueryConfig } from 'pg';

import { asUnavailable } from './postgres-failure.ts';
import type { PostgresAddress } from './postgres-url.ts';
import { StoreUnavailable } from './store.ts';

export type Row = Record<string, string | number | boolean | Buffer | null>;

/** Runs one statement. Rejects with `StoreUnavailable` where the server is not there or cannot. */
export type Sql = (statement: string | Statement, values?: readonly unknown[]) => Promise<Row[]>;

/** A name has the server keep the plan. */
export type Statement = { name: string; text: string };

/** The commit was asked for, and nothing is known of it. */
export class LostAnswer extends StoreUnavailable {}

export type Connections = {
  sql: Sql;
  /** All or nothing; the connection is one of the pool. Rejects with `LostAnswer` where it may have been all. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** A connection beside the pool, for one purpose; its owner ends it. Rejects with `StoreUnavailable`. */
  open(purpose: string): Promise<Client>;
  close(): Promise<void>;
};

export const createConnections = (address: PostgresAddress): Connections => {
  const { name } = address;
  const pool = new Pool({ ...clientConfig(address, 'pool'), max: POOLED, idleTimeoutMillis: 30_000 });
  // An idle connection that is lost is replaced when one is needed next.
  pool.on('error', () => undefined);
  const rethrow = (error: unknown): never => {
    throw asUnavailable(name, error);
  };
  return {
    sql: (statement, values = []) =>
      pool.query<Row>(queryOf(statement, values)).then(({ rows }) => rows, rethrow),
    async transaction(work) {
      const client = await pool.connect().catch(rethrow);
      const lost = (): void => undefined;
      client.on('error', lost);
      let failure: unknown;
      try {
        const sql = sqlOf(client, name);
        await sql('BEGIN');
        const result = await work(sql);
        await sql('COMMIT').catch((error: unknown) => {
          throw error instanceof StoreUnavailable ? new LostAnswer(error.message, { cause: error }) : error;
        });
        return result;
      } catch (error) {
        failure = error;
        throw error;
      } finally {
        // One that failed is closed, which rolls back whatever it was in the middle of.
        client.off('error', lost);
        client.release(failure !== undefined);
      }
    },
    async open(purpose) {
      const client = new Client(clientConfig(address, purpose));
      client.on('error', () => undefined);
      await client.connect().catch(rethrow);
      return client;
    },
    close: () => pool.end(),
  };
};

export const sqlOf =
  (client: { query(query: QueryConfig): Promise<{ rows: Row[] }> }, name: string): Sql =>
  (statement, values = []) =>
    client.query(queryOf(statement, values)).then(
      ({ rows }) => rows,
      (error: unknown) => {
        throw asUnavailable(name, error);
      },
    );

const queryOf = (statement: string | Statement, values: readonly unknown[]): QueryConfig => ({
  ...(typeof statement === 'string' ? { text: statement } : statement),
  values: [...values],
});

/** `search_path` leads to our schema alone; a commit has reached the disk when it is answered, whatever the server's default. */
export const clientConfig = (
  { connectionString, schema }: PostgresAddress,
  purpose: string,
): ClientConfig => ({
  connectionString,
  application_name: `smtp-plus ${purpose}`,
  options: `-c search_path=${schema} -c synchronous_commit=on -c idle_in_transaction_session_timeout=60s`,
  connectionTimeoutMillis: 5_000,
  // A server that has vanished without a word is given up.
  query_timeout: 30_000,
  keepAlive: true,
});

const POOLED = 6;
