import { describe, expect, test } from 'vitest';

import { isLoopback, parseConfig, VERSION } from './config.ts';
import { FLAGS } from './flags.ts';

const PLAIN = {
  host: '127.0.0.1',
  ports: [
    { from: 25, to: 25 },
    { from: 1025, to: 5000 },
  ],
  httpPort: 8025,
  store: { kind: 'sqlite', path: '.data/smtp-plus.db' },
  tls: null,
  nextHop: { kind: 'inbox' },
  requireTls: false,
  testClock: false,
  adminPassword: null,
};

test('without flags and environment it is all defaults', () => {
  expect(parseConfig([], {})).toEqual({ ok: true, value: PLAIN });
});

describe('what is told changes that and nothing else', () => {
  test.each<[argv: string[], env: Record<string, string>, changes: object]>([
    [['--host', '::1'], {}, { host: '::1' }],
    [['--host', '[::1]'], {}, { host: '::1' }],
    [['--host=localhost'], {}, { host: 'localhost' }],
    [['--host', '127.9.9.9'], {}, { host: '127.9.9.9' }],
    [['--ports', '2525'], {}, { ports: [{ from: 2525, to: 2525 }] }],
    [['--ports', '2525', '--ports', '25'], {}, { ports: [{ from: 25, to: 25 }] }],
    [['--http-port', '0'], {}, { httpPort: 0 }],
    [['--http-port', '65535'], {}, { httpPort: 65535 }],
    [['--store', 'memory:'], {}, { store: { kind: 'memory' } }],
    [['--store', 'sqlite:/var/lib/a b.db'], {}, { store: { kind: 'sqlite', path: '/var/lib/a b.db' } }],
    [['--tls-cert', 'c.pem', '--tls-key', 'k.pem'], {}, { tls: { cert: 'c.pem', key: 'k.pem' } }],
    [['--next-hop', 'inbox:'], {}, {}],
    [['--keep=7d,100,2GB'], {}, { keep: { age: 604_800_000, count: 100, bytes: 2e9 } }],
    [[], { SMTP_PLUS_KEEP: '12h' }, { keep: { age: 43_200_000, count: null, bytes: null } }],
    [['--require-tls'], {}, { requireTls: true }],
    [['--test-clock'], {}, { testClock: true }],
    [['--admin-password', 's3cret'], {}, { adminPassword: 's3cret' }],
    [['--host', '0.0.0.0', '--admin-password', 's3cret'], {}, { host: '0.0.0.0', adminPassword: 's3cret' }],
    [[], { SMTP_PLUS_HOST: '127.0.0.2' }, { host: '127.0.0.2' }],
    [[], { SMTP_PLUS_PORTS: '25' }, { ports: [{ from: 25, to: 25 }] }],
    [[], { SMTP_PLUS_HTTP_PORT: '9000' }, { httpPort: 9000 }],
    [[], { SMTP_PLUS_STORE: 'memory:' }, { store: { kind: 'memory' } }],
    [[], { DATABASE_URL: 'sqlite:x.db' }, { store: { kind: 'sqlite', path: 'x.db' } }],
    [[], { SMTP_PLUS_ADMIN_PASSWORD: ' with blanks ' }, { adminPassword: ' with blanks ' }],
    [[], { SMTP_PLUS_NEXT_HOP: 'inbox:' }, {}],
    [[], { SMTP_PLUS_STORE: 'memory:', DATABASE_URL: 'mysql://x' }, { store: { kind: 'memory' } }],
    [['--store', 'memory:'], { SMTP_PLUS_STORE: 'sqlite:x.db' }, { store: { kind: 'memory' } }],
    [[], { SMTP_PLUS_HOST: '', SMTP_PLUS_PORTS: '', DATABASE_URL: '' }, {}],
    [[], { PORT: '80', HOST: '0.0.0.0' }, {}],
  ])('%j with %j', (argv, env, changes) => {
    expect(parseConfig(argv, env)).toEqual({ ok: true, value: { ...PLAIN, ...changes } });
  });
});

