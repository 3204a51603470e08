/** The relay: every port, one protocol server, and what its sessions share. */

import type { Clock } from '../model/clock.ts';
import type { Faults } from '../model/fault.ts';
import type { MakeId } from '../model/id.ts';
import type { Jims } from '../model/jim.ts';
import { MECHANISMS } from '../policy/checks/login.ts';
import { decide, type Decide } from '../policy/decide.ts';
import { MAX_MESSAGE_SIZE } from '../policy/limits.ts';
import type { Store } from '../store/store.ts';
import { createChaos } from './chaos.ts';
import type { Shared } from './context.ts';
import type { Patience } from './handlers.ts';
import { listen, TOO_MANY_FILES } from './listeners.ts';
import { openFileLimit, planOpenFiles } from './open-files.ts';
import { createProtocol } from './protocol.ts';
import { acceptProxied } from './proxy.ts';
import type { Spool } from './receive.ts';
import { createSession } from './session.ts';
import { createThrottle } from './throttle.ts';
import type { TlsMaterial } from './tls-material.ts';

export type RelayOptions = {
  /** An address to listen on, and every port. */
  host: string;
  ports: readonly number[];
  /** The name by which it greets and stamps. */
  name: string;
  tls: TlsMaterial;
  tlsRequired: boolean;
  store: Store;
  clock: Clock;
  makeId: MakeId;
  faults: Faults;
  jims: Jims;
  spool: Spool;
  /** Numbers in [0, 1), for Jim. */
  chance: () => number;
  /** Another than SMTP+'s own: for tests that show what a rule is good for. */
  policy?: Decide;
  /** Addresses and networks of balancers, whose connections begin with a PROXY header. */
  proxyFrom?: readonly string[];
  patience?: Patience;
  maxClients?: number;
  /** How many files the process may have open; asked of the system, if left out. */
  openFiles?: number;
  reportBug: (error: unknown) => void;
  /** Takes what an operator may want to know. */
  warn?: (message: string) => void;
};

export type Relay = {
  listening: number[];
  unavailable: { port: number; why: string }[];
  /** SMTP connections since the start, those that are open, how many may be at once, and how many sockets are held. */
  sessions(): { total: number; open: number; most: number; sockets: number };
  /** Hands what is known of open sessions to the store. */
  flush(): void;
  /** Failed logins of this user name no longer count; where that fails, they count for a while longer. */
  forgive(username: string): Promise<void>;
  /** No new connection; messages under way end within `graceMs`. */
  stop(graceMs: number): Promise<void>;
};

/** RFC 5321 section 4.5.3.2 asks for five minutes at least between commands; a message may take ten in all. */
export const PATIENCE: Patience = { command: 300_000, message: 600_000 };

export const startRelay = async (options: RelayOptions): Promise<Relay> => {
  const { store, clock, makeId, spool, tlsRequired, name } = options;
  const throttle = createThrottle(clock, store.failures);
  const chaos = createChaos(options.faults, options.jims, options.chance);
  const shared: Shared = {
    store,
    policy: options.policy ?? decide,
    clock,
    makeId,
    throttle,
    chaos,
    spool,
    tlsRequired,
    host: name,
    open: new Set(),
  };
  let total = 0;
  const { openFiles = openFileLimit(), warn = () => undefined } = options;
  const room = planOpenFiles(openFiles, options.ports.length);
  const wanted = options.maxClients ?? MOST_CLIENTS;
  const most = Math.min(wanted, room.clients);
  if (most < wanted)
    warn(
      `the limit of open files (ulimit -n) is ${openFiles}: ${most} SMTP clients are served at once, others are put off; ` +
        `raise it by ${options.ports.length - room.ports + wanted - room.clients} for ${wanted}`,
    );
  const [warnOfMany, warnOfFailed] = [seldom(warn), seldom(warn)];
  const patience = options.patience ?? PATIENCE;
  const protocol = createProtocol(
    {
      name,
      banner: 'SMTP+',
      cert: options.tls.cert,
      key: options.tls.key,
      minVersion: 'TLSv1.2',
      size: MAX_MESSAGE_SIZE,
      authMethods: [...MECHANISMS],
      // Login and its encryption are rules of the policy, which answers with their ids.
      authOptional: true,
      allowInsecureAuth: true,
      hideENHANCEDSTATUSCODES: false,
      disableReverseLookup: true,
      disabledCommands: ['XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'],
      maxCommandLength: MAX_LINE,
      socketTimeout: patience.command,
      maxClients: most,
      logger: false,
    },
    patience,
    (connection) => {
      total += 1;
      return createSession(shared, connection);
    },
    options.reportBug,
    () => warnOfMany(`${most} SMTP clients are connected: further ones are put off (421) until some leave`),
  );
  const flush = (staleMs = 0): void => {
    const now = clock.now();
    for (const recorder of shared.open)
      if (recorder.isStale(now, staleMs)) store.recordSession(recorder.snapshot());
  };
  const listeners = await listen(
    options.host,
    options.ports.slice(0, room.ports),
    acceptProxied(options.proxyFrom ?? [], protocol.connect),
    (words) => warnOfFailed(`a connection could not be taken: ${words}`),
  );
  const leftOut = options.ports.slice(room.ports).map((port) => ({ port, why: TOO_MANY_FILES }));
  const timer = setInterval(() => flush(STALE_MS), FLUSH_MS);
  timer.unref();
  return {
    listening: listeners.listening,
    unavailable: [...listeners.unavailable, ...leftOut],
    sessions: () => ({ total, open: shared.open.size, most, sockets: listeners.open() }),
    flush: () => flush(),
    forgive: (username) => throttle.forgive(username).catch(() => undefined),
    async stop(graceMs) {
      clearInterval(timer);
      listeners.close();
      await protocol.stop(graceMs);
      listeners.drop();
      for (const recorder of shared.open) recorder.ended('shutdown', clock.now());
      flush();
      shared.open.clear();
    },
  };
};

/** Connections that are served at once; a further one is answered 421. */
export const MOST_CLIENTS = 5000;

/** RFC 4954 section 4: an AUTH line may take 12,288 octets. */
const MAX_LINE = 12_288;

/** A new session is in the store within a second; afterwards its record may be this much behind, when nobody asks. */
const FLUSH_MS = 1000;
const STALE_MS = 15_000;

/** Says the first of what comes often, and not again for a minute. */
const seldom = (say: (message: string) => void): ((message: string) => void) => {
  let saidAt = -Infinity;
  return (message) => {
    const now = performance.now();
    if (now - saidAt < 60_000) return;
    saidAt = now;
    say(message);
  };
};
