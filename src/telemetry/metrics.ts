/** What the service counts, as Prometheus reads it. No label comes from a client: rules, routes, states and codes are lists of ours. */

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { DELIVERY_STATES } from '../model/delivery.ts';
import { FAULT_RULE, RULES } from '../policy/catalogue.ts';
import type { QueueTotals } from '../store/store.ts';
import type { StoreWatch } from './watch-store.ts';

export type Metrics = Pick<StoreWatch, 'committed' | 'batch' | 'commitFailed' | 'refused'> & {
  /** An HTTP request was answered; `route` is the pattern of the route, never the path. */
  answered(method: string, route: string, status: number): void;
  contentType: string;
  /** The exposition in Prometheus's text format. */
  text(): Promise<string>;
};

/** What is read when it is asked for. */
export type MetricSources = {
  version: string;
  /** Ports that listen, and that could not be had. */
  ports: () => { listening: number; unavailable: number };
  /** SMTP connections since the start, and those that are open. */
  sessions: () => { total: number; open: number };
  /** When the certificate ends, in ms since the epoch. */
  certificateEnds: number;
  /** null where there is no next hop. */
  queue: { totals(): Promise<QueueTotals>; hop(): { up: boolean | null; connections: number } } | null;
  clock: { now(): number };
};

export const createMetrics = (sources: MetricSources): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const counter = <L extends string = never>(name: string, help: string, labelNames: L[] = []) =>
    new Counter({ name: `smtp_plus_${name}`, help, labelNames, registers });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `smtp_plus_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });

  const accepted = counter('messages_accepted_total', 'Messages that were answered 250, and are durable.');
  const refused = counter(
    'refused_total',
    'Requests that were refused, by the rule that refused: logins, senders, messages.',
    ['rule'],
  );
  // A counter that is there from the start can be compared with what it was before the first refusal.
  for (const rule of KNOWN_RULES) refused.inc({ rule }, 0);
  const failures = counter('commit_failures_total', 'Messages that the store could not make durable.');
  const latency = new Histogram({
    name: 'smtp_plus_commit_duration_seconds',
    help: 'From a message that is judged to a message that is durable.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const batches = new Histogram({
    name: 'smtp_plus_commit_batch_messages',
    help: 'How many messages became durable together.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  });
  const requests = counter('http_requests_total', 'HTTP requests, by method, route and status.', [
    'method',
    'route',
    'status',
  ]);
  gauge('sessions_open', 'SMTP connections that are open.', () => sources.sessions().open);
  new Counter({
    name: 'smtp_plus_sessions_total',
    help: 'SMTP connections since the start.',
    registers,
    collect() {
      this.reset();
      this.inc(sources.sessions().total);
    },
  });
  gauge('ports_listening', 'SMTP ports that listen.', () => sources.ports().listening);
  gauge('ports_unavailable', 'SMTP ports that could not be bound.', () => sources.ports().unavailable);
  gauge(
    'certificate_expiry_timestamp_seconds',
    'When the certificate of STARTTLS ends.',
    () => sources.certificateEnds / 1000,
  );
  new Gauge({
    name: 'smtp_plus_build_info',
    help: 'Always 1; the version is in the label.',
    labelNames: ['version'],
    registers,
  }).set({ version: sources.version }, 1);
  if (sources.queue) addQueue(registers, sources.queue, sources.clock);

  let first = true;
  return {
    committed(seconds) {
      accepted.inc();
      latency.observe(seconds);
    },
    batch: (messages) => batches.observe(messages),
    commitFailed: () => failures.inc(),
    refused: ({ rule }) =>
      refused.inc({ rule: rule !== null && KNOWN_RULES.includes(rule) ? rule : 'other' }),
    answered: (method, route, status) =>
      requests.inc({ method: METHODS.includes(method) ? method : 'other', route, status: String(status) }),
    contentType: registry.contentType,
    text() {
      // They watch the process from then on, which costs a little; where nobody asks, nobody pays.
      if (first) collectDefaultMetrics({ register: registry });
      first = false;
      return registry.metrics();
    },
  };
};

const KNOWN_RULES: readonly string[] = [...RULES.map(({ id }) => id), FAULT_RULE];

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Of the whole store, so that each process on one store tells the same. A queue that cannot be read is left out. */
const addQueue = (
  registers: Registry[],
  queue: NonNullable<MetricSources['queue']>,
  clock: MetricSources['clock'],
): void => {
  let reading: Promise<QueueTotals | null> | null = null;
  /** Both gauges stand on one reading. */
  const totals = (): Promise<QueueTotals | null> => {
    reading ??= queue
      .totals()
      .catch(() => null)
      .finally(() => (reading = null));
    return reading;
  };
  new Gauge({
    name: 'smtp_plus_queue_messages',
    help: 'Messages before and after the next hop, by the state of their delivery; of the whole store.',
    labelNames: ['state'],
    registers,
    async collect() {
      const known = await totals();
      this.reset();
      if (known) for (const state of DELIVERY_STATES) this.set({ state }, known.counts[state]);
    },
  });
  new Gauge({
    name: 'smtp_plus_queue_oldest_age_seconds',
    help: 'How long the oldest message that still has something to be done has been in the queue.',
    registers,
    async collect() {
      const known = await totals();
      if (known === null) this.remove();
      else this.set(known.oldest === null ? 0 : Math.max(0, clock.now() - known.oldest) / 1000);
    },
  });
  new Gauge({
    name: 'smtp_plus_next_hop_up',
    help: '1 where the next hop was reached last, 0 where it was not; missing before the first try.',
    registers,
    collect() {
      const { up } = queue.hop();
      if (up === null) this.remove();
      else this.set(up ? 1 : 0);
    },
  });
  new Gauge({
    name: 'smtp_plus_next_hop_connections',
    help: 'Connections to the next hop that are open.',
    registers,
    collect() {
      this.set(queue.hop().connections);
    },
  });
};