describe('a mistake ends with code 2 and one line that names it', () => {
  test.each<[argv: string[], env: Record<string, string>, words: string[]]>([
    [['--ports', '25,80'], {}, ['--ports', '"80"', '25 and 1025-5000']],
    [['--ports='], {}, ['--ports', 'no port is named']],
    [[], { SMTP_PLUS_PORTS: '80' }, ['SMTP_PLUS_PORTS', '"80"']],
    [['--http-port', '65536'], {}, ['--http-port', '"65536"', '0 to 65535']],
    [['--http-port', 'web'], {}, ['--http-port', '"web"']],
    [['--host='], {}, ['--host', '""']],
    [['--host', 'a b'], {}, ['--host', '"a b"']],
    [['--host', '0.0.0.0'], {}, ['"0.0.0.0"', 'SMTP_PLUS_ADMIN_PASSWORD', '--host 127.0.0.1']],
    [['--host', '::'], {}, ['"::"', 'SMTP_PLUS_ADMIN_PASSWORD']],
    [['--host', 'mail.example'], {}, ['"mail.example"', 'SMTP_PLUS_ADMIN_PASSWORD']],
    [['--host', '127.0.0.1.example'], {}, ['SMTP_PLUS_ADMIN_PASSWORD']],
    [['--host', '::ffff:127.0.0.1'], {}, ['SMTP_PLUS_ADMIN_PASSWORD']],
    [['--host', '0.0.0.0', '--admin-password='], {}, ['--admin-password', 'empty password']],
    [['--admin-password', '  '], {}, ['--admin-password', 'empty password']],
    [['--store', 'mysql://h/db'], {}, ['--store', '"mysql://h/db"', 'memory:', 'sqlite:PATH', 'postgres://']],
    [['--store', 'smtp-plus.db'], {}, ['"smtp-plus.db"', 'sqlite:PATH']],
    [['--store', 'sqlite:'], {}, ['"sqlite:"']],
    [['--store', 'sqlite::memory:'], {}, ['"sqlite::memory:"', 'memory:']],
    [['--store', 'postgres://h:port/db'], {}, ['"postgres://h:port/db"', 'postgres://user:password@host']],
    [[], { DATABASE_URL: 'postgresql://me:pw@h:x/db' }, ['DATABASE_URL', '"postgresql://***@h:x/db"']],
    [
      ['--next-hop', 'smtp://127.0.0.1:1025?tls=no'],
      {},
      ['--next-hop', '"smtp://127.0.0.1:1025?tls=no"', 'offered'],
    ],
    [['--next-hop-expiry', '5'], {}, ['--next-hop-expiry', '"5"', '5d']],
    [['--keep', 'forever'], {}, ['--keep', '"forever"', '7d']],
    [['--next-hop-expiry', '999d'], {}, ['"999d"', '365d']],
    [
      ['--proxy-protocol-from', '10.0.0.7,balancer'],
      {},
      ['--proxy-protocol-from', '"balancer"', '10.0.0.0/8'],
    ],
    [
      [],
      { SMTP_PLUS_PROXY_PROTOCOL_FROM: '10.0.0.0/33' },
      ['SMTP_PLUS_PROXY_PROTOCOL_FROM', '"10.0.0.0/33"'],
    ],
    [['--proxy-protocol-from='], {}, ['""', '10.0.0.7']],
    [['--public-url', 'smtp.example'], {}, ['--public-url', '"smtp.example"', 'https://smtp.example']],
    [['--public-url', 'https://smtp.example/path'], {}, ['"https://smtp.example/path"']],
    [['--public-url', 'https://smtp.example'], {}, ['--public-url', 'SMTP_PLUS_ADMIN_PASSWORD']],
    [['--next-hop', 'outbox:'], {}, ['"outbox:"', 'inbox:']],
    [['--tls-cert=', '--tls-key', 'k.pem'], {}, ['--tls-cert', 'PEM']],
  ])('%j with %j', (argv, env, words) => {
    const { exit, message } = declined(argv, env);
    expect(exit).toBe(2);
    for (const word of words) expect(message).toContain(word);
    expect(message).not.toContain('\n');
  });
});

