/** Puts the app on a socket of this machine: guards and login before it, limits around it. */

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Clock } from '../model/clock.ts';
import { base32, type Random } from '../model/id.ts';
import { hashToken } from '../model/password.ts';
import { type FailureCounter, type Logins, StoreUnavailable } from '../store/store.ts';
import { archiveOperations } from './contract/archives.ts';
import { guard, type GuardConfig, isLoopback } from './guard.ts';
import { createGate } from './login.ts';
import { problem, storeUnavailable } from './problems.ts';
import { readStaticFolder } from './node-static.ts';
import type { Answered, Log } from './services.ts';

export type HttpServer = {
  port: number;
  /** No new work; what is being answered may end, for a second at most. */
  close(): Promise<void>;
};

export type HttpOptions = {
  app: Pick<Hono, 'fetch'>;
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Needed where `host` is not loopback. */
  adminPassword?: string | null | undefined;
  /** Further names that may stand in Host. */
  allowedHosts?: readonly string[];
  /** The origin by which people reach the pages, where that is not this host and port. */
  publicUrl?: string | undefined;
  /** Where the built admin UI lies; without one the plain front page stands at `/`. */
  staticFolder?: string | null | undefined;
  clock: Clock;
  random: Random;
  /** Counts wrong admin passwords. */
  failures: FailureCounter;
  logins: Logins;
  log: Log;
  /** Is told of the answers that do not come from `app`. */
  answered?: Answered | undefined;
  /** How long a client may take to send the body of a request, but for an import; a minute, if left out. */
  bodyMs?: number | undefined;
  /** Is told of each wrong admin password, with the address that it came from. */
  wrongPassword?: ((from: string) => void) | undefined;
};

/** Rejects with the system's error where the port cannot be bound (`code` as in `EADDRINUSE`). */
export const startHttp = async (options: HttpOptions): Promise<HttpServer> => {
  const { app, host, adminPassword, log } = options;
  if (!isLoopback(host) && !adminPassword)
    throw new Error(
      `HTTP on "${host}" needs an admin password, since it is not only for this machine: give --admin-password`,
    );
  const config: GuardConfig = {
    hosts: namesOf(options),
    origin: options.publicUrl ?? null,
  };
  const gate = adminPassword
    ? await createGate(adminPassword, { ...options, cookie: await cookieName(options) })
    : null;
  const pages = options.staticFolder ? await readStaticFolder(options.staticFolder) : null;

  const answer = async (request: Request, { incoming }: HttpBindings): Promise<Response> => {
    const path = new URL(request.url).pathname;
    const bound = boundBody(incoming, options.bodyMs ?? 60_000);
    const counted = (route: string, response: Response): Response => {
      options.answered?.(request.method, route, response.status);
      return response;
    };
    const refused = guard(
      { method: request.method, path, header: (name) => soleHeader(incoming, name) },
      config,
    );
    if (refused) return counted('(refused)', problem(refused.code, refused.detail));
    const asked = await gate?.pass(request, incoming.socket.remoteAddress ?? '');
    if (asked) return counted('(login)', asked);
    // A list takes as long as it takes, from one who may import it.
    if (IMPORT.test(path)) bound.lift();
    const page = pages?.answer(request, path);
    return page ? counted('(page)', page) : app.fetch(request, { incoming });
  };

  const server = createAdaptorServer({
    fetch: async (request, env) => {
      try {
        return secured(await answer(request, env as HttpBindings));
      } catch (error) {
        log(`${request.method} could not be answered`, error);
        // What the login asks of it: a caller that waits gets in.
        if (error instanceof StoreUnavailable) return storeUnavailable();
        return problem('internal-error', 'something unexpected happened; the log of the service says more');
      }
    },
    overrideGlobalObjects: false,
    createServer,
    serverOptions: LIMITS,
  }) as Server;
  return { port: await listen(server, options), close: () => close(server) };
};

/** Lets go of a client that has not sent all of its request in time. */
const boundBody = (incoming: IncomingMessage, ms: number): { lift(): void } => {
  if (incoming.complete) return { lift: () => undefined };
  const timer = setTimeout(() => {
    if (!incoming.complete) incoming.destroy();
  }, ms);
  timer.unref();
  const lift = (): void => clearTimeout(timer);
  incoming.once('close', lift);
  return { lift };
};

const IMPORT = new RegExp(`^${archiveOperations.importList.path.replace('{list}', '[^/]+')}$`);

/** Slow clients may not hold a connection: headers within 10 s, for the body see `boundBody`. Answers may take longer. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 0,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
};

const GRACE_MS = 1000;
const SWEEP_MS = 20;

/** The same for all that share their logins; else of its own for each start: cookies know no ports, and logins end with the process. */
const cookieName = async ({ random, logins: { scope } }: HttpOptions): Promise<string> =>
  `smtp-plus-${scope === null ? base32(random(4)) : (await hashToken(scope)).slice(0, 8)}`;

/** On a wildcard address every name may lead here; then the password protects, which a rebound name does not know. */
const namesOf = ({ host, allowedHosts = [], publicUrl }: HttpOptions): GuardConfig['hosts'] => {
  if (host === '0.0.0.0' || host === '::') return 'any';
  const ownNames = [host.includes(':') ? `[${host}]` : host, ...allowedHosts];
  const names = publicUrl === undefined ? ownNames : [...ownNames, new URL(publicUrl).hostname];
  return names.map((name) => name.toLowerCase());
};

/** A field that is given twice is as none that could be trusted: all of it, joined, which then matches nothing. */
const soleHeader = (incoming: IncomingMessage, name: string): string | null =>
  incoming.headersDistinct[name]?.join(', ') ?? null;

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** What an answer does not say of itself is set to the strictest. */
const secured = (response: Response): Response => {
  for (const [name, value] of Object.entries(HEADERS))
    if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
};

const listen = (server: Server, { host, port, log }: HttpOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      // A connection that the system could not hand over must not end the service.
      server.on('error', (error) => log('a connection could not be taken', error));
      resolve((server.address() as AddressInfo).port);
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    // A connection whose answer has just ended waits for a next request: it is looked for until none is left.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const force = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(force);
      resolve();
    });
  });
