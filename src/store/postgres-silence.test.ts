import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { addUser, aMessage, bytes, untilAnswered } from './contract-samples.ts';
import { openPostgresStore } from './postgres.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../../fixtures/postgres/server.ts';
import { parsePostgresUrl } from './postgres-url.ts';
import { type Store, StoreUnavailable } from './store.ts';

let server: TestPostgres;
let schemas = 0;

/** A store that gives a statement up after four seconds. */
const open = async (): Promise<Store> => {
  const url = `${server.url(`silence_${++schemas}`)}&query_timeout=4000`;
  const store = await openPostgresStore({ url });
  onTestFinished(() => store.close());
  return store;
};

/** From now on the server's end of these connections answers no more, as where a machine vanishes without a word. */
const silence = async (purpose: string): Promise<void> => {
  const client = new Client({ connectionString: parsePostgresUrl(server.url('x')).connectionString });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE application_name = $1',
    [purpose],
  );
  await client.end();
  expect(rows.length).toBeGreaterThan(0);
  for (const { pid } of rows) {
    process.kill(pid, 'SIGSTOP');
    onTestFinished(() => void process.kill(pid, 'SIGCONT'));
  }
};

describe.skipIf(postgresPrograms() === null && !process.env['CI'])('a PostgreSQL that falls silent', () => {
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('is left where one of its connections is answered no more, and asked on a new one', async () => {
    const store = await open();
    await silence('smtp-plus log');
    await expect(store.userByName('nobody')).rejects.toThrow(StoreUnavailable);
    expect(await untilAnswered(() => store.userByName('nobody'))).toBeNull();
    await untilAnswered(() => store.commitMessage(aMessage('m_1'), bytes('hello'), null));
    expect(await store.message('m_1')).not.toBeNull();
  });

  it('keeps a change that was committed, though it is not heard of at once', async () => {
    const store = await open();
    await silence('smtp-plus log');
    expect(await addUser(store, 'u_1')).toMatchObject({ ok: true });
    expect(await untilAnswered(() => store.user('default', 'u_1'))).not.toBeNull();
  });
});
