/** What is told of a running service: metrics, readiness, what it is, and the log's lines about its work. */

import { VERSION, type Config } from './config.ts';
import type { NextHop } from './delivery/next-hop.ts';
import type { About, Answered, Services } from './http/services.ts';
import type { Clock } from './model/clock.ts';
import { formatHop } from './model/next-hop.ts';
import { MAX_MESSAGE_SIZE, MAX_RECIPIENTS } from './policy/limits.ts';
import { KEPT, type Store } from './store/store.ts';
import type { Log } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createReadiness } from './telemetry/readiness.ts';
import { createRefusalLog } from './telemetry/refusal-log.ts';
import { watchStore } from './telemetry/watch-store.ts';

export type Telemetry = {
  /** What is accepted and refused through this one is counted. */
  watch(store: Store): Store;
  answered: Answered;
  wrongPassword(from: string): void;
  /** The part of the services that tells of all this. */
  services: Required<Pick<Services, 'metrics' | 'answered' | 'notReady' | 'about'>>;
  /** It is not ready any more. */
  end(): void;
};

export type TelemetryParts = {
  store: Store;
  /** The service's clock, which a test may move; times of the machine are measured apart. */
  clock: Clock;
  nextHop: NextHop | null;
  certificateEnds: number;
  /** Of the relay, once it is there. */
  ports: () => { listening: number; unavailable: number };
  sessions: () => { total: number; open: number; most: number };
  log: Pick<Log, 'write'>;
};

export const createTelemetry = (config: Config, parts: TelemetryParts): Telemetry => {
  const { store, clock, nextHop, log, ports } = parts;
  const metrics = createMetrics({
    ...{ version: VERSION, ports, sessions: parts.sessions, certificateEnds: parts.certificateEnds, clock },
    queue: nextHop && { totals: () => store.queueTotals(), hop: () => hopOf(nextHop) },
  });
  const readiness = createReadiness({ store, clock, listening: () => ports().listening });
  const logRefusal = createRefusalLog(log, clock);
  const startedAt = Date.now();
  return {
    watch: (watched) =>
      watchStore(
        watched,
        {
          batch: metrics.batch,
          committed(seconds) {
            metrics.committed(seconds);
            readiness.commit(false);
          },
          commitFailed(error) {
            metrics.commitFailed(error);
            readiness.commit(true);
            log.write({
              level: 'error',
              event: 'commit-failed',
              message: `a message could not be stored: ${(error as Error).message}`,
            });
          },
          refused(decision) {
            metrics.refused(decision);
            logRefusal(decision);
          },
        },
        () => performance.now(),
      ),
    answered: metrics.answered,
    wrongPassword: (from) =>
      log.write({
        level: 'warn',
        event: 'wrong-admin-password',
        message: `a wrong admin password came from ${from}`,
        fields: { from },
      }),
    services: {
      metrics,
      answered: metrics.answered,
      notReady: readiness.reasons,
      about: async () => ({
        ...aboutConfig(config, parts.sessions().most),
        startedAt,
        store: { name: store.name, bytes: await store.size() },
      }),
    },
    end: readiness.end,
  };
};

const hopOf = (nextHop: NextHop): { up: boolean | null; connections: number } => {
  const { state, connections } = nextHop.status();
  return { up: state === 'unknown' ? null : state === 'up', connections };
};

const aboutConfig = (config: Config, connections: number): Omit<About, 'startedAt' | 'store'> => ({
  versions: {
    smtpPlus: VERSION,
    node: process.versions.node,
    sqlite: config.store.kind === 'sqlite' ? (process.versions['sqlite'] ?? null) : null,
  },
  limits: { messageBytes: MAX_MESSAGE_SIZE, recipients: MAX_RECIPIENTS, connections },
  kept: { messages: config.keep ?? null, records: KEPT },
  tls: { required: config.requireTls },
  nextHop: aboutHop(config),
  publicUrl: config.publicUrl ?? null,
  login: config.adminPassword !== null,
  testClock: config.testClock,
});

const aboutHop = ({ nextHop }: Config): About['nextHop'] =>
  nextHop.kind === 'inbox'
    ? null
    : {
        hop: formatHop(nextHop.hop),
        tls: nextHop.hop.implicitTls && nextHop.hop.tls === 'required' ? 'implicit' : nextHop.hop.tls,
        login: nextHop.hop.auth !== null,
        expiryMs: nextHop.expiryMs,
      };

/** Texts that no log may show: the logins that the service was given. */
export const secretsOf = (config: Config): string[] => [
  ...(config.adminPassword === null ? [] : [config.adminPassword]),
  ...(config.nextHop.kind === 'smtp' && config.nextHop.hop.auth
    ? [config.nextHop.hop.auth.password, config.nextHop.hop.auth.username]
    : []),
  ...(config.store.kind === 'postgres' ? passwordsOf(config.store.url) : []),
];

/** As it is written and as it is meant. */
const passwordsOf = (text: string): string[] => {
  const url = URL.parse(text);
  const given = [url?.password, url?.searchParams.get('password')].filter((one) => !!one) as string[];
  return given.flatMap((one) => [one, decoded(one)]);
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
