import { describe, expect, it } from 'vitest';
import { guard, isApiPath, isLoopback } from './guard.ts';

const LOCAL = { host: 'localhost:8025' };
const CLICK = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

/** What is called, and the code of the refusal; null lets it on. */
const CASES: [
  says: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  code: string | null,
][] = [
  ['a program on loopback', 'POST', '/api/lists', LOCAL, null],
  ['a loopback address of the whole block', 'GET', '/api/lists', { host: '127.9.8.7' }, null],
  ['IPv6 loopback', 'GET', '/api/lists', { host: '[::1]:8025' }, null],
  ['a sub-domain of localhost', 'GET', '/', { host: 'Mail.LocalHost:1' }, null],
  ['the configured host', 'GET', '/', { host: 'relay.test:8025' }, null],
  ['no host', 'GET', '/', {}, 'foreign-host'],
  ['a rebound name', 'GET', '/', { host: 'evil.test:8025' }, 'foreign-host'],
  ['a name that ends like the loopback one', 'GET', '/', { host: 'evillocalhost' }, 'foreign-host'],
  ['a name that begins like a loopback address', 'GET', '/', { host: '127.0.0.1.evil.test' }, 'foreign-host'],
  ['an address beyond the block', 'GET', '/', { host: '127.0.0.300' }, 'foreign-host'],
  ['two hosts', 'GET', '/', { host: 'localhost, evil.test' }, 'foreign-host'],
  ['a host with user information', 'GET', '/', { host: 'localhost@evil.test' }, 'foreign-host'],
  ['the wildcard address', 'GET', '/', { host: '0.0.0.0:8025' }, 'foreign-host'],
  [
    'our own page',
    'POST',
    '/api/lists',
    { ...LOCAL, origin: 'http://localhost:8025', 'sec-fetch-site': 'same-origin' },
    null,
  ],
  ['our own page on port 80', 'POST', '/api/lists', { host: 'localhost', origin: 'http://localhost' }, null],
  [
    'another port of the same host',
    'POST',
    '/api/lists',
    { ...LOCAL, origin: 'http://localhost:3000' },
    'foreign-origin',
  ],
  [
    'another loopback name',
    'POST',
    '/api/lists',
    { ...LOCAL, origin: 'http://127.0.0.1:8025' },
    'foreign-origin',
  ],
  ['another scheme', 'POST', '/api/lists', { ...LOCAL, origin: 'https://localhost:8025' }, 'foreign-origin'],
  ['an opaque origin', 'POST', '/verify/x', { ...LOCAL, origin: 'null' }, 'foreign-origin'],
  ['a foreign page', 'GET', '/api/lists', { ...LOCAL, origin: 'https://evil.test' }, 'foreign-origin'],
  [
    'a foreign preflight',
    'OPTIONS',
    '/api/lists',
    { ...LOCAL, origin: 'https://evil.test', 'access-control-request-method': 'PUT' },
    'foreign-origin',
  ],
  [
    'a foreign image',
    'GET',
    '/api/messages',
    { ...LOCAL, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    'foreign-origin',
  ],
  [
    'a page of the same site',
    'GET',
    '/api/messages',
    { ...LOCAL, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
    'foreign-origin',
  ],
  [
    'an address that a person typed',
    'GET',
    '/api/messages',
    { ...LOCAL, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' },
    null,
  ],
  ['a click on a verification link', 'GET', '/verify/abc', { ...LOCAL, ...CLICK }, null],
  ['a click on a link to a page', 'GET', '/lists/x/inbox', { ...LOCAL, ...CLICK }, null],
  ['a click on a link to the API', 'GET', '/api/messages', { ...LOCAL, ...CLICK }, 'foreign-origin'],
  ['the same, spelt otherwise', 'GET', '/%61pi/messages', { ...LOCAL, ...CLICK }, 'foreign-origin'],
  [
    'a click on a link to MailHog’s routes of a list',
    'GET',
    '/lists/x/api/v1/messages',
    { ...LOCAL, ...CLICK },
    'foreign-origin',
  ],
  ['a foreign form', 'POST', '/verify/abc', { ...LOCAL, ...CLICK }, 'foreign-origin'],
  [
    'a frame of a foreign page',
    'GET',
    '/verify/abc',
    { ...LOCAL, ...CLICK, 'sec-fetch-dest': 'iframe' },
    'foreign-origin',
  ],
];

describe('guard', () => {
  it.each(CASES)('%s: %s %s', (_, method, path, headers, code) => {
    const call = { method, path, header: (name: string) => headers[name] ?? null };
    expect(guard(call, { hosts: ['relay.test'] })?.code ?? null).toBe(code);
  });

  it('takes any host where a password protects, but no foreign origin', () => {
    const call = (headers: Record<string, string>) =>
      guard({ method: 'GET', path: '/', header: (name) => headers[name] ?? null }, { hosts: 'any' })?.code ??
      null;
    expect(call({ host: 'anything.test' })).toBeNull();
    expect(call({ host: 'anything.test', origin: 'http://anything.test' })).toBeNull();
    expect(call({ host: 'anything.test', origin: 'http://evil.test' })).toBe('foreign-origin');
    expect(call({})).toBe('foreign-host');
  });

  it('takes the origin by which people reach the pages for our own, and no other', () => {
    const call = (origin: string) =>
      guard(
        {
          method: 'POST',
          path: '/verify/x',
          header: (name) => ({ host: 'smtp.example', origin })[name] ?? null,
        },
        { hosts: ['smtp.example'], origin: 'https://smtp.example' },
      )?.code ?? null;
    expect(call('https://smtp.example')).toBeNull();
    expect(call('https://smtp.example:444')).toBe('foreign-origin');
    expect(call('https://evil.example')).toBe('foreign-origin');
  });

  it('tells pages from what is for programs', () => {
    expect(['/api', '/api/x', '/lists/a/api/v1/messages', '/%61pi/x'].filter(isApiPath)).toHaveLength(4);
    expect(['/', '/apis', '/lists/a/inbox', '/verify/api', '/%'].filter(isApiPath)).toEqual([]);
  });

  it('knows loopback addresses as --host writes them', () => {
    expect(['127.0.0.1', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '192.0.2.1', ''].some(isLoopback)).toBe(false);
  });

  it('names --public-url as the way out where pages come by TLS from a balancer, and nowhere else', () => {
    const detail = (origin: string) =>
      guard(
        {
          method: 'POST',
          path: '/login',
          header: (name) => ({ host: 'smtp.example', origin })[name] ?? null,
        },
        { hosts: 'any' },
      )?.detail;
    expect(detail('https://smtp.example')).toContain('--public-url=https://smtp.example');
    expect(detail('https://evil.example')).not.toContain('--public-url');
  });
});
