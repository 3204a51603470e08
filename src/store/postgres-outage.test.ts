import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { newDelivery } from '../model/delivery.ts';
import { addUser, aDecision, allBytes, allIds, aMessage, bytes, untilAnswered } from './contract-samples.ts';
import { openPostgresStore, type PostgresStoreOptions } from './postgres.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../../fixtures/postgres/server.ts';
import { parsePostgresUrl } from './postgres-url.ts';
import { type Store, StoreUnavailable } from './store.ts';

let server: TestPostgres;
let schemas = 0;

const open = async (
  url = server.url(`outage_${++schemas}`),
  more: Partial<PostgresStoreOptions> = {},
): Promise<Store> => {
  const store = await openPostgresStore({ url, ...more });
  onTestFinished(() => store.close());
  return store;
};

const messageIds = (store: Store): Promise<string[]> => allIds((page) => store.messages({}, page), 1_000);

/** Runs a statement on a connection of its own. */
const run = async (statement: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: parsePostgresUrl(server.url('x')).connectionString });
  await client.connect();
  try {
    return (await client.query<object>(statement)).rows;
  } finally {
    await client.end();
  }
};

/** Stands before the server's socket; loses the answer to what carries a text, with the connection. */
const startProxy = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'smtp-plus-proxy-'));
  const upstream = join(
    parsePostgresUrl(server.url('x'))
      .name.slice('postgres://'.length)
      .replace(/\/postgres.*/, ''),
    SOCKET,
  );
  let losing: string | null = null;
  let refusing: 'no' | 'new' | 'all' = 'no';
  let answersLost = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    if (refusing !== 'no') return void client.destroy();
    const behind = connect(upstream);
    let lost = false;
    sockets.add(client);
    client.on('data', (chunk) => {
      if (losing !== null && chunk.includes(losing)) lost = true;
      behind.write(chunk);
    });
    behind.on('data', (chunk) => {
      if (!lost) return void client.write(chunk);
      losing = null;
      answersLost += 1;
      client.destroy();
      if (refusing === 'all') sockets.forEach((socket) => socket.destroy());
      return undefined;
    });
    for (const one of [client, behind]) {
      one.on('error', () => undefined);
      one.on('close', () => [client, behind].forEach((both) => both.destroy()));
    }
  });
  proxy.listen(join(folder, SOCKET));
  await once(proxy, 'listening');
  onTestFinished(() => {
    proxy.close();
    sockets.forEach((socket) => socket.destroy());
    rmSync(folder, { recursive: true, force: true });
  });
  const url = new URL(server.url(`outage_${++schemas}`));
  url.searchParams.set('host', folder);
  return {
    url: url.href,
    loseAnswerTo: (text: string) => void (losing = text),
    /** `new` connections, or the others as well from the answer on that is lost. */
    refuse: (which: 'no' | 'new' | 'all') => void (refusing = which),
    /** How many answers were lost. */
    lost: () => answersLost,
  };
};

const SOCKET = '.s.PGSQL.5432';

