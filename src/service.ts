/** The composition root: the only place that knows store, relay, delivery and HTTP, and joins them. */

import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { VERSION, type Config } from './config.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createNextHop, type NextHop } from './delivery/next-hop.ts';
import { createRelease } from './delivery/release.ts';
import { createSubmit } from './delivery/submit.ts';
import { createSmtpTransport } from './delivery/smtp-transport.ts';
import { createVerification } from './delivery/verification.ts';
import { createApi } from './http/create-api.ts';
import { createNodeDisplay } from './http/node-display.ts';
import { startHttp, type HttpServer } from './http/node-server.ts';
import type { Services } from './http/services.ts';
import { createTestClock, type Clock, type TestClock } from './model/clock.ts';
import { createFaults } from './model/fault.ts';
import { createIds } from './model/id.ts';
import { createJims } from './model/jim.ts';
import { expandPortRanges } from './model/port-range.ts';
import type { Decide } from './policy/decide.ts';
import { ownHeader } from './relay/proxy.ts';
import { createSpool, takeSpooled } from './relay/receive.ts';
import { startRelay, type Relay, type RelayOptions } from './relay/relay.ts';
import {
  describeCertificate,
  makeTlsMaterial,
  ownTlsMaterial,
  readTlsMaterial,
  type TlsMaterial,
} from './relay/tls-material.ts';
import { createRandom } from './service-random.ts';
import { createTelemetry } from './service-telemetry.ts';
import { createMemoryStore } from './store/memory.ts';
import { openPostgresStore } from './store/postgres.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';
import type { Log } from './telemetry/log.ts';
import { createSweeper } from './store/sweeper.ts';

export type Service = {
  /** Where pages and API are, without a final slash. */
  url: string;
  host: string;
  listening: number[];
  unavailable: { port: number; why: string }[];
  store: Store;
  /** What its API stands on: for tests of the API with another part in the place of one. */
  services: Services;
  /** Ends within `graceMs` and a little more; what was accepted is stored. */
  stop(graceMs?: number): Promise<void>;
};

/** What keeps the service from starting, in one line that names the thing and the way out. */
export class CannotStart extends Error {
  override name = 'CannotStart';
}

export type Surroundings = {
  /** The machine's clock; a test clock runs on top of it. */
  clock?: Clock;
  /** Where the built admin UI lies; without one a plain front page stands in its place. */
  webFolder?: string | null;
  /** How long an SMTP client may take, and how many are served at once; the relay's own bounds where they are left out. */
  bounds?: Pick<RelayOptions, 'patience' | 'maxClients'>;
  log?: (message: string, error?: unknown) => void;
  /** Takes a line for each refusal, and for what else an operator wants to know. */
  events?: Pick<Log, 'write'>;
  /** What SMTP is judged by, in place of SMTP+'s own policy: for tests that show what a rule is good for. */
  policy?: Decide;
};

