import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { newDelivery } from '../model/delivery.ts';
import { aDecision, addUser, aMessage, aSession, aUser, bytes, domain, heard } from './contract-samples.ts';
import { openPostgresStore } from './postgres.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../../fixtures/postgres/server.ts';
import type { Store } from './store.ts';

let server: TestPostgres;
let schemas = 0;

/** Two on one schema, as two processes would have it. */
const openTwo = async (): Promise<[Store, Store]> => {
  const url = server.url(`two_${++schemas}`);
  // At once: both find nothing and want to make the tables.
  const both = await Promise.all([openPostgresStore({ url }), openPostgresStore({ url })]);
  onTestFinished(async () => void (await Promise.all(both.map((store) => store.close()))));
  return both;
};

/** Resolves once the store has told of so many more events, with their words. */
const nextEvents = (store: Store, count: number): Promise<string[]> =>
  new Promise((resolve) => {
    const events: string[] = [];
    const leave = store.subscribe(({ type, action, id }) => {
      events.push(`${type} ${action} ${id}`);
      if (events.length < count) return;
      leave();
      resolve(events);
    });
  });

describe.skipIf(postgresPrograms() === null && !process.env['CI'])('two processes on one PostgreSQL', () => {
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('start at the same time, and share one default list', async () => {
    const [a, b] = await openTwo();
    expect(await a.lists()).toEqual(await b.lists());
    expect(await a.lists()).toMatchObject([{ id: 'default' }]);
  });

  it('have each change of a user in force in the other as soon as it is answered', async () => {
    const [a, b] = await openTwo();
    await addUser(a, 'u_1', { senders: [domain('acme.test')] });
    expect(await b.userByName('name-of-u_1')).toMatchObject({ senders: [{ status: 'pending' }] });
    await b.issueToken('default', 's_default_acme.test', { hash: 'h', at: 1, expiresAt: 99 });
    expect(await a.useToken('h', 2)).toMatchObject({ state: 'verified' });
    expect(await b.useToken('h', 3)).toMatchObject({ state: 'used' });
    expect(await b.user('default', 'u_1')).toMatchObject({ senders: [{ status: 'verified' }] });

    await b.putUser(aUser('u_1', { passwordHash: 'new', updatedAt: 2_000 }), [], 1_000);
    expect(await a.user('default', 'u_1')).toMatchObject({ user: { passwordHash: 'new' } });
    await a.deleteUser('default', 'u_1');
    expect(await b.user('default', 'u_1')).toBeNull();
    expect(await b.senders('default', { limit: 9 })).toEqual({ items: [], next: null });
  });

  it('let one of two change what both saw, use a token, or take a name', async () => {
    const [a, b] = await openTwo();
    await addUser(a, 'u_1');
    const changed = await Promise.all(
      [a, b].map((store, n) => store.putUser(aUser('u_1', { updatedAt: 2_000 + n }), [], 1_000)),
    );
    expect(changed.filter(({ ok }) => ok)).toHaveLength(1);
    const named = await Promise.all([a, b].map((store, n) => addUser(store, `u_n${n}`, { username: 'one' })));
    expect(named.filter(({ ok }) => ok)).toHaveLength(1);
    await addUser(a, 'u_s', { senders: [domain('x.test')] });
    await a.issueToken('default', 's_default_x.test', { hash: 'h', at: 1, expiresAt: 99 });
    const used = await Promise.all([a.useToken('h', 2), b.useToken('h', 2)]);
    expect(used.map(({ state }) => state).toSorted()).toEqual(['used', 'verified']);
  });

  it('tell each what the other stored, in order and once', async () => {
    const [a, b] = await openTwo();
    const first = nextEvents(b, 3);
    await a.commitMessage(aMessage('m_1'), bytes('x'), aDecision('d_1', { messageId: 'm_1' }));
    a.recordSession(aSession('c_1'));
    await a.flush();
    expect(await first).toEqual(['message created m_1', 'decision created d_1', 'session created c_1']);
    const second = nextEvents(b, 3);
    await a.deleteMessage('m_1');
    await a.createList({ id: 'spring', name: 'Spring', createdAt: 1 });
    await a.deleteMessages('default');
    expect(await second).toEqual(['message deleted m_1', 'list created spring', 'messages deleted default']);
  });

  it('hand a whole message over with its event, however many come at once', async () => {
    const [a, b] = await openTwo();
    const got: string[] = [];
    const all = new Promise<void>((resolve) => {
      b.subscribe((event) => {
        if (event.type !== 'message' || event.action !== 'created') return;
        got.push(`${event.id} ${event.message.subject}`);
        if (got.length === 400) resolve();
      });
    });
    const own = heard(a);
    await Promise.all(
      Array.from({ length: 400 }, (_, n) =>
        a.commitMessage(aMessage(`m_${n}`, { subject: `no ${n}` }), bytes('x'), null),
      ),
    );
    await all;
    expect(got).toEqual(Array.from({ length: 400 }, (_, n) => `m_${n} no ${n}`));
    expect(own).toHaveLength(400);
  });

  it('number messages so that no page and no `after` misses one of the other', async () => {
    const [a, b] = await openTwo();
    const seen = new Set<string>();
    let after: string | undefined;
    const look = async (): Promise<void> => {
      const { items } = await b.messages({ after }, { limit: 1_000 });
      for (const { id } of items) seen.add(id);
      after = items[0]?.id ?? after;
    };
    const writing = Promise.all(
      [a, b].map(async (store, which) => {
        for (let n = 0; n < 60; n++) await store.commitMessage(aMessage(`m_${which}_${n}`), bytes('x'), null);
      }),
    );
    const done = new AbortController();
    void writing.finally(() => done.abort());
    while (!done.signal.aborted) await look();
    await look();
    expect(seen.size).toBe(120);
  });

  it('take a message to the next hop once', async () => {
    const [a, b] = await openTwo();
    const messages = Array.from({ length: 40 }, (_, n) => aMessage(`m_${n}`));
    await Promise.all(messages.map((one) => a.commitMessage(one, bytes('x'), null, newDelivery(one, 5))));
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 ? a : b).claimDeliveries({ holder: `w_${n}`, now: 5, until: 1_000, limit: 7 }),
      ),
    );
    const given = claims.flat().map(({ id }) => id);
    expect([given.length, new Set(given).size]).toEqual([40, 40]);
  });

  it('find what the other stored, and count failed logins together', async () => {
    const [a, b] = await openTwo();
    await a.commitMessage(aMessage('m_1', { subject: 'findme' }), bytes('x'), null);
    expect((await b.messages({ q: 'find' }, { limit: 9 })).items).toMatchObject([{ id: 'm_1' }]);
    const fail = (store: Store) =>
      store.failures.count([{ key: 'k', most: 3 }], { now: 10, windowMs: 100 }, true);
    const answers = await Promise.all([a, b, a, b, a, b].map(fail));
    expect(answers.filter((answer) => answer === null)).toHaveLength(3);
  });

  it('see when a user last sent through the other', async () => {
    const [a, b] = await openTwo();
    await addUser(a, 'u_1');
    a.touchUser('default', 'u_1', 5_000);
    await a.flush();
    expect(await b.user('default', 'u_1')).toMatchObject({ user: { lastUsedAt: 5_000 } });
  });
});
