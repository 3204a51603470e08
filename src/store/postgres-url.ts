/** The URL of a PostgreSQL store, taken apart: what the library connects to, and the schema that is ours. */

import { StoreUnusable } from './store.ts';

export type PostgresAddress = {
  /** What the library is given: the URL without our own parameters. */
  connectionString: string;
  /** The schema in which all of our tables lie. */
  schema: string;
  /** For people: host, database and schema, without user and password. */
  name: string;
};

export const DEFAULT_SCHEMA = 'smtp_plus';

/** Throws `StoreUnusable` where the URL is none, or names a schema that is no plain name. Secrets are in no message. */
export const parsePostgresUrl = (text: string): PostgresAddress => {
  const url = parse(text);
  const schema = url.searchParams.get('schema') ?? DEFAULT_SCHEMA;
  if (!/^[a-z_][a-z0-9_]{0,39}$/.test(schema) || schema.startsWith('pg_'))
    throw new StoreUnusable(
      `"${schema}" is no schema for the store: 1 to 40 of a-z, 0-9 and _, such as ?schema=${DEFAULT_SCHEMA}`,
    );
  url.searchParams.delete('schema');
  const place = url.host || url.searchParams.get('host') || 'localhost';
  const database = url.pathname === '/' || url.pathname === '' ? '' : url.pathname;
  return {
    connectionString: url.href,
    schema,
    name: `postgres://${place}${database}${schema === DEFAULT_SCHEMA ? '' : `?schema=${schema}`}`,
  };
};

const parse = (text: string): URL => {
  const url = URL.parse(text);
  if (url && /^postgres(ql)?:$/.test(url.protocol)) return url;
  throw new StoreUnusable(
    'the URL of the store cannot be read: give postgres://user:password@host:5432/database',
  );
};
