import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { aMessage, bytes } from './contract-samples.ts';
import { openPostgresStore } from './postgres.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../../fixtures/postgres/server.ts';
import { parsePostgresUrl } from './postgres-url.ts';
import { StoreUnusable } from './store.ts';

let server: TestPostgres;

const run = async (...statements: string[]): Promise<unknown[]> => {
  const client = new Client({ connectionString: parsePostgresUrl(server.url('x')).connectionString });
  await client.connect();
  try {
    const answers: unknown[] = [];
    for (const statement of statements) answers.push(...(await client.query(statement)).rows);
    return answers;
  } finally {
    await client.end();
  }
};

const openFails = async (url: string, ...words: string[]): Promise<void> => {
  const failure = await openPostgresStore({ url, patienceMs: 0 }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StoreUnusable);
  for (const word of words) expect((failure as Error).message).toContain(word);
  expect((failure as Error).message).not.toMatch(/hunter2|\n/);
};

describe.skipIf(postgresPrograms() === null && !process.env['CI'])('a PostgreSQL that is opened', () => {
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('keeps what it has', async () => {
    const url = server.url('kept');
    const first = await openPostgresStore({ url });
    await first.commitMessage(aMessage('m_1'), bytes('x'), null);
    await first.close();
    const second = await openPostgresStore({ url });
    onTestFinished(() => second.close());
    expect((await second.messages({}, { limit: 9 })).items).toEqual([aMessage('m_1')]);
  });

  it('has its tables in a schema of its own, and touches no other', async () => {
    await run('CREATE TABLE messages (theirs int)', 'INSERT INTO messages VALUES (42)');
    const store = await openPostgresStore({ url: server.url('ours') });
    await store.commitMessage(aMessage('m_1'), bytes('x'), null);
    await store.close();
    expect(await run('SELECT * FROM public.messages')).toEqual([{ theirs: 42 }]);
    const tables = await run(
      `SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'messages'`,
    );
    expect(tables).toEqual([{ n: 0 }]);
  });

  it('is left as it is where its schema holds something else', async () => {
    await run('CREATE SCHEMA foreign_one', 'CREATE TABLE foreign_one.meta (name text, theirs int)');
    await openFails(server.url('foreign_one'), '"foreign_one"', '"meta"', '?schema=');
    expect(await run(`SELECT tablename FROM pg_tables WHERE schemaname = 'foreign_one'`)).toEqual([
      { tablename: 'meta' },
    ]);
  });

  it('is left as it is where a later version wrote it', async () => {
    const store = await openPostgresStore({ url: server.url('newer') });
    await store.close();
    await run(`UPDATE newer.meta SET value = 999 WHERE name = 'version'`);
    await openFails(server.url('newer'), 'later SMTP+', '999');
    expect(await run(`SELECT value::int FROM newer.meta WHERE name = 'version'`)).toEqual([{ value: 999 }]);
  });

  it('is named with the way out where it cannot be used', async () => {
    await openFails(
      'postgres://me:hunter2@127.0.0.1:1/db',
      'postgres://127.0.0.1:1/db',
      'check that PostgreSQL runs',
    );
    await openFails(server.url('ours').replace('/postgres?', '/nowhere?'), 'create the database');
    await openFails(server.url('Bad-Name'), '"Bad-Name"', '?schema=smtp_plus');
    await openFails(server.url('pg_toast'), '"pg_toast"');
    await openFails('postgres://me:hunter2@h:x/db', 'postgres://user:password@host');
    await run(`CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0`);
    await openFails(server.url('ours').replace('/postgres?', '/latin?'), 'LATIN1', "ENCODING 'UTF8'");
    await run('CREATE ROLE nobody_special LOGIN');
    await openFails(server.url('mine').replace('user=smtp_plus', 'user=nobody_special'), 'right to create');
  });

  it('is waited for where it is not there yet', async () => {
    await server.stop('fast');
    const opening = openPostgresStore({ url: server.url('late'), patienceMs: 60_000 });
    await server.start();
    const store = await opening;
    onTestFinished(() => store.close());
    expect(await store.list('default')).not.toBeNull();
  });
});
