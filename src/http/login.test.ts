import { describe, expect, it } from 'vitest';
import { createTestClock } from '../model/clock.ts';
import { createMemoryStore } from '../store/memory.ts';
import { createGate, SESSION_MS } from './login.ts';
import { GUESSES } from './throttle.ts';

const PASSWORD = 'correct hörse';
const BASE = 'http://relay.test:8025';

const basic = (password: string, user = 'anyone') => {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
};

const open = async () => {
  const clock = createTestClock({ now: () => 1_000_000 });
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const { failures, logins } = createMemoryStore();
  const gate = await createGate(PASSWORD, { clock, random, failures, logins, cookie: 'sid' });
  const pass = (path: string, init: RequestInit = {}, from = '192.0.2.1') =>
    gate.pass(new Request(BASE + path, init), from);
  const login = (password: string, next = '/', from?: string) =>
    pass(
      `/login?next=${encodeURIComponent(next)}`,
      { method: 'POST', body: new URLSearchParams({ password }) },
      from,
    );
  const cookieOf = (response: Response | null) => ({
    cookie: `other=1; ${response!.headers.get('set-cookie')!.split(';')[0]}`,
  });
  return { clock, pass, login, cookieOf };
};

describe('the gate', () => {
  it('lets programs in by HTTP Basic, whatever the user name', async () => {
    const { pass } = await open();
    expect(await pass('/api/lists', { headers: basic(PASSWORD) })).toBeNull();
    expect(await pass('/api/lists', { headers: basic(PASSWORD, '') })).toBeNull();
  });

  it.each([
    ['nothing', {}],
    ['a wrong password', basic('wrong')],
    ['an empty one', basic('')],
    ['another scheme', { authorization: 'Bearer x' }],
    ['no base64', { authorization: 'Basic !' }],
    ['no pair', { authorization: `Basic ${btoa('x')}` }],
    ['a made-up session', { cookie: 'sid=0123' }],
  ])('asks for a login by %s', async (_, headers) => {
    const { pass } = await open();
    const refused = await pass('/api/lists', { headers });
    expect(refused?.status).toBe(401);
    expect(refused?.headers.get('www-authenticate')).toContain('Basic');
    expect(refused?.headers.get('content-type')).toBe('application/problem+json');
  });

  it('makes no browser ask in a box of its own', async () => {
    const { pass } = await open();
    const refused = await pass('/api/lists', { headers: { 'sec-fetch-mode': 'cors' } });
    expect([refused?.status, refused?.headers.has('www-authenticate')]).toEqual([401, false]);
  });

  it('leads people to the login page and back', async () => {
    const { pass, login } = await open();
    const asked = await pass('/lists/a/inbox?q=x', { headers: { accept: 'text/html' } });
    expect([asked?.status, asked?.headers.get('location')]).toEqual([
      303,
      '/login?next=%2Flists%2Fa%2Finbox%3Fq%3Dx',
    ]);
    const page = await pass('/login?next=%2Fx');
    expect([page?.status, await page?.text()]).toEqual([
      200,
      expect.stringContaining('action="/login?next=%2Fx"'),
    ]);
    const back = await login(PASSWORD, '/lists/a/inbox?q=x');
    expect([back?.status, back?.headers.get('location')]).toEqual([303, '/lists/a/inbox?q=x']);
  });

  it.each([
    '//evil.test',
    '/\\evil.test',
    'https://evil.test',
    'javascript:alert(1)',
    '/login',
    '/a\r\nb',
    '',
  ])('leads nobody to %j after login', async (next) => {
    const { login } = await open();
    expect((await login(PASSWORD, next))?.headers.get('location')).toBe('/');
  });

  it('opens a session by a cookie that scripts do not see, for twelve hours, until logout', async () => {
    const { clock, pass, login, cookieOf } = await open();
    const opened = await login(PASSWORD);
    expect(opened?.headers.get('set-cookie')).toMatch(
      /^sid=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
    const headers = cookieOf(opened);
    expect(await pass('/api/lists', { headers })).toBeNull();
    clock.advance(SESSION_MS - 1);
    expect(await pass('/api/lists', { headers })).toBeNull();
    clock.advance(1);
    expect((await pass('/api/lists', { headers }))?.status).toBe(401);
    const second = cookieOf(await login(PASSWORD));
    expect(await pass('/', { headers: second })).toBeNull();
    const out = await pass('/logout', { method: 'POST', headers: second });
    expect([out?.status, out?.headers.get('set-cookie')]).toEqual([
      303,
      expect.stringContaining('Max-Age=0'),
    ]);
    expect((await pass('/api/lists', { headers: second }))?.status).toBe(401);
  });

  it('has the cookie sent by TLS only where the page came by TLS', async () => {
    const { pass } = await open();
    const body = () => new URLSearchParams({ password: PASSWORD });
    const from = async (origin: string) => {
      const opened = await pass('/login', { method: 'POST', body: body(), headers: { origin } });
      return opened?.headers.get('set-cookie')?.endsWith('; Secure');
    };
    expect([await from('https://smtp.example'), await from(BASE)]).toEqual([true, false]);
  });

  it('shows the login page again after a wrong password', async () => {
    const { login } = await open();
    const wrong = await login('<b>');
    expect([wrong?.status, wrong?.headers.has('set-cookie')]).toEqual([401, false]);
    const text = await wrong!.text();
    expect(text).toContain('role="alert"');
    expect(text).not.toContain('<b>');
    expect((await login(''))?.status).toBe(400);
    expect((await login('x'.repeat(5000)))?.status).toBe(400);
  });

  it('leaves verification and health open to all', async () => {
    const { pass } = await open();
    expect(await pass('/verify/abc')).toBeNull();
    expect(await pass('/verify/abc', { method: 'POST' })).toBeNull();
    expect(await pass('/api/health')).toBeNull();
    for (const path of ['/api/healthy', '/verify', '/VERIFY/abc', '/api/lists', '/'])
      expect((await pass(path))?.status).toBe(401);
  });

  it('takes so many guesses a minute from one address, and then not even the right one', async () => {
    const { clock, pass, login, cookieOf } = await open();
    const session = cookieOf(await login(PASSWORD));
    const guesses = await Promise.all(
      Array.from({ length: GUESSES.most + 5 }, (_, i) =>
        pass('/api/lists', { headers: basic(`guess ${i}`) }),
      ),
    );
    expect(guesses.filter((answer) => answer?.status === 401)).toHaveLength(GUESSES.most);
    const late = await pass('/api/lists', { headers: basic(PASSWORD) });
    expect([late?.status, Number(late?.headers.get('retry-after'))]).toEqual([429, 60]);
    expect((await login(PASSWORD))?.status).toBe(429);
    expect(await pass('/api/lists', { headers: basic(PASSWORD) }, '192.0.2.2')).toBeNull();
    expect(await pass('/api/lists', { headers: session })).toBeNull();
    clock.advance(GUESSES.withinMs);
    expect(await pass('/api/lists', { headers: basic(PASSWORD) })).toBeNull();
  });

  it('counts no right password, neither one after the other nor many at once', async () => {
    const { pass } = await open();
    const ask = () => pass('/api/lists', { headers: basic(PASSWORD) });
    for (let i = 0; i < 3 * GUESSES.most; i++) expect(await ask()).toBeNull();
    const together = await Promise.all(Array.from({ length: 3 * GUESSES.most }, ask));
    expect(together.filter((answer) => answer !== null)).toEqual([]);
  });
});

it('processes that share their logins let in who logged in at one, until the password is another', async () => {
  const clock = createTestClock({ now: () => 1_000_000 });
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const { failures, logins } = createMemoryStore();
  const gate = (password: string) => createGate(password, { clock, random, failures, logins, cookie: 'sid' });
  const [one, two, changed] = [await gate(PASSWORD), await gate(PASSWORD), await gate('another')];
  const form = new URLSearchParams({ password: PASSWORD });
  const answer = await one.pass(new Request(`${BASE}/login`, { method: 'POST', body: form }), '192.0.2.1');
  const cookie = answer?.headers.get('set-cookie')?.split(';')[0] ?? '';
  const ask = () => new Request(`${BASE}/api/lists`, { headers: { cookie } });
  expect(await two.pass(ask(), '192.0.2.1')).toBeNull();
  expect((await changed.pass(ask(), '192.0.2.1'))?.status).toBe(401);
  await two.pass(new Request(`${BASE}/logout`, { method: 'POST', headers: { cookie } }), '192.0.2.1');
  expect((await one.pass(ask(), '192.0.2.1'))?.status).toBe(401);
});
