import { describe, expect, it } from 'vitest';
import { aDecision, aMessage, bytesOf, createTestApi, START, type TestApi } from './api.test-kit.ts';
import type { CountsJson } from './contract/lists.ts';

const HOUR = 3_600_000;

const counts = async (api: TestApi, query = '') =>
  (await api.get<CountsJson>(`/api/lists/default/counts${query}`)).body;

const accept = (api: TestApi, id: string, at: number, change: Parameters<typeof aMessage>[0] = {}) =>
  api.store.commitMessage(aMessage({ id, at, ...change }), bytesOf('Subject: x', '', 'x'), null);

describe('the counts of a list', () => {
  it('are nought in an empty list, and tell the time of the service', async () => {
    const empty = { users: 0, waiting: 0, messages: 0, messagesToday: 0, refusedToday: 0 };
    expect(await counts(createTestApi())).toEqual({ now: '2026-01-02T03:04:05.678Z', ...empty });
  });

  it('tell users, senders that wait, and messages; mails of the service are none of a user', async () => {
    const api = createTestApi();
    await api.post('/api/lists/default/users', { username: 'shop', authorizedDomains: 'a.test;b.test' });
    await api.verify('a.test');
    await accept(api, 'm_1', START);
    await accept(api, 'm_2', START, { kind: 'verification' });
    expect(await counts(api)).toMatchObject({ users: 1, waiting: 1, messages: 2, messagesToday: 1 });
  });

  it('reach back to the beginning of the UTC day, or to where "since" says', async () => {
    const api = createTestApi();
    await accept(api, 'm_1', START - 4 * HOUR);
    await accept(api, 'm_2', START - 2 * HOUR);
    api.store.recordDecision(aDecision({ id: 'd_1', at: START - 4 * HOUR }));
    api.store.recordDecision(aDecision({ id: 'd_2', at: START - 2 * HOUR, action: 'defer' }));
    api.store.recordDecision(aDecision({ id: 'd_3', at: START - 1 * HOUR, action: 'accept', rule: null }));
    expect(await counts(api)).toMatchObject({ messages: 2, messagesToday: 1, refusedToday: 1 });
    expect(await counts(api, '?since=2026-01-01T22:00:00.000%2B00:00')).toMatchObject({
      messagesToday: 2,
      refusedToday: 2,
    });
  });

  it('go on by what happens, and forget what is two days old', async () => {
    const api = createTestApi();
    await accept(api, 'm_1', START);
    expect(await counts(api)).toMatchObject({ messagesToday: 1, refusedToday: 0 });
    await accept(api, 'm_2', START);
    api.store.recordDecision(aDecision());
    expect(await counts(api)).toMatchObject({ messagesToday: 2, refusedToday: 1 });
    expect(await counts(api)).toMatchObject({ messagesToday: 2, refusedToday: 1 });
    api.clock.advance(49 * HOUR);
    expect(await counts(api, '?since=2026-01-01T00:00:00Z')).toMatchObject({
      messages: 2,
      messagesToday: 0,
      refusedToday: 0,
    });
  });

  it('begin anew with a list that was deleted and made again, and are kept apart from those of others', async () => {
    const api = createTestApi();
    await api.post('/api/lists', { id: 'a' });
    await accept(api, 'm_1', START, { list: 'a' });
    const of = async () => (await api.get<CountsJson>('/api/lists/a/counts')).body.messagesToday;
    expect([await of(), (await counts(api)).messagesToday]).toEqual([1, 0]);
    await api.call('DELETE', '/api/lists/a');
    await api.post('/api/lists', { id: 'a' });
    expect(await of()).toBe(0);
  });

  it('count a message whose event comes while the store is still being read once', async () => {
    const api = createTestApi();
    const [before] = await Promise.all([counts(api), accept(api, 'm_1', START)]);
    expect(before.messagesToday).toBeLessThanOrEqual(1);
    expect((await counts(api)).messagesToday).toBe(1);
  });

  it('refuse a "since" that is no instant', async () => {
    const refused = await createTestApi().get('/api/lists/default/counts?since=today');
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([422, 'since']);
  });
});
