/** What the service is told to do: flags and environment, checked, or the words with which it declines to start. */

import { isIP, isIPv4 } from 'node:net';

import packageJson from '../package.json' with { type: 'json' };
import { readFlags, usage, type Flags, type Given } from './flags.ts';
import { parseDuration } from './model/duration.ts';
import { parseHop, type SmtpHop } from './model/next-hop.ts';
import { parsePortRanges, type PortRange } from './model/port-range.ts';
import { fail, ok, type Result } from './model/result.ts';
import { parseRetention, type Retention } from './model/retention.ts';
import { LOG_FORMATS, type LogFormat } from './telemetry/log-format.ts';

export const VERSION: string = packageJson.version;

export type Config = {
  /** A name or address without brackets; SMTP and HTTP bind to it. */
  host: string;
  ports: PortRange[];
  /** 0: any free port. */
  httpPort: number;
  store: StoreConfig;
  /** Paths of PEM files; null where the service makes its own certificate. */
  tls: { cert: string; key: string } | null;
  nextHop: NextHop;
  requireTls: boolean;
  testClock: boolean;
  /** null only on loopback: then this machine's programs need none. */
  adminPassword: string | null;
  /** Addresses and networks of balancers, whose SMTP connections begin with a PROXY header. */
  proxyFrom?: readonly string[];
  /** What bounds the messages that each list keeps; without it they stay until they are deleted. */
  keep?: Retention;
  /** The origin by which people reach pages and links, where that is not this process itself. */
  publicUrl?: string;
  /** `text` if left out. */
  log?: LogFormat;
};

export type StoreConfig =
  | { kind: 'memory' }
  | { kind: 'sqlite'; path: string }
  /** With user and password, as given; in no message. */
  | { kind: 'postgres'; url: string };

export type NextHop =
  | { kind: 'inbox' }
  /** `expiryMs`: how long a message is tried. */
  | { kind: 'smtp'; hop: SmtpHop; expiryMs: number };

/** What to say and with which code to end instead of starting: 0 on standard output, 2 on standard error. */
export type Exit = { exit: number; message: string };

/**
 * Reads arguments (without node and script) and environment. A mistake is one line that names the value, what gave it
 * and the way out; the usage follows where the command line itself makes no sense. Secrets are in no message.
 */
export const parseConfig = (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Result<Config, Exit> => {
  const flags = readFlags(argv, env);
  if (!flags.ok) return refuse(`${flags.error}\n\n${usage()}`);
  if (flags.value.given('help')) return fail({ exit: 0, message: usage() });
  if (flags.value.given('version')) return fail({ exit: 0, message: VERSION });
  return readConfig(flags.value);
};

/** 127.0.0.0/8, ::1, localhost. Any other spelling of them counts as foreign, which only asks for a password. */
export const isLoopback = (host: string): boolean =>
  host.toLowerCase() === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

const readConfig = (flags: Flags): Result<Config, Exit> => {
  const host = read(flags.given('host'), parseHost);
  if (!host.ok) return host;
  const ports = read(flags.given('ports'), parsePortRanges);
  if (!ports.ok) return ports;
  const httpPort = read(flags.given('http-port'), parseHttpPort);
  if (!httpPort.ok) return httpPort;
  const store = read(flags.given('store'), parseStore);
  if (!store.ok) return store;
  const expiry = read(flags.given('next-hop-expiry'), parseExpiry);
  if (!expiry.ok) return expiry;
  const nextHop = read(flags.given('next-hop'), (text) => parseNextHop(text, expiry.value));
  if (!nextHop.ok) return nextHop;
  const tls = readTls(flags.given('tls-cert'), flags.given('tls-key'));
  if (!tls.ok) return tls;
  const adminPassword = readAdminPassword(flags.given('admin-password'), host.value);
  if (!adminPassword.ok) return adminPassword;
  const proxyFrom = readIfGiven(flags.given('proxy-protocol-from'), parseNetworks);
  if (!proxyFrom.ok) return proxyFrom;
  const keep = readIfGiven(flags.given('keep'), parseRetention);
  if (!keep.ok) return keep;
  const publicUrl = readIfGiven(flags.given('public-url'), parsePublicUrl);
  if (!publicUrl.ok) return publicUrl;
  const log = read(flags.given('log'), parseLog);
  if (!log.ok) return log;
  if (publicUrl.value !== null && adminPassword.value === null)
    return refuse(
      `--public-url "${publicUrl.value}" would open pages and API to whoever reaches it: set SMTP_PLUS_ADMIN_PASSWORD as well`,
    );
  return ok({
    host: host.value,
    ports: ports.value,
    httpPort: httpPort.value,
    store: store.value,
    tls: tls.value,
    nextHop: nextHop.value,
    requireTls: flags.given('require-tls') !== null,
    testClock: flags.given('test-clock') !== null,
    adminPassword: adminPassword.value,
    ...(log.value !== 'text' && { log: log.value }),
    ...(proxyFrom.value && { proxyFrom: proxyFrom.value }),
    ...(keep.value && { keep: keep.value }),
    ...(publicUrl.value !== null && { publicUrl: publicUrl.value }),
  });
};

/** Puts what gave the value before the words about it. */
const read = <T>(
  given: Given | null,
  parse: (text: string) => Result<T, { message: string }>,
): Result<T, Exit> => {
  const parsed = parse(given?.value.trim() ?? '');
  return parsed.ok ? parsed : refuse(`${given?.by}: ${parsed.error.message}`);
};

const readIfGiven = <T>(
  given: Given | null,
  parse: (text: string) => Result<T, { message: string }>,
): Result<T | null, Exit> => (given === null ? ok(null) : read(given, parse));

/** Addresses, or networks with the length of their prefix, parted by commas. */
const parseNetworks = (text: string): Result<string[], { message: string }> => {
  const networks = text.split(',').map((one) => one.trim());
  const bad = networks.find((one) => !isNetwork(one));
  return bad === undefined
    ? ok(networks)
    : wrong(
        `"${bad}" is no address: give such as 10.0.0.7, 10.0.0.0/8 or fd00::/8, several parted by commas`,
      );
};

const isNetwork = (text: string): boolean => {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && (bits === undefined || Number(bits) <= (family === 4 ? 32 : 128));
};

const parsePublicUrl = (text: string): Result<string, { message: string }> => {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
    ? ok(url.origin)
    : wrong(
        `"${withoutSecrets(text)}" is no public URL: give scheme, host and port only, such as https://smtp.example`,
      );
};

const parseLog = (text: string): Result<LogFormat, { message: string }> => {
  const form = LOG_FORMATS.find((one) => one === text);
  return form ? ok(form) : wrong(`"${text}" is no form of the log: give ${LOG_FORMATS.join(', ')}`);
};

/** An address, or a name of letters, digits, hyphens and dots. An empty host would mean every interface: refused. */
const parseHost = (text: string) => {
  const host = text.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) || /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(host)
    ? ok(host)
    : wrong(`"${text}" is no host: give an address such as 127.0.0.1 or a host name`);
};

