import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../store/memory.ts';
import { aMessage } from '../store/contract-samples.ts';
import { ContentMissing, StoreUnavailable } from '../store/store.ts';
import { createTestApi } from './api.test-kit.ts';
import type { ProblemJson } from './contract/problem.ts';

const send = async (init: RequestInit & { path?: string }) => {
  const { app } = createTestApi();
  const response = await app.request(init.path ?? '/api/lists', { method: 'POST', ...init });
  return { status: response.status, body: (await response.json()) as ProblemJson, headers: response.headers };
};

const JSON_HEADERS = { 'content-type': 'application/json' };

describe('a body', () => {
  it.each([
    ['no JSON', { body: '{', headers: JSON_HEADERS }, 400, 'malformed-request'],
    [
      'no UTF-8',
      { body: new Uint8Array([0x22, 0xff, 0x22]), headers: JSON_HEADERS },
      400,
      'malformed-request',
    ],
    ['no type', { body: new TextEncoder().encode('{}') }, 415, 'unsupported-media-type'],
    ['a form', { body: new URLSearchParams({ name: 'x' }) }, 415, 'unsupported-media-type'],
    [
      'another charset',
      { body: '{}', headers: { 'content-type': 'application/json; charset=latin1' } },
      415,
      'unsupported-media-type',
    ],
    [
      'a large one',
      { body: JSON.stringify({ name: 'x'.repeat(1_048_576) }), headers: JSON_HEADERS },
      413,
      'too-large',
    ],
    ['nothing', {}, 422, 'invalid-request'],
    ['an array', { body: '[]', headers: JSON_HEADERS }, 422, 'invalid-request'],
  ])('that is %s is refused', async (_, init, status, code) => {
    const refused = await send(init);
    expect([refused.status, refused.body.status, refused.body.type]).toEqual([
      status,
      status,
      `/problems/${code}`,
    ]);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.body.detail.length).toBeGreaterThan(10);
  });

  it('is read no further than it may be long, whatever is said of its length', async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const refused = await send({ body, headers: JSON_HEADERS, duplex: 'half' } as RequestInit);
    expect(refused.status).toBe(413);
    expect(pulled).toBeLessThan(25);
  });

  it('may come in pieces', async () => {
    const body = new ReadableStream({
      start(controller) {
        for (const piece of ['{"na', 'me":', '"x"}']) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    const made = await send({ body, headers: JSON_HEADERS, duplex: 'half' } as RequestInit);
    expect([made.status, made.body]).toMatchObject([201, { id: 'x' }]);
  });

  it('may name its charset and a type that ends in +json', async () => {
    for (const type of ['application/json; charset=UTF-8', 'application/vnd.x+json'])
      expect((await send({ body: '{"name":"x"}', headers: { 'content-type': type } })).status).toBe(201);
  });
});

describe('a route', () => {
  it('that is not there is a problem under /api and a page elsewhere', async () => {
    const { get, app } = createTestApi();
    for (const path of ['/api', '/api/nope', '/api/lists/default/nope'])
      expect((await get(path)).body).toMatchObject({ type: '/problems/not-found', status: 404 });
    const page = await app.request('/nope<b>');
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await page.text()).not.toContain('<b>');
  });

  it('that does not know a method names those that it knows', async () => {
    const { call } = createTestApi();
    const refused = await call<ProblemJson>('PUT', '/api/lists/default/users');
    expect([refused.status, refused.body.type, refused.headers.get('allow')]).toEqual([
      405,
      '/problems/method-not-allowed',
      'GET, HEAD, POST',
    ]);
    expect((await call('OPTIONS', '/api/health')).status).toBe(405);
  });

  it('answers HEAD as GET without a body', async () => {
    const { call } = createTestApi();
    expect(await call('HEAD', '/nope')).toMatchObject({ status: 404, body: '' });
    const head = await createTestApi().app.request('/api/events', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('takes no field of the query that it does not know', async () => {
    const { get } = createTestApi();
    expect((await get('/api/health?x=1')).body.errors?.[0]?.field).toBe('x');
  });
});

describe('what breaks', () => {
  it('says nothing of itself to the client, and all to the log', async () => {
    const broken = { ...createMemoryStore(), lists: () => Promise.reject(new Error('secret path')) };
    const api = createTestApi({ store: broken });
    const answer = await api.get('/api/lists');
    expect([answer.status, answer.body.type]).toEqual([500, '/problems/internal-error']);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(JSON.stringify(api.seen.logged)).toContain('GET /api/lists');
  });

  it('is told as unavailable where it is the store', async () => {
    const full = {
      ...createMemoryStore(),
      createList: () => Promise.reject(new StoreUnavailable('disk full')),
    };
    const answer = await createTestApi({ store: full }).post('/api/lists', { name: 'x' });
    expect([answer.status, answer.body.type, answer.headers.get('retry-after')]).toEqual([
      503,
      '/problems/store-unavailable',
      '5',
    ]);
  });
});

describe('a message whose content is missing', () => {
  it('is listed and deleted like any other, and who reads it is told the file and the way out', async () => {
    const base = createMemoryStore();
    await base.commitMessage(aMessage('m_1'), new Uint8Array(), null);
    const words = 'the file "/data/m_0" is not there; restore it from a backup, or delete the message';
    const store = { ...base, content: () => Promise.reject(new ContentMissing(words)) };
    const { app } = createTestApi({ store });
    for (const path of ['/api/messages/m_1/raw', '/api/messages/m_1', '/api/v1/messages/m_1/download']) {
      const answer = await app.request(path);
      expect([answer.status, await answer.text()]).toEqual([
        500,
        expect.stringContaining(JSON.stringify(words)),
      ]);
    }
    expect((await app.request('/api/messages?list=default')).status).toBe(200);
    expect((await app.request('/api/messages/m_1', { method: 'DELETE' })).status).toBe(204);
  });
});

describe('MailHog’s routes', () => {
  it('stand at /api for the default list and below /lists for any', async () => {
    const { app } = createTestApi();
    expect((await app.request('/api/v2/messages')).status).toBe(200);
    expect((await app.request('/lists/default/api/v2/messages')).status).toBe(200);
    expect((await app.request('/lists/nope/api/v2/messages')).status).toBe(404);
  });

  it('take no body without end', async () => {
    const { app } = createTestApi();
    const large = await app.request('/api/v2/jim', { method: 'POST', body: 'x'.repeat(1_048_577) });
    expect(large.status).toBe(413);
  });
});