test.each([
  [['--store', 'postgres://me:pw@h/db?schema=x'], {}, 'postgres://me:pw@h/db?schema=x'],
  [[], { DATABASE_URL: 'postgresql://h/db' }, 'postgresql://h/db'],
])('%j with %j is a store in PostgreSQL', (argv, env, url) => {
  expect(parseConfig(argv, env)).toMatchObject({ ok: true, value: { store: { kind: 'postgres', url } } });
});

test('balancers are addresses and networks, and the public URL an origin', () => {
  const balancers = ['--proxy-protocol-from', '10.0.0.7, 10.1.0.0/16,fd00::/8'];
  const parsed = parseConfig(
    [...balancers, '--public-url', 'https://Smtp.example/', '--admin-password', 'x'],
    {},
  );
  expect(parsed).toMatchObject({
    ok: true,
    value: { proxyFrom: ['10.0.0.7', '10.1.0.0/16', 'fd00::/8'], publicUrl: 'https://smtp.example' },
  });
});

describe('a command line that makes no sense ends with code 2 and the usage', () => {
  test.each<[argv: string[], words: string]>([
    [['--prots', '25'], 'there is no flag "--prots"'],
    [['--prots=25'], 'there is no flag "--prots"'],
    [['-p', '25'], 'there is no flag "-p"'],
    [['--no-require-tls'], 'there is no flag "--no-require-tls"'],
    [['25'], '"25" is no flag'],
    [['--', '25'], '"25" is no flag'],
    [['--ports'], '--ports needs a value'],
    [['--ports', '--http-port', '80'], '--ports needs a value'],
    [['--require-tls=no'], '--require-tls takes no value'],
    [['--tls-cert', 'c.pem'], '--tls-cert needs --tls-key'],
    [['--tls-key', 'k.pem'], '--tls-key needs --tls-cert'],
  ])('%j', (argv, words) => {
    const { exit, message } = declined(argv);
    expect(exit).toBe(2);
    expect(message.split('\n')[0]).toContain(words);
    expect(message).toContain('usage: npm start -- [flags]');
  });
});

test('no message repeats a password', () => {
  const messages = [
    declined(['--host', 'a b', '--admin-password', 'hunter2']),
    declined(['--store', 'postgres://me:hunter2@h:x/db']),
    declined(['--store', 'postgres://h:x/db?user=me&password=hunter2']),
    declined([], { DATABASE_URL: 'mysql://me:hunter2@h/db' }),
    declined(['--next-hop', 'smtp://me:hunter2@h:25/path']),
    declined(['--next-hop', 'http://me:hunt@hunter2@h:25']),
    declined(['--next-hop', 'me:hunter2@h:25']),
    declined(['--admin-pasword=hunter2']),
  ];
  expect(messages.filter(({ message }) => message.includes('hunter2'))).toEqual([]);
});

test('help and version end with code 0, the usage with every flag, variable and default', () => {
  expect(declined(['--version'])).toEqual({ exit: 0, message: VERSION });
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+/);
  const { exit, message } = declined(['--help', '--ports', '80']);
  expect(exit).toBe(0);
  for (const flag of FLAGS)
    for (const word of [`--${flag.name} `, ...flag.env, flag.default ?? '']) expect(message).toContain(word);
  expect(Math.max(...message.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
});

test.each([
  ['127.0.0.1', true],
  ['127.255.255.255', true],
  ['::1', true],
  ['localhost', true],
  ['LOCALHOST', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['127.0.0.1.nip.io', false],
  ['127.1', false],
  ['', false],
])('the host "%s" is loopback: %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback);
});

const declined = (argv: string[], env: Record<string, string> = {}) => {
  const config = parseConfig(argv, env);
  if (config.ok) throw new Error(`it would start with ${JSON.stringify(config.value)}`);
  return config.error;
};
