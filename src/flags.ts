/** The flags of `npm start`: one list for reading them, for the usage and for the README. */

import { parseArgs } from 'node:util';

import { fail, ok, type Result } from './model/result.ts';
import { LOG_FORMATS } from './telemetry/log-format.ts';

export type Flag = {
  name: string;
  /** What stands for the value in the usage; null for a switch. */
  value: string | null;
  /** Environment variables that are read where the flag is not given, the first that is set. */
  env: readonly string[];
  default: string | null;
  help: string;
};

const flag = <const Name extends string>(
  name: Name,
  value: string | null,
  help: string,
  more: { env?: readonly string[]; default?: string } = {},
) => ({ name, value, env: more.env ?? [], default: more.default ?? null, help });

export const FLAGS = [
  flag('host', 'HOST', 'address for SMTP and HTTP; any but loopback needs an admin password', {
    env: ['SMTP_PLUS_HOST'],
    default: '127.0.0.1',
  }),
  flag('ports', 'PORTS', 'SMTP ports, any of 25 and 1025-5000', {
    env: ['SMTP_PLUS_PORTS'],
    default: '25,1025-5000',
  }),
  flag('http-port', 'PORT', 'admin UI, API and MailHog routes; 0 takes a free one', {
    env: ['SMTP_PLUS_HTTP_PORT'],
    default: '8025',
  }),
  flag('store', 'STORE', 'memory:, sqlite:PATH, or the URL of a PostgreSQL', {
    env: ['SMTP_PLUS_STORE', 'DATABASE_URL'],
    default: 'sqlite:.data/smtp-plus.db',
  }),
  flag(
    'admin-password',
    'PASSWORD',
    'asked for by UI and API; set the variable instead, since `ps` shows flags',
    {
      env: ['SMTP_PLUS_ADMIN_PASSWORD'],
    },
  ),
  flag('tls-cert', 'FILE', 'PEM certificate, with --tls-key; without both, one is made beside the store'),
  flag('tls-key', 'FILE', 'PEM private key of --tls-cert'),
  flag('next-hop', 'HOP', 'where messages go: inbox:, or smtp://[user:pass@]host[:port]', {
    env: ['SMTP_PLUS_NEXT_HOP'],
    default: 'inbox:',
  }),
  flag('next-hop-expiry', 'TIME', 'how long a next hop is tried: 1, 5, 15, 30 min, 1, 2 h, then each 4 h', {
    env: ['SMTP_PLUS_NEXT_HOP_EXPIRY'],
    default: '5d',
  }),
  flag('keep', 'BOUNDS', 'what each list keeps, by age, number and size, such as 7d,100000,2GB', {
    env: ['SMTP_PLUS_KEEP'],
  }),
  flag('proxy-protocol-from', 'ADDRESSES', 'balancers that begin with a PROXY header (version 2)', {
    env: ['SMTP_PLUS_PROXY_PROTOCOL_FROM'],
  }),
  flag('public-url', 'URL', 'where people reach pages and verification links, if elsewhere', {
    env: ['SMTP_PLUS_PUBLIC_URL'],
  }),
  flag('log', 'FORM', `how it logs, on standard error: ${LOG_FORMATS.join(', ')}`, {
    env: ['SMTP_PLUS_LOG'],
    default: 'text',
  }),
  flag('require-tls', null, 'AUTH only after STARTTLS'),
  flag('test-clock', null, 'allows POST /api/clock, for tests'),
  flag('help', null, 'shows this'),
  flag('version', null, 'shows the version'),
] as const satisfies readonly Flag[];

export type FlagName = (typeof FLAGS)[number]['name'];

/** A value with the name of what gave it, for messages: `--ports` or `SMTP_PLUS_PORTS`. */
export type Given = { by: string; value: string };

/** `given` answers null where neither flag nor environment nor a default tells a value. A switch that is on is `''`. */
export type Flags = { given(name: FlagName): Given | null };

/**
 * Reads the command line and then the environment, where an empty variable counts as not set. Fails with one line that
 * names an unknown flag, a stray argument, a value that is missing or one that is too many.
 */
export const readFlags = (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Result<Flags, string> => {
  const onLine = new Map<string, string>();
  const options = Object.fromEntries(
    FLAGS.map(({ name, value }) => [name, { type: value === null ? 'boolean' : 'string' } as const]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') return fail(`"${token.value}" is no flag`);
    if (token.kind === 'option-terminator') continue;
    const known = FLAGS.find(({ name }) => token.rawName === `--${name}`);
    if (!known) return fail(`there is no flag "${token.rawName}"`);
    if (known.value === null && token.value !== undefined)
      return fail(`--${known.name} takes no value, not "${token.value}" either`);
    if (known.value !== null && isMissing(token))
      return fail(`--${known.name} needs a value: --${known.name}=${known.value}`);
    onLine.set(known.name, token.value ?? '');
  }
  return ok({ given: (name) => given(name, onLine, env) });
};

/** What `--help` shows, and what follows a mistake on the command line. */
export const usage = (): string =>
  ['usage: npm start -- [flags]', '', ...FLAGS.map(usageLine), '', ...ENVIRONMENT].join('\n');

const given = (
  name: FlagName,
  onLine: Map<string, string>,
  env: Readonly<Record<string, string | undefined>>,
): Given | null => {
  const value = onLine.get(name);
  if (value !== undefined) return { by: `--${name}`, value };
  const { env: variables, default: preset }: Flag = FLAGS.find((one) => one.name === name)!;
  const variable = variables.find((one) => env[one]);
  if (variable !== undefined) return { by: variable, value: env[variable] ?? '' };
  return preset === null ? null : { by: `--${name}`, value: preset };
};

/** No value, or one taken from the next flag, as in `--ports --http-port 80`. */
const isMissing = (token: { value?: string | undefined; inlineValue?: boolean | undefined }): boolean =>
  token.value === undefined || (token.inlineValue === false && token.value.startsWith('--'));

const usageLine = (flag: Flag): string => {
  const head = `  --${flag.name}${flag.value === null ? '' : ` ${flag.value}`}`;
  return `${head.padEnd(28)}${flag.help}${flag.default === null ? '' : ` (${flag.default})`}`;
};

const ENVIRONMENT = [
  'environment, where the flag is not given:',
  ...FLAGS.filter(({ env }) => env.length > 0).map(
    ({ name, env }) => `  ${`--${name}`.padEnd(26)}${env.join(', then ')}`,
  ),
];
