/** The next hop as an admin names it: `smtp://user:password@mail.example.com:587?tls=required&connections=8`. */

import { defect, ok, type Result } from './result.ts';

/**
 * What is asked of the encryption. `offered`: STARTTLS where it is offered, with any certificate, since plain text would
 * do as well (RFC 7435). `required`: no message without TLS, and the certificate proves the name. `unverified`: no
 * message without TLS, with any certificate. `never`: plain text.
 */
export const HOP_TLS = ['offered', 'required', 'unverified', 'never'] as const;
export type HopTls = (typeof HOP_TLS)[number];

export type SmtpHop = {
  /** A name or an address, without brackets. */
  host: string;
  port: number;
  /** TLS from the first byte on (`smtps://`) rather than by STARTTLS. */
  implicitTls: boolean;
  tls: HopTls;
  /** Secret: in no log, no answer, no error. */
  auth: { username: string; password: string } | null;
  /** How many connections at most are open at once. */
  connections: number;
};

export const DEFAULT_CONNECTIONS = 4;
export const MOST_CONNECTIONS = 100;

/** Without secrets, for people: `mail.example.com:587`. */
export const formatHop = ({ host, port }: Pick<SmtpHop, 'host' | 'port'>): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Fails with code `next-hop`; what the words quote of the URL is never its login. */
export const parseHop = (text: string): Result<SmtpHop> => {
  const url = URL.parse(text);
  const scheme = /^smtps?(?=:\/\/)/i.exec(text)?.[0].toLowerCase();
  if (!scheme || !url || url.hostname === '')
    return defect('next-hop', `${quotedUrl(text)} is no next hop: give inbox: or smtp://host:port`);
  const wrong = (words: string) => defect('next-hop', `${quotedUrl(text)}: ${words}`);
  if ((url.pathname !== '' && url.pathname !== '/') || url.hash !== '')
    return wrong(
      'a next hop has no path: give smtp://host:port, and a "/" or "#" of the login as %2F or %23',
    );
  for (const [name] of url.searchParams)
    if (name !== 'tls' && name !== 'connections')
      return wrong(`there is no parameter "${name}": give tls or connections`);

  const implicitTls = scheme === 'smtps';
  const auth = readLogin(url);
  if (auth === undefined)
    return wrong('a login is user:password, both, each with % and two digits where needed');
  const host = url.hostname.replace(/[[\]]/g, '');
  const careful = implicitTls || (auth !== null && !LOOPBACK.test(host));
  const tls = url.searchParams.get('tls') ?? (careful ? 'required' : 'offered');
  if (!isTls(tls)) return wrong(`tls is one of ${HOP_TLS.join(', ')}, not "${tls}"`);
  if (implicitTls && (tls === 'never' || tls === 'offered'))
    return wrong(`smtps: is always encrypted, so that tls is required or unverified, not "${tls}"`);
  const connections = url.searchParams.get('connections') ?? String(DEFAULT_CONNECTIONS);
  if (!/^\d{1,3}$/.test(connections) || Number(connections) < 1 || Number(connections) > MOST_CONNECTIONS)
    return wrong(`connections is a number from 1 to ${MOST_CONNECTIONS}, not "${connections}"`);
  return ok({
    host,
    port: Number(url.port) || (implicitTls ? 465 : 25),
    implicitTls,
    tls,
    auth,
    connections: Number(connections),
  });
};

/** null where the URL has no login; undefined where it has half of one, or a `%` that means nothing. */
const readLogin = ({ username, password }: URL): SmtpHop['auth'] | undefined => {
  if (username === '' && password === '') return null;
  if (username === '' || password === '') return undefined;
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
};

const isTls = (text: string): text is HopTls => (HOP_TLS as readonly string[]).includes(text);

/** All before the last `@` goes: a login that is written wrongly may hold anything. */
const quotedUrl = (text: string): string => `"${text.replace(/^([a-z]+:\/\/)?.*@/is, '$1***@')}"`;

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/i;
