import { describe, expect, it } from 'vitest';
import { aMessage, bytesOf, createTestApi, START, type TestApi } from '../api.test-kit.ts';
import type { MessageDetail, MessageJson } from '../contract/messages.ts';

type Listing = { items: MessageJson[]; next: string | null };

const TEXT = bytesOf(
  'From: a@shop.test',
  'Subject: Hello',
  '',
  'Your code is 482913, see https://shop.test/in?x=1 now.',
);

const deliver = (api: TestApi, change: Parameters<typeof aMessage>[0] = {}, bytes = TEXT) =>
  api.store.commitMessage(aMessage({ size: bytes.length, ...change }), bytes, null);

const idsOf = async (api: TestApi, query: string) =>
  (await api.get<Listing>(`/api/messages?${query}`)).body.items.map(({ id }) => id);

describe('GET /api/messages', () => {
  it('lists the newest first and filters', async () => {
    const api = createTestApi();
    await api.post('/api/lists', { id: 'other' });
    await deliver(api, { id: 'm_1' });
    await deliver(api, {
      id: 'm_2',
      at: START + 1000,
      mailFrom: 'z@zoo.test',
      rcptTo: ['c@else.test'],
      subject: 'Invoice',
    });
    await deliver(api, { id: 'm_3', at: START + 2000, list: 'other' });
    expect(await idsOf(api, '')).toEqual(['m_3', 'm_2', 'm_1']);
    expect(await idsOf(api, 'list=default')).toEqual(['m_2', 'm_1']);
    expect(await idsOf(api, 'to=C@else.test')).toEqual(['m_2']);
    expect(await idsOf(api, 'from=@zoo.test')).toEqual(['m_2']);
    expect(await idsOf(api, 'q=invoice')).toEqual(['m_2']);
    expect(await idsOf(api, 'after=m_2')).toEqual(['m_3']);
    expect(await idsOf(api, `after=${START + 1000}`)).toEqual(['m_3']);
    expect(await idsOf(api, `after=${new Date(START + 1000).toISOString()}`)).toEqual(['m_3']);
    const page = await api.get<Listing>('/api/messages?limit=1');
    expect(page.body.items[0]?.at).toBe('2026-01-02T03:04:07.678Z');
    expect(await idsOf(api, `limit=5&cursor=${page.body.next}`)).toEqual(['m_2', 'm_1']);
  });

  it.each([
    ['wait=61', 'wait'],
    ['wait=soon', 'wait'],
    ['after=yesterday', 'after'],
    ['limit=0', 'limit'],
    ['cursor=%21', 'cursor'],
    ['subject=x', 'subject'],
  ])('refuses %s and names the field', async (query, field) => {
    const refused = await createTestApi().get(`/api/messages?${query}`);
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([422, field]);
  });

  it('says that a list is not there rather than that it is empty', async () => {
    expect((await createTestApi().get('/api/messages?list=nope&wait=60')).status).toBe(404);
  });

  it('waits until a message matches', async () => {
    const api = createTestApi();
    const waiting = api.get<Listing>('/api/messages?to=late@else.test&wait=60');
    await deliver(api, { id: 'm_1' });
    await deliver(api, { id: 'm_2', rcptTo: ['late@else.test'] });
    expect((await waiting).body.items.map(({ id }) => id)).toEqual(['m_2']);
  });

  it('answers at once what is there, and nothing once the time is over', async () => {
    const api = createTestApi();
    expect((await api.get<Listing>('/api/messages?wait=0.01')).body).toEqual({ items: [], next: null });
    await deliver(api);
    expect((await api.get<Listing>('/api/messages?wait=60')).body.items).toHaveLength(1);
  });

  it('stops waiting when the service stops', async () => {
    const api = createTestApi();
    const waiting = api.get<Listing>('/api/messages?wait=60');
    api.stop.abort();
    expect((await waiting).body.items).toEqual([]);
  });
});