const parseHttpPort = (text: string) =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535
    ? ok(Number(text))
    : wrong(`"${text}" is no port: give a number from 0 to 65535, 0 for any free one`);

const parseStore = (text: string): Result<StoreConfig, { message: string }> => {
  if (text === 'memory:') return ok({ kind: 'memory' });
  if (/^postgres(ql)?:/i.test(text))
    return URL.canParse(text)
      ? ok({ kind: 'postgres', url: text })
      : wrong(
          `"${withoutSecrets(text)}" cannot be read: give postgres://user:password@host:5432/database, with %40 for an @ in the password`,
        );
  const path = /^sqlite:(.*)$/s.exec(text)?.[1] ?? '';
  return path !== '' && path !== ':memory:' && !path.includes('\0')
    ? ok({ kind: 'sqlite', path })
    : wrong(
        `"${withoutSecrets(text)}" is no store: give memory:, sqlite:PATH, such as sqlite:.data/smtp-plus.db, or postgres://…`,
      );
};

const parseNextHop = (text: string, expiryMs: number): Result<NextHop, { message: string }> => {
  if (text === 'inbox:') return ok({ kind: 'inbox' });
  const hop = parseHop(text);
  return hop.ok ? ok({ kind: 'smtp', hop: hop.value, expiryMs }) : hop;
};

const parseExpiry = (text: string) => {
  const ms = parseDuration(text);
  return ms === null || ms < SHORTEST_EXPIRY || ms > LONGEST_EXPIRY
    ? wrong(`"${text}" is no time to try for: give one from 1s to 365d, such as 5d or 12h`)
    : ok(ms);
};

const [SHORTEST_EXPIRY, LONGEST_EXPIRY] = [1000, 365 * 86_400_000];

const readTls = (cert: Given | null, key: Given | null): Result<Config['tls'], Exit> => {
  if (!cert && !key) return ok(null);
  if (!cert || !key)
    return refuse(
      `${cert ? '--tls-cert' : '--tls-key'} needs ${cert ? '--tls-key' : '--tls-cert'} beside it: give both or neither\n\n${usage()}`,
    );
  const empty = [cert, key].find(({ value }) => value.trim() === '');
  return empty
    ? refuse(`${empty.by}: "" is no file: give the path of a PEM file`)
    : ok({ cert: cert.value, key: key.value });
};

const readAdminPassword = (given: Given | null, host: string): Result<string | null, Exit> => {
  if (given && given.value.trim() === '')
    return refuse(`${given.by}: an empty password protects nothing: give one or leave it out`);
  if (given) return ok(given.value);
  if (isLoopback(host)) return ok(null);
  return refuse(
    `host "${host}" is not loopback and would be open to others: set SMTP_PLUS_ADMIN_PASSWORD (or --admin-password), or use --host 127.0.0.1`,
  );
};

/** A URL with what stands before its last `@`, and a password among its parameters, blanked. */
const withoutSecrets = (url: string): string =>
  url.replace(/^([a-z]+:\/\/)?.*@/is, '$1***@').replace(/(password=)[^&]*/gi, '$1***');

const wrong = (message: string) => fail({ message });

const refuse = (message: string) => fail({ exit: 2, message });
