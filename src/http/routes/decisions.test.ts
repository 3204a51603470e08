import { describe, expect, it } from 'vitest';
import { aDecision, aSession, createTestApi } from '../api.test-kit.ts';
import type { DecisionJson, Explanation, SessionJson, SessionSummary } from '../contract/decisions.ts';

type Listing<T> = { items: T[]; next: string | null };

describe('decisions', () => {
  it('are looked up by id', async () => {
    const api = createTestApi();
    api.store.recordDecision(aDecision());
    const { body } = await api.get<DecisionJson>('/api/decisions/d_1');
    expect(body).toEqual({ ...aDecision(), at: '2026-01-02T03:04:05.678Z' });
    expect((await api.get('/api/decisions/d_none')).status).toBe(404);
  });

  it('are listed by list, session and rule', async () => {
    const api = createTestApi();
    api.store.recordDecision(aDecision({ id: 'd_1' }));
    api.store.recordDecision(aDecision({ id: 'd_2', sessionId: 'c_2', rule: 'user.active' }));
    api.store.recordDecision(aDecision({ id: 'd_3', list: null, rule: 'auth.credentials' }));
    const ids = async (query: string) =>
      (await api.get<Listing<DecisionJson>>(`/api/decisions?${query}`)).body.items.map(({ id }) => id);
    expect(await ids('')).toEqual(['d_3', 'd_2', 'd_1']);
    expect(await ids('list=default')).toEqual(['d_2', 'd_1']);
    expect(await ids('session=c_2')).toEqual(['d_2']);
    expect(await ids('rule=user.active')).toEqual(['d_2']);
    expect(await ids('rule=fault.injected')).toEqual([]);
    expect(await ids('unlisted=true')).toEqual(['d_3']);
    expect((await api.get('/api/decisions?list=default&unlisted=true')).status).toBe(422);
    expect((await api.get('/api/decisions?rule=nonsense')).body.errors?.[0]).toMatchObject({ field: 'rule' });
  });
});

describe('sessions', () => {
  it('are listed without transcripts, after what is known of open ones was handed over', async () => {
    const api = createTestApi();
    api.store.recordDecision(aDecision());
    api.store.recordSession(aSession());
    api.store.recordSession(
      aSession({ id: 'c_2', username: 'zoo', outcome: 'accept', rule: null, decisions: [] }),
    );
    const ids = async (query: string) =>
      (await api.get<Listing<SessionSummary>>(`/api/sessions?${query}`)).body.items.map(({ id }) => id);
    expect(await ids('')).toEqual(['c_2', 'c_1']);
    expect(await ids('list=default&user=SHOP')).toEqual(['c_1']);
    expect(await ids('rule=sender.authorized')).toEqual(['c_1']);
    expect(await ids('port=2525&list=default')).toEqual(['c_2', 'c_1']);
    expect(await ids('port=25')).toEqual([]);
    expect(await ids('unlisted=true')).toEqual([]);
    expect(api.seen.flushed).toBe(6);
    expect((await api.get('/api/sessions?outcome=maybe')).body.errors?.[0]?.field).toBe('outcome');
    expect((await api.get('/api/sessions?list=nope')).status).toBe(404);
  });

  it('are shown with transcript and decisions', async () => {
    const api = createTestApi();
    api.store.recordDecision(aDecision());
    api.store.recordDecision(aDecision({ id: 'd_2' }));
    api.store.recordSession(aSession({ decisions: ['d_1', 'd_2', 'd_gone'] }));
    const { body } = await api.get<SessionJson>('/api/sessions/c_1');
    expect(body.transcript).toEqual([{ ms: 1, from: 'server', text: '220 hi', tls: false }]);
    expect(body.decisions.map(({ id }) => id)).toEqual(['d_1', 'd_2']);
    expect(api.seen.flushed).toBe(1);
    expect((await api.get('/api/sessions/c_none')).status).toBe(404);
  });
});

describe('explain', () => {
  const prepare = async () => {
    const api = createTestApi();
    const { body } = await api.post<{ user: { id: string } }>('/api/lists/default/users', {
      username: 'shop',
      authorizedDomains: 'shop.test',
    });
    await api.verify('shop.test');
    await api.call('PATCH', `/api/lists/default/users/${body.user.id}`, { active: true });
    const explain = async (change: object = {}) =>
      (
        await api.post<Explanation>('/api/lists/default/explain', {
          username: 'shop',
          mailFrom: 'a@shop.test',
          message: 'From: a@shop.test\n\nhi',
          ...change,
        })
      ).body;
    return { api, explain };
  };

  it('gives the decision that SMTP would give, and stores nothing', async () => {
    const { api, explain } = await prepare();
    const good = await explain();
    expect(good).toMatchObject({
      action: 'accept',
      rule: null,
      stored: false,
      headerFrom: ['a@shop.test'],
      grantedBy: [{ value: 'shop.test' }],
    });
    expect(await explain({ mailFrom: 'a@else.test' })).toMatchObject({
      action: 'reject',
      rule: 'sender.authorized',
    });
    const bad = await explain({ message: 'From: ceo@bank.test\r\n\r\nhi', rcptTo: 'b@else.test' });
    expect(bad).toMatchObject({
      action: 'reject',
      rule: 'from.authorized',
      reply: { text: expect.stringContaining(`[from.authorized ${bad.id}]`) },
    });
    expect((await api.get(`/api/decisions/${bad.id}`)).status).toBe(404);
    expect((await api.get<Listing<unknown>>('/api/messages')).body.items).toEqual([]);
  });

  it('judges line ends that are mixed as they are', async () => {
    const { explain } = await prepare();
    expect(
      await explain({ message: 'From: a@shop.test\r\nX: a\nFrom: ceo@bank.test\r\n\r\nhi' }),
    ).toMatchObject({ action: 'reject' });
  });

  it('counts recipients', async () => {
    const { explain } = await prepare();
    expect(await explain({ rcptTo: Array.from({ length: 101 }, (_, i) => `${i}@x.test`) })).toMatchObject({
      rule: 'recipient.limit',
    });
  });

  it('refuses an unknown user as SMTP does, and does not judge a user of another list', async () => {
    const { api, explain } = await prepare();
    expect(await explain({ username: 'nobody' })).toMatchObject({
      action: 'reject',
      rule: 'auth.credentials',
    });
    await api.post('/api/lists', { id: 'other' });
    const refused = await api.post('/api/lists/other/explain', {
      username: 'shop',
      mailFrom: '',
      message: '',
    });
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([422, 'username']);
  });

  it('needs what it judges', async () => {
    const { api } = await prepare();
    const refused = await api.post('/api/lists/default/explain', { username: 'shop', rcptTo: 5 });
    expect(refused.body.errors?.map(({ field }) => field)).toEqual(['mailFrom', 'rcptTo', 'message']);
  });
});