describe('GET a message', () => {
  it('shows it with its parts', async () => {
    const api = createTestApi();
    await deliver(api);
    const { body } = await api.get<MessageDetail>('/api/messages/m_1');
    expect(body).toMatchObject({ id: 'm_1', decisionId: 'd_1', html: null, attachments: [] });
    expect(body.text).toContain('482913');
    expect(body.headers).toEqual([
      { name: 'From', value: 'a@shop.test' },
      { name: 'Subject', value: 'Hello' },
    ]);
  });

  it('hands out the stored bytes as a download', async () => {
    const api = createTestApi();
    await deliver(api);
    const raw = await api.app.request('/api/messages/m_1/raw');
    expect(new Uint8Array(await raw.arrayBuffer())).toEqual(TEXT);
    expect(Object.fromEntries(raw.headers)).toMatchObject({
      'content-type': 'message/rfc822',
      'content-length': String(TEXT.length),
      'content-disposition': `attachment; filename="m_1.eml"; filename*=UTF-8''m_1.eml`,
      'x-content-type-options': 'nosniff',
    });
  });

  it('finds links and one-time codes', async () => {
    const api = createTestApi();
    await deliver(api);
    expect((await api.get('/api/messages/m_1/links')).body).toEqual({
      links: ['https://shop.test/in?x=1'],
      codes: ['482913'],
    });
  });

  it('hands out an attachment so that no browser runs it', async () => {
    const api = createTestApi();
    const bytes = bytesOf(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'hi',
      '--b',
      'Content-Type: text/html',
      'Content-Disposition: attachment; filename="ü \\"x\\".html"',
      '',
      '<script>1</script>',
      '--b',
      'Content-Type: image/png',
      'Content-Disposition: attachment; filename=p.png',
      '',
      'x',
      '--b--',
    );
    await deliver(api, {}, bytes);
    const { body } = await api.get<MessageDetail>('/api/messages/m_1');
    expect(body.attachments.map(({ n, contentType }) => [n, contentType])).toEqual([
      [0, 'text/html'],
      [1, 'image/png'],
    ]);
    const page = await api.app.request('/api/messages/m_1/attachments/0');
    expect(await page.text()).toContain('<script>');
    expect(page.headers.get('content-type')).toBe('application/octet-stream');
    expect(page.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[ -~]+\.html"; filename\*=UTF-8''%C3%BC%20/,
    );
    expect(page.headers.get('content-security-policy')).toContain('sandbox');
    expect((await api.app.request('/api/messages/m_1/attachments/1')).headers.get('content-type')).toBe(
      'image/png',
    );
    for (const n of ['2', 'x', '-1'])
      expect((await api.get(`/api/messages/m_1/attachments/${n}`)).status).toBe(404);
  });

  it.each(['', '/raw', '/links', '/attachments/0'])('is not found where there is none%s', async (rest) => {
    expect((await createTestApi().get(`/api/messages/m_none${rest}`)).status).toBe(404);
  });
});

describe('DELETE messages', () => {
  it('deletes one, once', async () => {
    const api = createTestApi();
    await deliver(api);
    expect((await api.call('DELETE', '/api/messages/m_1')).status).toBe(204);
    expect((await api.call('DELETE', '/api/messages/m_1')).status).toBe(404);
  });

  it('deletes all of a list that is named, and of no other', async () => {
    const api = createTestApi();
    await api.post('/api/lists', { id: 'other' });
    await deliver(api, { id: 'm_1' });
    await deliver(api, { id: 'm_2', list: 'other' });
    const unnamed = await api.call<{ errors: { field: string }[] }>('DELETE', '/api/messages');
    expect([unnamed.status, unnamed.body.errors[0]?.field]).toEqual([422, 'list']);
    expect((await api.call('DELETE', '/api/messages?list=default')).status).toBe(204);
    expect(await idsOf(api, '')).toEqual(['m_2']);
    expect((await api.call('DELETE', '/api/messages?list=nope')).status).toBe(404);
  });
});

describe('GET /api/messages/{id}/html', () => {
  const HTML = bytesOf(
    'From: a@shop.test',
    'Content-Type: multipart/related; boundary=r',
    '',
    '--r',
    'Content-Type: text/html',
    '',
    '<p>Hi<script>x()</script><img src="cid:logo"><img src="cid:page"><img src="https://x.test/p.png"></p>',
    '--r',
    'Content-Type: image/png',
    'Content-ID: <logo>',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw==',
    '--r',
    'Content-Type: text/html',
    'Content-ID: <page>',
    'Content-Disposition: attachment',
    '',
    '<script>x()</script>',
    '--r--',
    '',
  );

  it('answers a document for a sandboxed frame, its own images within', async () => {
    const api = createTestApi();
    await deliver(api, { id: 'm_1' }, HTML);
    const response = await api.app.request('/api/messages/m_1/html');
    const html = await response.text();
    expect(html).toContain('<p>Hi<img src="data:image/png;base64,iVBORw=="><img><img></p>');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:;/,
    );
    expect(policy).toContain("frame-ancestors 'self'");
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect((await api.get<MessageDetail>('/api/messages/m_1')).body.remote).toEqual({ images: 1, other: 0 });
  });

  it('lets in what comes from elsewhere only when asked', async () => {
    const api = createTestApi();
    await deliver(api, { id: 'm_1' }, HTML);
    const response = await api.app.request('/api/messages/m_1/html?remote=true');
    expect(await response.text()).toContain('<img src="https://x.test/p.png">');
    expect(response.headers.get('content-security-policy')).toContain('img-src data: http: https:;');
  });

  it('is not there where the message has none', async () => {
    const api = createTestApi();
    await deliver(api, { id: 'm_1' });
    expect((await api.get('/api/messages/m_1/html')).status).toBe(404);
    expect((await api.get('/api/messages/m_2/html')).status).toBe(404);
  });
});
