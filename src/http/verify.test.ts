import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTestApi } from './api.test-kit.ts';

const ask = async (fields: object) => {
  const api = createTestApi();
  const { status } = await api.post('/api/lists/default/users', fields);
  expect(status).toBe(201);
  const visit = async (token: string, method = 'GET') => {
    const response = await api.app.request(`/verify/${token}`, { method });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const statusOf = async () => (await api.store.senders('default', { limit: 1 })).items[0]?.status;
  return { api, visit, statusOf, token: Object.values(api.tokens)[0]![0]! };
};

const titleOf = (text: string) => /<title>(.*) · SMTP\+<\/title>/.exec(text)?.[1];

describe('the verification page', () => {
  it('asks with one button, and verifies only when it is pressed', async () => {
    const { visit, statusOf, token } = await ask({ authorizedDomains: 'shop.test' });
    for (const method of ['GET', 'HEAD', 'GET']) expect((await visit(token, method)).status).toBe(200);
    expect(await statusOf()).toBe('pending');
    const { text } = await visit(token);
    expect(titleOf(text)).toBe('Verify shop.test');
    expect(text.match(/<button[^>]*>(.*?)<\/button>/g)).toEqual([
      '<button type="submit">Verify shop.test</button>',
    ]);
    expect(text).toContain('<form method="post">');
    expect(text).toContain('“Default list”');
    expect(text).not.toContain('<script');
    const done = await visit(token, 'POST');
    expect([done.status, titleOf(done.text)]).toEqual([200, 'shop.test is verified']);
    expect(await statusOf()).toBe('verified');
  });

  it('verifies once', async () => {
    const { visit, token } = await ask({ authorizedSenders: 'me@shop.test' });
    await visit(token, 'POST');
    for (const method of ['GET', 'POST']) {
      const used = await visit(token, method);
      expect([used.status, titleOf(used.text)]).toEqual([410, 'This link was used']);
    }
  });

  it('says that a link was replaced, has expired or is not known', async () => {
    const { api, visit, statusOf, token } = await ask({ authorizedSenders: 'me@shop.test' });
    const [sender] = (await api.store.senders('default', { limit: 1 })).items;
    await api.post(`/api/lists/default/senders/${sender!.id}/resend`);
    const second = api.tokens['me@shop.test']![1]!;
    for (const method of ['GET', 'POST']) {
      const old = await visit(token, method);
      expect([old.status, titleOf(old.text)]).toEqual([410, 'This link was replaced']);
      const unknown = await visit('nonsense', method);
      expect([unknown.status, titleOf(unknown.text)]).toEqual([404, 'This link is not known']);
    }
    api.clock.advance(48 * 3_600_000 + 1);
    for (const method of ['GET', 'POST']) {
      const late = await visit(second, method);
      expect([late.status, titleOf(late.text)]).toEqual([410, 'This link has expired']);
    }
    expect(await statusOf()).toBe('pending');
  });

  it('shows a name in letters of its language, and in full', async () => {
    const { visit, token } = await ask({ authorizedDomains: 'bücher.example' });
    const { text } = await visit(token);
    expect(titleOf(text)).toBe('Verify bücher.example');
    expect(text).toContain('xn--bcher-kva.example');
  });

  it('escapes what it shows', async () => {
    const api = createTestApi();
    await api.post('/api/lists', { id: 'x', name: '<img src=x onerror=alert(1)>' });
    await api.post('/api/lists/x/users', { authorizedSenders: '"<b>&"@shop.test' });
    const page = await api.app.request(`/verify/${Object.values(api.tokens)[0]![0]}`);
    const text = await page.text();
    expect(text).not.toMatch(/<img|<b>/);
    expect(text).toContain('&lt;b&gt;&amp;');
  });

  it('is kept by no cache, framed by no page, and tells no other site where it was', async () => {
    const { visit, token } = await ask({ authorizedDomains: 'shop.test' });
    const { headers } = await visit(token);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    const policy = headers.get('content-security-policy');
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]+='; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
  });
});

describe('a page', () => {
  it('names its own style in its policy, or the browser would drop it', async () => {
    const page = await createTestApi().app.request('/');
    const style = /<style>([^]*?)<\/style>/.exec(await page.text())![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`);
  });
});

describe('the front page', () => {
  it('names the addresses and how to begin', async () => {
    const { app } = createTestApi();
    const text = await (await app.request('http://localhost:8025/')).text();
    for (const word of [
      '127.0.0.1',
      '25, 1025-5000',
      '3976',
      'EACCES',
      'STARTTLS',
      '/api/openapi.json',
      '/api/v2/messages',
      'curl http://localhost:8025/api/lists/default/users',
    ])
      expect(text).toContain(word);
  });

  it('cuts a long row of ports that are not available', async () => {
    const unavailable = Array.from({ length: 4000 }, (_, i) => ({ port: i + 1025, why: 'EADDRINUSE' }));
    const { services } = createTestApi();
    const { app } = createTestApi({
      relay: { ...services.relay, smtp: () => ({ host: 'x', listening: 0, unavailable }) },
    });
    expect(await (await app.request('/')).text()).toContain('and 3995 more');
  });
});

describe('the page of a problem', () => {
  it('says what to do', async () => {
    const { app } = createTestApi();
    const page = await app.request('/problems/sender-not-verified');
    expect(titleOf(await page.text())).toBe('No verified sender');
    expect((await app.request('/problems/toString')).status).toBe(404);
  });
});
