/** Who may call at all: this machine's programs and our own pages, no web pages of other origins. Pure. */

import type { ProblemCode } from './contract/problem.ts';

export type Call = {
  method: string;
  /** As in the request line, without the query. */
  path: string;
  /** The value of a header field, null where it is missing. */
  header(name: string): string | null;
};

export type GuardConfig = {
  /** Host names that may be asked for besides the loopback ones, in lower case; `any` where a password protects. */
  hosts: readonly string[] | 'any';
  /** The origin of our own pages where it is not that of Host, as behind a balancer that speaks TLS. */
  origin?: string | null;
};

export type Refusal = { code: ProblemCode; detail: string };

/** null lets the call on. Checks Host (against DNS rebinding), then Origin, then Fetch Metadata. */
export const guard = (call: Call, config: GuardConfig): Refusal | null =>
  guardHost(call, config) ?? guardOrigin(call, config) ?? guardFetchSite(call);

/** A path that is for programs; anything else is a page, to which links of other sites may lead. */
export const isApiPath = (path: string): boolean => /^\/(lists\/[^/]*\/)?api(\/|$)/.test(decoded(path));

/** `localhost`, its sub-domains, 127.0.0.0/8 and ::1 (RFC 6761 section 6.3). */
export const isLoopback = (name: string): boolean =>
  name === '[::1]' || name === '::1' || /(^|\.)localhost$/.test(name) || isLoopbackV4(name);

const guardHost = (call: Call, { hosts }: GuardConfig): Refusal | null => {
  const host = call.header('host');
  const name = host === null ? null : hostName(host);
  if (name !== null && (isLoopback(name) || hosts === 'any' || hosts.includes(name))) return null;
  return {
    code: 'foreign-host',
    detail: `the host "${host ?? ''}" is not served here; use 127.0.0.1 or localhost, or the host or --public-url that the service was started with`,
  };
};

const guardOrigin = (call: Call, config: GuardConfig): Refusal | null => {
  const origin = call.header('origin')?.toLowerCase() ?? null;
  if (origin === null || origin === originOf(call.header('host') ?? '') || origin === config.origin)
    return null;
  const detail = `a page of "${origin}" may not use this service; call it from a program, or from its own pages`;
  // As where a balancer speaks TLS in front of it; a browser says https only of what it got by TLS.
  const perhapsOurs = origin === `https://${call.header('host')?.toLowerCase()}`;
  return {
    code: 'foreign-origin',
    detail: perhapsOurs
      ? `${detail}; if that is this service behind a balancer, start it with --public-url=${origin}`
      : detail,
  };
};

const guardFetchSite = (call: Call): Refusal | null => {
  const site = call.header('sec-fetch-site');
  if (site === null || site === 'same-origin' || site === 'none' || isNavigation(call)) return null;
  return {
    code: 'foreign-origin',
    detail: 'a page of another site may not use this service; it may only link to its pages',
  };
};

/** A click on a link, as in a web mailer on `/verify/…`. */
const isNavigation = ({ method, path, header }: Call): boolean =>
  method === 'GET' &&
  header('sec-fetch-mode') === 'navigate' &&
  header('sec-fetch-dest') === 'document' &&
  !isApiPath(path);

/** The name in a Host field, in lower case and without port; null where it is none. */
const hostName = (host: string): string | null =>
  /^([a-z0-9_-][a-z0-9._-]*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase() ?? null;

const isLoopbackV4 = (name: string): boolean =>
  /^127(\.\d{1,3}){3}$/.test(name) && name.split('.').every((part) => Number(part) < 256);

/** `http://host:port` as a browser writes it. */
const originOf = (host: string): string | null => {
  try {
    return new URL(`http://${host}`).origin;
  } catch {
    return null;
  }
};

/** Routes are found by the decoded path, so this has to look at the same. */
const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