/** Rejects with `CannotStart`, or `StoreUnusable` of the store; nothing is left running then. */
export const startService = async (config: Config, around: Surroundings = {}): Promise<Service> => {
  const stack = new AsyncDisposableStack();
  try {
    return await start(config, around, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
};

const start = async (config: Config, around: Surroundings, stack: AsyncDisposableStack): Promise<Service> => {
  const log = around.log ?? (() => undefined);
  const machineClock = around.clock ?? { now: () => Date.now() };
  const testClock: TestClock | null = config.testClock ? createTestClock(machineClock) : null;
  const clock = testClock ?? machineClock;
  const random = createRandom();
  const makeId = createIds(random, clock);
  const [faults, jims] = [createFaults(), createJims()];
  const store = await openStore(config);
  stack.defer(() => store.close());
  const name = hostname();
  const tls = await tlsMaterial(config, name, machineClock.now());
  const nextHop = openNextHop(config, { store, clock, makeId, host: name, log });
  const delivery = nextHop ?? createDelivery({ store });
  let graceMs = 0;
  stack.defer(async () => nextHop?.stop(graceMs));
  const sweeper = config.keep ? createSweeper({ store, clock, log, retention: config.keep }) : null;
  stack.defer(async () => sweeper?.stop());
  const spool = createSpool(store.spoolFolder ?? (await passingFolder(stack)), () => makeId('m'));

  const certificate = { ...describeCertificate(tls), own: config.tls === null };
  const telemetry = createTelemetry(config, {
    ...{ store, clock, nextHop, certificateEnds: certificate.validTo },
    ports: () => ({ listening: relay.listening.length, unavailable: unavailable.length }),
    sessions: () => relay.sessions(),
    log: around.events ?? { write: () => undefined },
  });

  const { proxyFrom = [] } = config;
  const ports = expandPortRanges(config.ports);
  const relay = await startRelay({
    host: config.host,
    ports: ports.filter((port) => port !== config.httpPort),
    name,
    tls,
    tlsRequired: config.requireTls,
    proxyFrom,
    // What is accepted is queued in the same step; without a next hop the store is the relay's own.
    store: telemetry.watch(nextHop ? { ...store, commitMessage: nextHop.deliver } : store),
    clock,
    makeId,
    ...{ faults, jims, spool },
    chance: () => randomInt(2 ** 47) / 2 ** 47,
    reportBug: (error) => log('a session failed', error),
    warn: (message) => log(message),
    ...(around.policy && { policy: around.policy }),
    ...around.bounds,
  });
  const unavailable = ports.includes(config.httpPort)
    ? [...relay.unavailable, { port: config.httpPort, why: 'taken by HTTP, see --http-port' }]
    : relay.unavailable;
  stack.defer(() => relay.stop(0));
  if (relay.listening.length === 0) throw new CannotStart(noPort(unavailable));

  const shutdown = new AbortController();
  const nodeDisplay = createNodeDisplay({ log });
  stack.defer(() => nodeDisplay.close());
  let url = '';
  const services: Services = {
    version: VERSION,
    store,
    clock,
    testClock:
      testClock &&
      wakingClock(testClock, () => {
        nextHop?.wake();
        void sweeper?.sweep().catch((error: unknown) => log('--keep', error));
      }),
    random,
    makeId,
    faults,
    jims,
    verification: createVerification({
      store,
      clock,
      random,
      makeId,
      publicUrl: () => config.publicUrl ?? url,
      deliver: delivery.deliver,
    }),
    relay: {
      smtp: () => ({ host: config.host, listening: relay.listening.length, unavailable }),
      listening: () => relay.listening,
      requireTls: config.requireTls,
      certificate,
      flush: relay.flush,
      forgive: relay.forgive,
    },
    display: nodeDisplay.display,
    release: createRelease({ store, host: name }),
    submit: createSubmit({ ...config, port: relay.listening[0] ?? 0, firstWords: ownHeader(proxyFrom) }),
    login: config.adminPassword !== null,
    nextHop,
    ...telemetry.services,
    shutdown: shutdown.signal,
    log,
  };
  const http = await listenHttp(config, {
    app: createApi(services),
    clock,
    random,
    failures: store.failures,
    logins: store.logins,
    log,
    staticFolder: around.webFolder,
    answered: telemetry.answered,
    wrongPassword: telemetry.wrongPassword,
  });
  url = `http://${urlHost(config.host)}:${http.port}`;
  stack.defer(() => http.close());
  stack.defer(() => shutdown.abort());
  nextHop?.start();
  sweeper?.start();

  return {
    url,
    host: config.host,
    listening: relay.listening,
    unavailable,
    store,
    services,
    async stop(ms = 3000) {
      graceMs = ms;
      // Deliveries under way end beside the sessions; what takes longer is given back.
      void nextHop?.stop(Math.max(0, ms - 1000));
      // Whoever asks is told so while the sessions drain.
      telemetry.end();
      shutdown.abort();
      await relay.stop(ms);
      await stack.disposeAsync();
    },
  };
};

const openNextHop = (
  { nextHop }: Config,
  parts: Pick<Parameters<typeof createNextHop>[0], 'store' | 'clock' | 'makeId' | 'host' | 'log'>,
): NextHop | null => {
  if (nextHop.kind === 'inbox') return null;
  const { hop, expiryMs } = nextHop;
  const transport = createSmtpTransport({ hop, name: parts.host });
  return createNextHop({ ...parts, transport, atOnce: hop.connections, expiryMs });
};

/** What is due by the moved clock is done at once. */
const wakingClock = (clock: TestClock, wake: () => void): TestClock => ({
  ...clock,
  advance(ms) {
    clock.advance(ms);
    wake();
  },
});

const openStore = async ({ store }: Config): Promise<Store> => {
  if (store.kind === 'memory') return createMemoryStore({ takeSpool: takeSpooled });
  return store.kind === 'postgres'
    ? openPostgresStore({ url: store.url })
    : openSqliteStore({ path: store.path });
};

/** Where messages under way lie that stay elsewhere: it goes with the process. */
const passingFolder = async (stack: AsyncDisposableStack): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Where the certificate that is made here stays: beside the store's file, or where that would lie; null for nowhere. */
const certificateFolder = ({ store }: Config): string | null => {
  if (store.kind === 'memory') return null;
  return store.kind === 'sqlite' ? dirname(store.path) : '.data';
};

const tlsMaterial = async (config: Config, name: string, now: number): Promise<TlsMaterial> => {
  if (config.tls === null) {
    const kept = certificateFolder(config);
    return kept === null ? makeTlsMaterial(name, now) : ownTlsMaterial(kept, name, now);
  }
  const read = await readTlsMaterial(config.tls.cert, config.tls.key);
  if (!read.ok) throw new CannotStart(read.error.message);
  return read.value;
};

const listenHttp = async (
  { host, httpPort, adminPassword, publicUrl }: Config,
  more: Pick<
    Parameters<typeof startHttp>[0],
    'app' | 'clock' | 'random' | 'failures' | 'logins' | 'log' | 'staticFolder' | 'answered' | 'wrongPassword'
  >,
): Promise<HttpServer> => {
  try {
    return await startHttp({ ...more, host, port: httpPort, adminPassword, publicUrl });
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? 'is in use by another program'
        : `cannot be bound (${(error as Error).message})`;
    throw new CannotStart(`HTTP port ${httpPort} on ${host} ${why}: choose another with --http-port`);
  }
};

const noPort = (unavailable: Relay['unavailable']): string => {
  const [first] = unavailable;
  return `no SMTP port could be bound, of ${unavailable.length} asked for; the first is ${first?.port} (${first?.why}): choose others with --ports`;
};

const urlHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return host.includes(':') ? `[${host}]` : host;
};
