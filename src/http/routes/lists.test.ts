import { describe, expect, it } from 'vitest';
import { JIM_DEFAULTS } from '../../model/jim.ts';
import { createTestApi } from '../api.test-kit.ts';
import type { ListJson } from '../contract/lists.ts';
import type { SenderJson } from '../contract/senders.ts';

const codeOf = ({ body }: { body: { type?: string } }) => body.type?.split('/').at(-1);

describe('lists', () => {
  it('begin with the default list', async () => {
    const { body } = await createTestApi().get('/api/lists');
    expect(body).toEqual({ items: [{ id: 'default', name: 'Default list' }], next: null });
  });

  it.each([
    [{ name: 'Café Nord / 2' }, { id: 'cafe-nord-2', name: 'Café Nord / 2' }],
    [{ id: 'w_1' }, { id: 'w_1', name: 'w_1' }],
    [
      { id: 'x', name: ' Y ' },
      { id: 'x', name: 'Y' },
    ],
  ])('are made of %j', async (given, made) => {
    const api = createTestApi();
    const created = await api.post<ListJson>('/api/lists', given);
    expect([created.status, created.body, created.headers.get('location')]).toEqual([
      201,
      made,
      `/api/lists/${made.id}`,
    ]);
    expect((await api.get<ListJson>(`/api/lists/${made.id}`)).body).toEqual(made);
  });

  it.each([
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: '日本' }, 'name'],
    [{ id: 'Not Good' }, 'id'],
    [{ id: 'a', extra: 1 }, 'extra'],
  ])('are not made of %j', async (given, field) => {
    const refused = await createTestApi().post('/api/lists', given);
    expect([refused.status, refused.body.errors?.map((error) => error.field)]).toEqual([422, [field]]);
  });

  it('have an id of their own', async () => {
    const api = createTestApi();
    await api.post('/api/lists', { name: 'a' });
    const again = await api.post('/api/lists', { name: 'A' });
    expect([again.status, codeOf(again)]).toEqual([409, 'list-exists']);
  });

  it('page by a cursor', async () => {
    const api = createTestApi();
    for (const id of ['a', 'b', 'c']) await api.post('/api/lists', { id });
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { body: { items: ListJson[]; next: string | null } } = await api.get(
        `/api/lists?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      ids.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.next;
    }
    expect(ids.toSorted()).toEqual(['a', 'b', 'c', 'default']);
    expect((await api.get('/api/lists?cursor=nope')).body.errors?.[0]?.field).toBe('cursor');
  });

  it('go with all that is theirs, faults and Jim too; the default list stays', async () => {
    const api = createTestApi();
    await api.post('/api/lists', { id: 'a' });
    await api.post('/api/lists/a/users', { username: 'u' });
    await api.call('PUT', '/api/lists/a/faults', [{ when: { stage: 'mail' }, then: { disconnect: true } }]);
    api.services.jims.on('a', JIM_DEFAULTS);
    expect((await api.call('DELETE', '/api/lists/a')).status).toBe(204);
    expect((await api.get('/api/lists/a/users')).status).toBe(404);
    expect(api.services.faults.get('a')).toEqual([]);
    expect(api.services.jims.get('a')).toBeNull();
    expect((await api.call('DELETE', '/api/lists/a')).status).toBe(404);
    const kept = await api.call<{ type: string }>('DELETE', '/api/lists/default');
    expect([kept.status, codeOf(kept)]).toEqual([409, 'default-list']);
  });

  it('tell a mail client what to be set to', async () => {
    const settings = {
      host: '127.0.0.1',
      ports: [
        { from: 25, to: 25 },
        { from: 1025, to: 5000 },
      ],
      authentication: ['PLAIN', 'LOGIN'],
    };
    const api = createTestApi();
    expect((await api.get('/api/lists/default/settings')).body).toEqual({
      ...settings,
      encryption: ['none', 'starttls'],
    });
    const strict = createTestApi({ relay: { ...api.services.relay, requireTls: true } });
    expect((await strict.get('/api/lists/default/settings')).body).toEqual({
      ...settings,
      encryption: ['starttls'],
    });
    expect((await api.get('/api/lists/none/settings')).status).toBe(404);
  });
});

describe('senders', () => {
  it('are listed, and asked again while they are pending', async () => {
    const api = createTestApi();
    await api.post('/api/lists/default/users', { authorizedDomains: 'a.test;b.test' });
    const { body } = await api.get<{ items: SenderJson[] }>('/api/lists/default/senders');
    expect(body.items.map(({ value, status }) => [value, status])).toEqual([
      ['a.test', 'pending'],
      ['b.test', 'pending'],
    ]);
    const [first] = api.tokens['a.test']!;
    api.clock.advance(60_000);
    const path = `/api/lists/default/senders/${body.items[0]!.id}/resend`;
    const asked = await api.post<SenderJson>(path);
    expect([
      asked.status,
      Date.parse(asked.body.requestedAt) - Date.parse(body.items[0]!.requestedAt),
    ]).toEqual([202, 60_000]);
    expect((await api.app.request(`/verify/${first}`)).status).toBe(410);
    expect((await api.verify('a.test')).status).toBe(200);
    const verified = await api.post(path);
    expect([verified.status, codeOf(verified)]).toEqual([409, 'already-verified']);
    expect((await api.post('/api/lists/default/senders/s_none/resend')).status).toBe(404);
  });
});
