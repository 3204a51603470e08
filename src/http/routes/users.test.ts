import { describe, expect, it } from 'vitest';
import { checkPassword } from '../../model/password.ts';
import { createMemoryStore } from '../../store/memory.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { createTestApi, START, type Answer, type TestApi } from '../api.test-kit.ts';
import type { ProblemJson } from '../contract/problem.ts';
import type { UserJson } from '../contract/users.ts';

const USERS = '/api/lists/default/users';
type Created = { user: UserJson; password: string };

const add = async (api: TestApi, fields: object = {}): Promise<Created> => {
  const created = await api.post<Created>(USERS, fields);
  expect(created.status).toBe(201);
  return created.body;
};

const codeOf = ({ body }: Answer<unknown>): string => (body as ProblemJson).type.split('/').at(-1)!;

/** Adds a user whose domain is verified. */
const addVerified = async (api: TestApi, domain = 'shop.test'): Promise<UserJson> => {
  const { user } = await add(api, { authorizedDomains: domain });
  await api.verify(domain);
  return user;
};

describe('POST users', () => {
  it('adds an inactive user with a made-up name, tells the password once and asks the owners', async () => {
    const api = createTestApi();
    const created = await api.post<Created>(USERS, {
      authorizedDomains: 'Shop.test; b.test',
      authorizedSenders: 'Me@x.test',
      priority: 1,
      note: 'n',
    });
    expect(created.body.user).toMatchObject({
      username: expect.stringMatching(/^smtp-[0-9a-z]{6}$/),
      active: false,
      priority: 1,
      note: 'n',
      authorizedDomains: 'shop.test;b.test',
      authorizedSenders: 'me@x.test',
      createdAt: new Date(START).toISOString(),
      lastUsedAt: null,
    });
    expect(created.body.user.senders.map(({ kind, value, status }) => [kind, value, status])).toEqual([
      ['domain', 'shop.test', 'pending'],
      ['domain', 'b.test', 'pending'],
      ['address', 'me@x.test', 'pending'],
    ]);
    expect(created.body.user.senders[0]?.expiresAt).toBe(new Date(START + 48 * 3_600_000).toISOString());
    expect(Object.keys(api.tokens)).toEqual(['shop.test', 'b.test', 'me@x.test']);
    expect(created.headers.get('cache-control')).toBe('no-store');
    expect(created.headers.get('location')).toBe(`${USERS}/${created.body.user.id}`);
    const { user } = (await api.store.user('default', created.body.user.id))!;
    expect(await checkPassword(created.body.password, user.passwordHash)).toBe(true);
  });

  it('takes a user name once, over all lists and without case', async () => {
    const api = createTestApi();
    await api.post('/api/lists', { id: 'other' });
    await add(api, { username: 'Shop' });
    const again = await api.post('/api/lists/other/users', { username: 'shop' });
    expect([again.status, codeOf(again), again.body.errors?.[0]?.field]).toEqual([
      409,
      'username-taken',
      'username',
    ]);
  });

  it('makes up another name where the first is taken', async () => {
    const api = createTestApi();
    const { putUser } = api.store;
    const names: string[] = [];
    api.store.putUser = async (user, candidates, expected) => {
      names.push(user.username);
      return names.length < 3
        ? { ok: false, error: { code: 'username-taken', message: '' } }
        : putUser(user, candidates, expected);
    };
    expect((await add(api)).user.username).toBe(names[2]);
    expect(new Set(names).size).toBe(3);
  });

  it('makes no user active before a sender of it is verified', async () => {
    const api = createTestApi();
    const early = await api.post(USERS, { active: true, authorizedDomains: 'shop.test' });
    expect([early.status, codeOf(early)]).toEqual([409, 'sender-not-verified']);
    expect((await api.get<{ items: [] }>(USERS)).body.items).toEqual([]);
    await addVerified(api);
    const { user } = await add(api, { active: true, authorizedDomains: 'shop.test' });
    expect(user.active).toBe(true);
    expect(api.tokens['shop.test']).toHaveLength(1);
  });

  it('names each bad entry with its field', async () => {
    const refused = await createTestApi().post(USERS, {
      authorizedDomains: 'a.test, b.test; me@x.test',
      authorizedSenders: 'c.test',
    });
    expect(refused.status).toBe(422);
    expect(refused.body.errors?.map(({ field }) => field)).toEqual([
      'authorizedDomains',
      'authorizedDomains',
      'authorizedSenders',
    ]);
    expect(refused.body.errors?.[0]?.message).toMatch(/semicolon/);
  });

  it('takes only fields that it knows', async () => {
    const refused = await createTestApi().post(USERS, { password: 'mine' });
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([422, 'password']);
  });

  it('knows only lists that are there', async () => {
    expect(codeOf(await createTestApi().post('/api/lists/nope/users', {}))).toBe('not-found');
  });

  it('tells the password even where the mail to the owner could not be made', async () => {
    const api = createTestApi({ verification: { ask: () => Promise.reject(new StoreUnavailable('full')) } });
    const { password } = await add(api, { authorizedDomains: 'shop.test' });
    expect(password).toMatch(/^spw_/);
    expect(api.seen.logged).toHaveLength(1);
  });

  it('tells it also where the store is gone as soon as it has the user', async () => {
    const base = createMemoryStore();
    const user = () => Promise.reject(new StoreUnavailable('the connection is lost'));
    const { password } = await add(createTestApi({ store: { ...base, user } }), {
      authorizedDomains: 'shop.test',
    });
    expect(password).toMatch(/^spw_/);
  });
});

