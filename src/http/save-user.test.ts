import { describe, expect, it } from 'vitest';
import { createTestApi, START, type Answer, type TestApi } from './api.test-kit.ts';
import type { ProblemJson } from './contract/problem.ts';
import type { UserJson } from './contract/users.ts';

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

describe('PATCH a user', () => {
  it('changes what is given and nothing else', async () => {
    const api = createTestApi();
    const { user } = await add(api, {
      username: 'a',
      note: 'n',
      authorizedDomains: 'a.test',
      authorizedSenders: 'b@b.test',
    });
    const changed = await api.call<UserJson>('PATCH', `${USERS}/${user.id}`, {
      priority: 2,
      authorizedSenders: '',
    });
    expect(changed.body).toMatchObject({
      username: 'a',
      note: 'n',
      priority: 2,
      authorizedDomains: 'a.test',
      authorizedSenders: '',
    });
    expect(Date.parse(changed.body.updatedAt)).toBe(START + 1);
    expect(changed.body.senders).toHaveLength(1);
  });

  it('changes nothing where nothing is given', async () => {
    const api = createTestApi();
    const { user } = await add(api);
    expect((await api.call<UserJson>('PATCH', `${USERS}/${user.id}`, {})).body).toEqual(user);
  });

  it('activates once a sender is verified, and not before', async () => {
    const api = createTestApi();
    const { user } = await add(api, { authorizedDomains: 'shop.test' });
    const path = `${USERS}/${user.id}`;
    const early = await api.call('PATCH', path, { active: true });
    expect([early.status, codeOf(early)]).toEqual([409, 'sender-not-verified']);
    expect((early.body as ProblemJson).detail).toContain('"shop.test"');
    await api.verify('shop.test');
    expect((await api.call<UserJson>('PATCH', path, { active: true })).body.active).toBe(true);
    expect((await api.call<UserJson>('PATCH', path, { active: false })).body.active).toBe(false);
  });

  it('sets a user who loses the last verified sender to inactive, and asks anew when it comes back', async () => {
    const api = createTestApi();
    const { id } = await addVerified(api);
    const path = `${USERS}/${id}`;
    await api.call('PATCH', path, { active: true });
    const without = await api.call<UserJson>('PATCH', path, { authorizedDomains: '' });
    expect(without.body).toMatchObject({ active: false, senders: [] });
    const again = await api.call<UserJson>('PATCH', path, { authorizedDomains: 'shop.test' });
    expect(again.body).toMatchObject({ active: false, senders: [{ status: 'pending' }] });
    expect(api.tokens['shop.test']).toHaveLength(2);
  });

  it('refuses to lose it where active is asked for', async () => {
    const api = createTestApi();
    const { id } = await addVerified(api);
    await api.call('PATCH', `${USERS}/${id}`, { active: true });
    const refused = await api.call('PATCH', `${USERS}/${id}`, {
      active: true,
      authorizedDomains: 'new.test',
    });
    expect([refused.status, codeOf(refused)]).toEqual([409, 'sender-not-verified']);
    expect((await api.get<UserJson>(`${USERS}/${id}`)).body.authorizedDomains).toBe('shop.test');
    expect(api.tokens['new.test']).toBeUndefined();
  });

  it('keeps a user active whose new sender another user has verified', async () => {
    const api = createTestApi();
    const { id } = await addVerified(api);
    await addVerified(api, 'other.test');
    await api.call('PATCH', `${USERS}/${id}`, { active: true });
    const changed = await api.call<UserJson>('PATCH', `${USERS}/${id}`, { authorizedDomains: 'other.test' });
    expect(changed.body).toMatchObject({
      active: true,
      senders: [{ value: 'other.test', status: 'verified' }],
    });
  });

  it('refuses a change that starts from an older state', async () => {
    const api = createTestApi();
    const { user } = await add(api);
    const path = `${USERS}/${user.id}`;
    const old = (await api.get(path)).headers.get('etag')!;
    const first = await api.call('PATCH', path, { note: '1' }, { 'if-match': old });
    const second = await api.call('PATCH', path, { note: '2' }, { 'if-match': old });
    expect([first.status, second.status, codeOf(second)]).toEqual([200, 412, 'edited-meanwhile']);
    expect(
      (await api.call('PATCH', path, { note: '3' }, { 'if-match': `"x", ${first.headers.get('etag')}` }))
        .status,
    ).toBe(200);
    expect((await api.call('PATCH', path, { note: '4' }, { 'if-match': '*' })).status).toBe(200);
  });

  it('loses none of many changes at once', async () => {
    const api = createTestApi();
    const { user } = await add(api, { username: 'old' });
    const changes = [
      { note: 'n' },
      { priority: 1 },
      { username: 'new' },
      { authorizedDomains: 'a.test' },
      { authorizedSenders: 'b@b.test' },
    ];
    await Promise.all(changes.map((change) => api.call('PATCH', `${USERS}/${user.id}`, change)));
    expect((await api.get<UserJson>(`${USERS}/${user.id}`)).body).toMatchObject(
      Object.assign({}, ...changes),
    );
  });

  it('leaves no user active whose last verified sender went at the same moment', async () => {
    const api = createTestApi();
    const { id } = await addVerified(api, 'own.test');
    const other = await addVerified(api, 'other.test');
    const { putUser } = api.store;
    api.store.putUser = async (...put) => {
      api.store.putUser = putUser;
      await api.store.deleteUser('default', other.id);
      return putUser(...put);
    };
    const changed = await api.call<UserJson>('PATCH', `${USERS}/${id}`, {
      active: true,
      authorizedDomains: 'other.test',
    });
    expect(changed.body).toMatchObject({
      active: false,
      senders: [{ value: 'other.test', status: 'pending' }],
    });
  });

  it('gives up where others are always first', async () => {
    const api = createTestApi();
    const { user } = await add(api);
    api.store.putUser = async () => ({ ok: false, error: { code: 'conflict', message: '' } });
    const answer = await api.call('PATCH', `${USERS}/${user.id}`, { note: 'n' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  });

  it('refuses a name that is taken, and a user that is gone', async () => {
    const api = createTestApi();
    await add(api, { username: 'taken' });
    const { user } = await add(api);
    expect(codeOf(await api.call('PATCH', `${USERS}/${user.id}`, { username: 'TAKEN' }))).toBe(
      'username-taken',
    );
    expect(codeOf(await api.call('PATCH', `${USERS}/u_none`, { note: '' }))).toBe('not-found');
  });
});
