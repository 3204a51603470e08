import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { allIds, aMessage, bytes, spoolIn } from './contract-samples.ts';
import { storeContract } from './contract.ts';
import { clientConfig, sqlOf } from './postgres-connections.ts';
import { createSearch } from './postgres-search.ts';
import { parsePostgresUrl } from './postgres-url.ts';
import { openPostgresStore } from './postgres.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../../fixtures/postgres/server.ts';
import type { MessageFilter } from './store.ts';

let server: TestPostgres;
let schemas = 0;

// On a machine of one's own it may be missing, where all is checked it may not.
describe.skipIf(postgresPrograms() === null && !process.env['CI'])('with PostgreSQL from the system', () => {
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  storeContract('PostgreSQL', async ({ kept } = {}) => {
    const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-pg-spool-'));
    const store = await openPostgresStore({ url: server.url(`contract_${++schemas}`), kept });
    onTestFinished(async () => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    });
    return {
      store,
      spool: spoolIn(folder),
    };
  });

  it('finds addresses by the index, and those that it does not know yet without', async () => {
    const store = await openPostgresStore({ url: server.url(`contract_${++schemas}`) });
    onTestFinished(() => store.close());
    const put = (n: number, rcptTo: string, mailFrom = 'sales@acme.test') =>
      store.commitMessage(aMessage(`m_${n}`, { rcptTo: [rcptTo], mailFrom }), bytes('x'), null);
    await put(1, 'Bob@Example.test');
    await put(2, 'carol@sub.example.test', 'bob@example.test');
    await put(3, 'example@bob.test');
    // A search has the index catch up.
    await store.messages({ q: 'nothing' }, { limit: 1 });
    const found = (filter: MessageFilter, limit = 2) => allIds((page) => store.messages(filter, page), limit);
    expect(await found({ to: 'bob@example.test' })).toEqual(['m_1']);
    expect(await found({ from: '@example.test' })).toEqual(['m_2']);
    expect(await found({ to: '@sub.example.test', from: 'bob@example.test' })).toEqual(['m_2']);
    for (const n of [4, 5, 6]) await put(n, 'bob@example.test');
    expect(await found({ to: 'bob@example.test' }, 1)).toEqual(['m_6', 'm_5', 'm_4', 'm_1']);
    expect(await found({ to: '@example.test', after: 'm_1' }, 5)).toEqual(['m_6', 'm_5', 'm_4']);
  });

  it('finds the rare among thousands by the index, behind what it looks through', async () => {
    const store = await openPostgresStore({ url: server.url(`contract_${++schemas}`) });
    onTestFinished(() => store.close());
    const put = (n: number) => {
      const seldom = n === 1 || n === 3 || n === 4_090;
      const subject = n === 1 ? 'a rarity, a zebra' : 'a rarity';
      const more = seldom ? { subject, rcptTo: ['one@rare.test'] } : { subject: 'a commonplace' };
      return store.commitMessage(aMessage(`m_${n}`, more), bytes('x'), null);
    };
    await Promise.all(Array.from({ length: 4_100 }, (_, n) => put(n)));
    const found = (filter: MessageFilter) => allIds((page) => store.messages(filter, page), 2);
    expect(await found({ q: 'rar' })).toEqual(['m_4090', 'm_3', 'm_1']);
    expect(await found({ q: 'rar', list: 'default', after: 'm_1' })).toEqual(['m_4090', 'm_3']);
    expect(await found({ q: 'rar common' })).toEqual([]);
    // One of them is not among the newest at all.
    expect(await found({ q: 'rar zeb' })).toEqual(['m_1']);
    expect(await found({ q: 'zeb common' })).toEqual([]);
    expect(await found({ to: '@rare.test' })).toEqual(['m_4090', 'm_3', 'm_1']);
    expect(await found({ q: 'rarity', to: 'one@rare.test', from: '@nowhere.test' })).toEqual([]);
    const { items } = await store.messages({ q: 'comm' }, { limit: 1_000 });
    expect([items.length, items[0]?.id, items[10]?.id]).toEqual([1_000, 'm_4099', 'm_4088']);
  });

  it('finds the same, however much is looked through before the index is asked', async () => {
    const url = server.url(`contract_${++schemas}`);
    const store = await openPostgresStore({ url });
    const client = new Client(clientConfig(parsePostgresUrl(url), 'test'));
    await client.connect();
    onTestFinished(async () => {
      await client.end();
      await store.close();
    });
    const all = Array.from({ length: 60 }, (_, n) => n);
    const every = [1, 2, 7, 30];
    for (const n of all) {
      const subject = every.filter((step) => n % step === 0).map((step) => `every${step}`);
      const rcptTo = n % 2 === 0 ? ['bob@even.test'] : ['bob@odd.test'];
      await store.commitMessage(aMessage(`m_${n}`, { subject: subject.join(' '), rcptTo }), bytes('x'), null);
    }
    await store.messages({ q: 'nothing' }, { limit: 1 });
    for (const lookedThrough of [1, 3, 10, 60]) {
      const search = createSearch(sqlOf(client, 'test'), lookedThrough);
      const found = async (filter: MessageFilter, limit: number): Promise<string[]> => {
        const ids: string[] = [];
        for (let before: number | null = null; ;) {
          const page = await search(filter, { before, limit });
          ids.push(...page.slice(0, limit).map(({ value }) => value.id));
          if (page.length <= limit) return ids;
          before = page[limit - 1]?.seq ?? 0;
        }
      };
      for (const step of every)
        for (const limit of [2, 5, 100]) {
          const what = `every ${step}, ${limit} a page, ${lookedThrough} looked through`;
          const wanted = all.filter((n) => n % step === 0).toReversed();
          const ids = (numbers: number[]): string[] => numbers.map((n) => `m_${n}`);
          expect(await found({ q: `every${step}` }, limit), what).toEqual(ids(wanted));
          expect(
            await found({ q: `every${step} every1`, to: '@even.test', list: 'default' }, limit),
            what,
          ).toEqual(ids(wanted.filter((n) => n % 2 === 0)));
        }
    }
  });
});
