import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hashToken } from '../model/password.ts';
import { StoreUnavailable } from '../store/store.ts';
import { aMessage, bytesOf, createTestApi } from './api.test-kit.ts';
import { type HttpOptions, startHttp } from './node-server.ts';

const start = async (change: Partial<HttpOptions> = {}) => {
  const api = createTestApi();
  const { app, clock } = api;
  const { random, log } = api.services;
  const server = await startHttp({
    ...{ app, host: '127.0.0.1', port: 0, clock, random, log },
    failures: api.services.store.failures,
    logins: api.services.store.logins,
    ...change,
  });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= (api.stop.abort(), server.close()));
  onTestFinished(close);
  /** Node's own client, since `fetch` does not let Host and Sec-Fetch be set. */
  const send = async (
    path: string,
    {
      method = 'GET',
      headers = {},
      body = '',
    }: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return response;
  };
  return { api, server, close, send, url: `http://127.0.0.1:${server.port}` };
};

describe('startHttp', () => {
  it('serves the app, with the strictest headers where the app says nothing', async () => {
    const { url } = await start();
    const health = await fetch(`${url}/api/health`);
    expect(await health.json()).toMatchObject({ status: 'ok' });
    expect(Object.fromEntries(health.headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const page = await fetch(`${url}/`);
    expect(page.headers.get('content-security-policy')).toContain('style-src');
    expect(
      [...health.headers.keys(), ...page.headers.keys()].filter((name) => name.startsWith('access-control')),
    ).toEqual([]);
  });

  it('lets go of a client that does not send its request in time, but for an import', async () => {
    const { server, api } = await start({ bodyMs: 50 });
    const begin = (path: string, type: string) => {
      const sent = request({
        ...{ host: '127.0.0.1', port: server.port, path, method: 'POST', agent: false },
        headers: { 'content-type': type, 'content-length': '1024' },
      });
      sent.flushHeaders();
      return sent;
    };
    const slow = begin('/api/lists', 'application/json');
    const long = begin('/api/lists/default/import', 'application/x-tar');
    await expect(once(slow, 'response')).rejects.toThrow('hang up');
    long.end(Buffer.alloc(1024));
    const [answered] = (await once(long, 'response')) as [IncomingMessage];
    expect([answered.statusCode, await text(answered)]).toEqual([
      422,
      expect.stringContaining('it is empty'),
    ]);
    expect(await api.store.lists()).toHaveLength(1);
  });

  it('asks to come again where the store cannot tell who is logged in; health needs no store', async () => {
    const away = () => Promise.reject(new StoreUnavailable('the connection is lost'));
    const { send } = await start({
      adminPassword: 'right',
      failures: { count: away, forget: away },
      logins: { scope: 'x', add: away, isLive: away, remove: away },
    });
    const cookie = `smtp-plus-${(await hashToken('x')).slice(0, 8)}=y`;
    for (const headers of [{ cookie }, { authorization: `Basic ${btoa('x:right')}` }]) {
      const refused = await send('/api/lists', { headers });
      expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5']);
    }
    expect((await send('/api/health', { headers: { cookie } })).statusCode).toBe(200);
  });

  it('refuses what a rebound name or a foreign page sends', async () => {
    const { send, server } = await start();
    const headers = { host: `127.0.0.1:${server.port}` };
    const cases: [Record<string, string>, number][] = [
      [headers, 200],
      [{ host: 'evil.test' }, 403],
      [{ ...headers, origin: 'https://evil.test' }, 403],
      [{ ...headers, origin: 'null' }, 403],
      [{ ...headers, origin: `http://127.0.0.1:${server.port}` }, 200],
      [{ ...headers, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ];
    for (const [given, status] of cases)
      expect([given, (await send('/api/lists', { headers: given })).statusCode]).toEqual([given, status]);
    const refused = await send('/api/lists', { headers: { host: 'evil.test' } });
    expect(await json(refused)).toMatchObject({ type: '/problems/foreign-host', status: 403 });
  });

  it('answers no preflight of a foreign page', async () => {
    const { send } = await start();
    const headers = { origin: 'https://evil.test', 'access-control-request-method': 'PUT' };
    for (const path of ['/api/lists/default/faults', '/api/v1/messages', '/verify/x']) {
      const refused = await send(path, { method: 'OPTIONS', headers });
      expect([path, refused.statusCode, refused.headers['content-type']]).toEqual([
        path,
        403,
        'application/problem+json',
      ]);
      expect(Object.keys(refused.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('refuses a Host that is given twice', async () => {
    const { server } = await start();
    const socket = connect(server.port, '127.0.0.1');
    socket.end('GET /api/lists HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 40[03] /);
  });

  it('lets a click in a web mailer through to the verification page', async () => {
    const { api, send } = await start();
    await api.post('/api/lists/default/users', { authorizedDomains: 'a.test' });
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    const page = await send(`/verify/${api.tokens['a.test']![0]}`, { headers });
    expect([page.statusCode, await text(page)]).toEqual([200, expect.stringContaining('Verify a.test')]);
  });

  it('does not start beyond this machine without a password', async () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1'])
      for (const adminPassword of [undefined, null, ''])
        await expect(start({ host, adminPassword })).rejects.toThrow('--admin-password');
  });

  it('asks for the password beyond this machine, and takes any name that leads here', async () => {
    const { send } = await start({ host: '0.0.0.0', adminPassword: 'secret word' });
    const host = { host: 'relay.test:8025' };
    expect((await send('/api/lists', { headers: host })).statusCode).toBe(401);
    expect((await send('/api/health', { headers: host })).statusCode).toBe(200);
    const authorization = `Basic ${btoa('x:secret word')}`;
    expect((await send('/api/lists', { headers: { ...host, authorization } })).statusCode).toBe(200);
    expect(
      (await send('/api/lists', { headers: { ...host, authorization, origin: 'http://evil.test' } }))
        .statusCode,
    ).toBe(403);
    const login = await send('/login', { method: 'POST', headers: host, body: 'password=secret+word' });
    const cookie = login.headers['set-cookie']![0]!.split(';')[0]!;
    expect([login.statusCode, login.headers.location]).toEqual([303, '/']);
    expect((await send('/api/lists', { headers: { ...host, cookie } })).statusCode).toBe(200);
  });

  it('answers and logs where the app itself fails', async () => {
    const logged: unknown[] = [];
    const app = { fetch: () => Promise.reject(new Error('secret')) };
    const { send } = await start({ app, log: (message, error) => void logged.push([message, error]) });
    const answer = await send('/');
    expect([answer.statusCode, (await text(answer)).includes('secret')]).toEqual([500, false]);
    expect(logged).toEqual([['GET could not be answered', new Error('secret')]]);
  });

  it('says which port is in use', async () => {
    const { server } = await start();
    await expect(start({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('streams a large message as it is', async () => {
    const { api, url } = await start();
    const bytes = bytesOf('From: a@b.test', '', ...Array.from({ length: 30_000 }, () => 'x'.repeat(78)));
    await api.store.commitMessage(aMessage({ size: bytes.length }), bytes, null);
    const raw = await fetch(`${url}/api/messages/m_1/raw`);
    expect(new Uint8Array(await raw.arrayBuffer())).toEqual(bytes);
  });

  it('holds no answer for a client that has left', async () => {
    const { api, url } = await start();
    let waiting = 0;
    const { subscribe } = api.store;
    const left = new Promise<void>((resolve) => {
      api.store.subscribe = (listener) => {
        const stop = subscribe(listener);
        waiting += 1;
        return () => {
          stop();
          waiting -= 1;
          resolve();
        };
      };
    });
    const asked = new AbortController();
    const answer = fetch(`${url}/api/messages?wait=60`, { signal: asked.signal });
    await expect.poll(() => waiting).toBe(1);
    asked.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await left;
    expect(waiting).toBe(0);
  });

  it('ends event streams and idle connections when it closes, and takes no new ones', async () => {
    const { url, close, server } = await start();
    const events = await fetch(`${url}/api/events`);
    const reader = events.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('retry');
    await close();
    expect((await reader.read()).done).toBe(true);
    await expect(fetch(`http://127.0.0.1:${server.port}/api/health`)).rejects.toThrow('fetch failed');
  });

  it('lets no half-sent request keep it from closing', async () => {
    const { server, close } = await start();
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /api/lists HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    socket.on('error', () => undefined);
    const gone = once(socket, 'close');
    await close();
    await gone;
  });
});
