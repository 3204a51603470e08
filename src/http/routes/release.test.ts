import { describe, expect, it } from 'vitest';
import { aMessage, bytesOf, createTestApi, type TestApi } from '../api.test-kit.ts';

const TEXT = bytesOf('From: a@shop.test', 'Subject: Hello', '', 'Hello.');

const deliver = (api: TestApi, change: Parameters<typeof aMessage>[0]) =>
  api.store.commitMessage(aMessage({ size: TEXT.length, ...change }), TEXT, null);

describe('POST /api/messages/{id}/release', () => {
  const TARGET = { host: 'mx.test', port: 25, to: 'c@else.test' };

  it('hands the message and the target on', async () => {
    const released: unknown[] = [];
    const api = createTestApi({
      release: async ({ id }, target) => {
        released.push([id, target]);
        return { ok: true, value: undefined };
      },
    });
    await deliver(api, { id: 'm_1' });
    expect((await api.post('/api/messages/m_1/release', TARGET)).status).toBe(204);
    expect(released).toEqual([['m_1', TARGET]]);
    expect((await api.post('/api/messages/m_2/release', TARGET)).status).toBe(404);
  });

  it('hands on how TLS is used, and a login', async () => {
    const released: unknown[] = [];
    const api = createTestApi({
      release: async (_, target) => {
        released.push(target);
        return { ok: true, value: undefined };
      },
    });
    await deliver(api, { id: 'm_1' });
    const login = { username: 'u', password: 'p' };
    expect((await api.post('/api/messages/m_1/release', { ...TARGET, tls: 'implicit', login })).status).toBe(
      204,
    );
    expect(released).toEqual([{ ...TARGET, tls: 'implicit', auth: { ...login, mechanism: 'PLAIN' } }]);
  });

  it('says what the server said', async () => {
    const api = createTestApi({
      release: async () => ({ ok: false, error: { code: 'release-failed', message: 'refused: 550 no' } }),
    });
    await deliver(api, { id: 'm_1' });
    const answer = await api.post('/api/messages/m_1/release', TARGET);
    expect([answer.status, answer.body]).toEqual([
      502,
      { type: '/problems/release-failed', title: 'Not released', status: 502, detail: 'refused: 550 no' },
    ]);
  });

  it.each([
    [{ ...TARGET, host: '' }, 'host'],
    [{ ...TARGET, host: 'smtp://mx.test' }, 'host'],
    [{ ...TARGET, port: 0 }, 'port'],
    [{ ...TARGET, port: '25' }, 'port'],
    [{ ...TARGET, tls: 'none' }, 'tls'],
    [{ ...TARGET, login: { username: 'u', password: '' } }, 'login.password'],
  ])('refuses %j and names the field', async (body, field) => {
    const api = createTestApi();
    await deliver(api, { id: 'm_1' });
    const refused = await api.post('/api/messages/m_1/release', body);
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([422, field]);
  });

  it('tells an address that is none at its field', async () => {
    const api = createTestApi({
      release: async () => ({ ok: false, error: { code: 'no-at', message: '"c" has no "@"' } }),
    });
    await deliver(api, { id: 'm_1' });
    const refused = await api.post('/api/messages/m_1/release', { ...TARGET, to: 'c' });
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      [{ field: 'to', message: '"c" has no "@"' }],
    ]);
  });
});