describe('GET users', () => {
  it('pages, oldest first', async () => {
    const api = createTestApi();
    for (const username of ['a', 'b', 'c']) await add(api, { username });
    const first = await api.get<{ items: UserJson[]; next: string }>(`${USERS}?limit=2`);
    const second = await api.get<{ items: UserJson[]; next: null }>(
      `${USERS}?limit=2&cursor=${first.body.next}`,
    );
    expect([...first.body.items, ...second.body.items].map(({ username }) => username)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(second.body.next).toBeNull();
    const foreign = await api.get(`${USERS}?cursor=nonsense`);
    expect([foreign.status, foreign.body.errors?.[0]?.field]).toEqual([422, 'cursor']);
  });

  it('shows one user to its own list only', async () => {
    const api = createTestApi();
    const { user } = await add(api);
    await api.post('/api/lists', { id: 'other' });
    const shown = await api.get<UserJson>(`${USERS}/${user.id}`);
    expect(shown.body).toEqual(user);
    expect(shown.headers.get('etag')).toMatch(/^"\w+"$/);
    expect((await api.get(`/api/lists/other/users/${user.id}`)).status).toBe(404);
  });
});

describe('DELETE a user', () => {
  it('removes it once', async () => {
    const api = createTestApi();
    const { user } = await add(api);
    expect((await api.call('DELETE', `${USERS}/${user.id}`)).status).toBe(204);
    expect((await api.call('DELETE', `${USERS}/${user.id}`)).status).toBe(404);
    expect((await api.get(`${USERS}/${user.id}`)).status).toBe(404);
  });
});

describe('POST reset-password', () => {
  it('makes a new password in place of the old one and lifts the throttle', async () => {
    const api = createTestApi();
    const { user, password } = await add(api, { username: 'shop' });
    api.clock.advance(1000);
    const reset = await api.post<{ password: string }>(`${USERS}/${user.id}/reset-password`);
    const stored = (await api.store.user('default', user.id))!.user;
    expect(await checkPassword(reset.body.password, stored.passwordHash)).toBe(true);
    expect(await checkPassword(password, stored.passwordHash)).toBe(false);
    expect(stored.passwordChangedAt).toBe(START + 1000);
    expect(api.seen.forgiven).toEqual(['shop']);
    expect(reset.headers.get('cache-control')).toBe('no-store');
  });

  it('takes no password from outside', async () => {
    const api = createTestApi();
    const { user } = await add(api);
    const refused = await api.post(`${USERS}/${user.id}/reset-password`, { password: 'mine' });
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([422, 'password']);
    expect((await api.post(`${USERS}/${user.id}/reset-password`, {})).status).toBe(200);
    expect((await api.post(`${USERS}/u_none/reset-password`)).status).toBe(404);
  });
});

describe('a password', () => {
  it('is in no later answer and no event', async () => {
    const api = createTestApi();
    const events = await api.app.request('/api/events', { headers: { 'last-event-id': '0' } });
    const { user, password } = await add(api, { authorizedDomains: 'shop.test' });
    const { body: reset } = await api.post<{ password: string }>(`${USERS}/${user.id}/reset-password`);
    const seen = [];
    for (const path of [
      '/api/lists',
      USERS,
      `${USERS}/${user.id}`,
      '/api/lists/default/senders',
      '/api/sessions',
      '/api/decisions',
      '/api/messages',
      '/',
    ])
      seen.push(JSON.stringify((await api.call('GET', path)).body));
    api.stop.abort();
    seen.push(await events.text());
    expect(seen.at(-1)).toContain(user.id);
    const { passwordHash } = (await api.store.user('default', user.id))!.user;
    for (const secret of [password, reset.password, btoa(password), passwordHash])
      for (const text of seen) expect(text).not.toContain(secret);
  });
});
