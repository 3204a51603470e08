/** Starts a service for one worker: on free allowed ports, with a store of its own, in this process. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';

import { startMailServer, type MailServer } from '../fixtures/next-hop/server.ts';
import { createApi } from './api.ts';
import { freePorts } from './free-ports.ts';
import { policyWithout } from './rules-off/policy-without.ts';
import { basic, type ServiceOptions, type SmtpPlus } from './running-service.ts';
import type { Config } from '../src/config.ts';
import { startService, type Service, type Surroundings } from '../src/service.ts';
import { ensureBuilt } from '../web/build.ts';

export const startOwn = async (options: ServiceOptions): Promise<SmtpPlus> => {
  const folder = options.store === 'sqlite:' ? await mkdtemp(join(tmpdir(), 'smtp-plus-scenario-')) : null;
  const storePath = folder && join(folder, 'store.db');
  const complaints: string[] = [];
  const log = (message: string, error?: unknown): void => {
    complaints.push(error === undefined ? message : `${message}: ${inspect(error)}`);
  };
  // As of `npm start`: what is only said over SMTP and the API needs no pages.
  const webFolder = process.env['SMTP_PLUS_PAGES'] === 'none' ? null : await ensureBuilt();
  const nextHop = options.hasNextHop ? await startMailServer() : null;
  const service = await startOnFreePorts(
    options,
    { storePath, nextHop },
    {
      webFolder,
      log,
      bounds: boundsOf(options),
      ...(options.rulesOff !== null && { policy: policyWithout(() => smtpPlus.ruleOff) }),
    },
  );
  const [port = 0] = service.listening;
  const { adminPassword } = options;
  const credentials = adminPassword === null ? undefined : { username: 'admin', password: adminPassword };
  const smtpPlus: SmtpPlus = {
    url: service.url,
    host: service.host,
    ports: service.listening,
    unavailable: service.unavailable,
    port,
    credentials,
    api: createApi({ url: service.url, headers: basic(credentials) }),
    nextHop,
    lockStore: () => lock(storePath),
    unfit: null,
    ruleOff: null,
    takeComplaints: () => complaints.splice(0),
    async stop() {
      await service.stop(500);
      await nextHop?.stop();
      if (folder) await rm(folder, { recursive: true, force: true });
    },
  };
  return smtpPlus;
};

const boundsOf = ({ maxClients, patience }: ServiceOptions): NonNullable<Surroundings['bounds']> => ({
  ...(maxClients === null ? {} : { maxClients }),
  ...(patience === null ? {} : { patience }),
});

const lock = (path: string | null): (() => void) => {
  if (path === null) throw new Error("lockStore needs test.use({ store: 'sqlite:' }) at the top of the file");
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  return () => other.close();
};

/** A port that was free a moment ago may be taken by now, as by the worker beside: then others are tried. */
const startOnFreePorts = async (
  options: ServiceOptions,
  { storePath, nextHop }: { storePath: string | null; nextHop: MailServer | null },
  around: Surroundings,
): Promise<Service> => {
  for (let tries = 1; ; tries++) {
    const ports = options.ports ?? (await freePorts(options.portCount));
    const config: Config = {
      host: '127.0.0.1',
      ports: ports.map((port) => ({ from: port, to: port })),
      httpPort: 0,
      store: storePath === null ? { kind: 'memory' } : { kind: 'sqlite', path: storePath },
      tls: options.certificate,
      nextHop: nextHop === null ? { kind: 'inbox' } : hopTo(nextHop),
      requireTls: options.requireTls,
      testClock: options.testClock,
      adminPassword: options.adminPassword,
    };
    try {
      const service = await startService(config, around);
      if (service.unavailable.length === 0 || options.ports !== null) return service;
      await service.stop(0);
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
};

const hopTo = ({ host, port }: MailServer): Config['nextHop'] => ({
  kind: 'smtp',
  hop: { host, port, implicitTls: false, tls: 'offered', auth: null, connections: 4 },
  expiryMs: 5 * 86_400_000,
});

const TRIES = 5;