describe.skipIf(postgresPrograms() === null && !process.env['CI'])('a PostgreSQL that goes away', () => {
  beforeAll(async () => {
    server = await startPostgres({ durable: true });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('makes writes and reads fail with its name, and has them work again once it is back', async () => {
    const store = await open();
    await addUser(store, 'u_1');
    await store.commitMessage(aMessage('m_1'), bytes('x'), null);
    await server.stop('fast');
    const failures = await Promise.all(
      [
        store.commitMessage(aMessage('m_2'), bytes('x'), null),
        store.messages({}, { limit: 9 }),
        store.user('default', 'u_1'),
        addUser(store, 'u_2'),
        store.failures.count([{ key: 'k', most: 1 }], { now: 1, windowMs: 1 }, true),
      ].map((call) => call.then(String, (error: unknown) => error)),
    );
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(StoreUnavailable);
      expect((failure as Error).message).toMatch(/^the store "postgres:\/\/\/.*PostgreSQL runs|stopping/);
    }
    store.recordDecision(aDecision('d_1'));
    await server.start();
    await untilAnswered(() => store.commitMessage(aMessage('m_3'), bytes('x'), null));
    expect(await untilAnswered(() => messageIds(store))).toEqual(['m_3', 'm_1']);
    expect(await untilAnswered(() => store.user('default', 'u_1'))).not.toBeNull();
    // What could wait was kept until it was back.
    await untilAnswered(() => store.flush());
    expect(await store.decision('d_1')).toEqual(aDecision('d_1'));
  });

  it('loses nothing that was acknowledged and stores nothing twice, when it is killed under load', async () => {
    const url = server.url(`outage_${++schemas}`);
    const store = await open(url);
    const acknowledged: string[] = [];
    const refused: string[] = [];
    const enough = new AbortController();
    let some!: () => void;
    const under = new Promise<void>((resolve) => (some = resolve));
    const clients = Array.from({ length: 20 }, async (_, client) => {
      for (let n = 0; !enough.signal.aborted; n++) {
        const id = `m_${client}_${n}`;
        await store.commitMessage(aMessage(id), bytes('x'), null).then(
          () => acknowledged.push(id),
          () => refused.push(id),
        );
        if (acknowledged.length === 200) some();
      }
    });
    await under;
    await server.stop('immediate');
    await server.start();
    await untilAnswered(() => store.commitMessage(aMessage('m_back'), bytes('x'), null));
    enough.abort();
    await Promise.all(clients);
    const stored = await untilAnswered(() => messageIds(store));
    expect(new Set(stored).size).toBe(stored.length);
    expect(stored.toSorted()).toEqual([...acknowledged, 'm_back'].toSorted());
  });

  it('is asked what became of a commit whose answer was lost: it was kept', async () => {
    const proxy = await startProxy();
    const store = await open(proxy.url);
    proxy.loseAnswerTo('m_lost');
    await store.commitMessage(aMessage('m_lost'), bytes('x'), aDecision('d_lost'));
    expect(await messageIds(store)).toEqual(['m_lost']);
    expect(await store.decision('d_lost')).not.toBeNull();
  });

  it('is asked the same of a large message, and of a change of a user', async () => {
    const proxy = await startProxy();
    const store = await open(proxy.url);
    const large = new Uint8Array(1_500_000);
    proxy.loseAnswerTo('COMMIT');
    await store.commitMessage(aMessage('m_large'), large, null);
    expect((await allBytes(await store.content('m_large')))?.length).toBe(large.length);
    proxy.loseAnswerTo('COMMIT');
    expect(await addUser(store, 'u_1')).toMatchObject({ ok: true });
    expect(await store.user('default', 'u_1')).not.toBeNull();
    expect(proxy.lost()).toBe(2);
  });

  it('has what was claimed in such a commit given back, though the messages of it were kept', async () => {
    const { url, loseAnswerTo } = await startProxy();
    const store = await open(url);
    const queued = aMessage('m_1');
    await store.commitMessage(queued, bytes('x'), null, newDelivery(queued, 0));
    loseAnswerTo('COMMIT');
    const claim = { holder: 'w_1', now: 1_000, until: 2_000, limit: 9 };
    const [claimed, stored] = await Promise.allSettled([
      store.claimDeliveries(claim),
      store.commitMessage(aMessage('m_2'), bytes('x'), null),
    ]);
    expect(stored.status).toBe('fulfilled');
    expect(claimed).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
    expect((await store.claimDeliveries(claim)).map(({ id }) => id)).toEqual(['m_1']);
  });

  it('keeps nothing of a commit that counts as failed, since its answer was lost for too long', async () => {
    const proxy = await startProxy();
    const store = await open(proxy.url, { doubtMs: 0 });
    await store.commitMessage(aMessage('m_first'), bytes('x'), null);
    proxy.loseAnswerTo('m_lost');
    proxy.refuse('all');
    await expect(store.commitMessage(aMessage('m_lost'), bytes('x'), null)).rejects.toThrow(StoreUnavailable);
    expect(await run(`SELECT id FROM outage_${schemas}.messages ORDER BY id`)).toEqual([
      { id: 'm_first' },
      { id: 'm_lost' },
    ]);
    proxy.refuse('no');
    await untilAnswered(() => store.commitMessage(aMessage('m_next'), bytes('x'), null));
    expect(await messageIds(store)).toEqual(['m_next', 'm_first']);
  });

  it('keeps nothing of a large message either, though the connection that writes the others is whole', async () => {
    const proxy = await startProxy();
    const store = await open(proxy.url, { doubtMs: 0 });
    await store.commitMessage(aMessage('m_first'), bytes('x'), null);
    proxy.loseAnswerTo('COMMIT');
    proxy.refuse('new');
    const large = store.commitMessage(aMessage('m_large'), new Uint8Array(1_500_000), null);
    await expect(large).rejects.toThrow(StoreUnavailable);
    proxy.refuse('no');
    await store.commitMessage(aMessage('m_next'), bytes('x'), null);
    expect(await messageIds(store)).toEqual(['m_next', 'm_first']);
  });

  it('ends a connection in the middle of a commit: that is refused and not kept', async () => {
    const url = server.url(`outage_${++schemas}`);
    const store = await open(url);
    const blocker = new Client({ connectionString: parsePostgresUrl(url).connectionString });
    await blocker.connect();
    await blocker.query(`SET search_path = outage_${schemas}; BEGIN; SELECT take_turn()`);
    const refused = store.commitMessage(aMessage('m_1'), bytes('x'), null).catch((error: unknown) => error);
    const ended = `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
      WHERE application_name = 'smtp-plus writer' AND wait_event = 'advisory'`;
    while ((await run(ended)).length === 0);
    await blocker.query('COMMIT');
    await blocker.end();
    expect(await refused).toBeInstanceOf(StoreUnavailable);
    await untilAnswered(() => store.commitMessage(aMessage('m_2'), bytes('x'), null));
    expect(await messageIds(store)).toEqual(['m_2']);
  });

  it('has a process that did not hear it for a while told of all that it missed', async () => {
    const url = server.url(`outage_${++schemas}`);
    const [a, b] = [await open(url), await open(url)];
    const told: string[] = [];
    let last!: () => void;
    const heardLast = new Promise<void>((resolve) => (last = resolve));
    b.subscribe(({ id }) => {
      told.push(id);
      if (id === 'm_last') last();
    });
    await a.commitMessage(aMessage('m_0'), bytes('x'), null);
    await run(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'smtp-plus log'`,
    );
    for (let n = 1; n < 20; n++) await a.commitMessage(aMessage(`m_${n}`), bytes('x'), null);
    await untilAnswered(() => addUser(a, 'u_1'));
    await a.commitMessage(aMessage('m_last'), bytes('x'), null);
    await heardLast;
    expect(told).toEqual([...Array.from({ length: 20 }, (_, n) => `m_${n}`), 'u_1', 'm_last']);
    expect(await b.userByName('name-of-u_1')).not.toBeNull();
  });
});
