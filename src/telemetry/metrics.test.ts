import { expect, test } from 'vitest';

import type { StoredDecision } from '../model/decision.ts';
import { RULES } from '../policy/catalogue.ts';
import { createMetrics, type MetricSources } from './metrics.ts';

const NOTHING_QUEUED = {
  counts: { queued: 0, deferred: 2, delivered: 5, failed: 0 },
  oldest: 40_000,
  nextDue: null,
};

const started = (change: Partial<MetricSources> = {}) =>
  createMetrics({
    version: '1.2.3',
    ports: () => ({ listening: 3, unavailable: 1 }),
    sessions: () => ({ total: 7, open: 2 }),
    certificateEnds: 5000,
    queue: null,
    clock: { now: () => 100_000 },
    ...change,
  });

const refusal = (rule: string | null) => ({ rule }) as StoredDecision;

/** Value by series. */
const read = async (metrics: { text(): Promise<string> }): Promise<Map<string, number>> =>
  new Map(
    (await metrics.text())
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );

test('what was accepted, refused and answered is counted', async () => {
  const metrics = started();
  metrics.committed(0.004);
  metrics.batch(3);
  metrics.refused(refusal('sender.verified'));
  metrics.refused(refusal('sender.verified'));
  metrics.commitFailed(new Error('full'));
  metrics.answered('GET', '/api/messages/:id', 404);
  expect(Object.fromEntries(await read(metrics))).toMatchObject({
    smtp_plus_messages_accepted_total: 1,
    'smtp_plus_refused_total{rule="sender.verified"}': 2,
    'smtp_plus_refused_total{rule="auth.credentials"}': 0,
    smtp_plus_commit_failures_total: 1,
    'smtp_plus_commit_duration_seconds_bucket{le="0.005"}': 1,
    'smtp_plus_commit_duration_seconds_bucket{le="0.0025"}': 0,
    smtp_plus_commit_batch_messages_sum: 3,
    'smtp_plus_http_requests_total{method="GET",route="/api/messages/:id",status="404"}': 1,
    smtp_plus_sessions_total: 7,
    smtp_plus_sessions_open: 2,
    smtp_plus_ports_listening: 3,
    smtp_plus_ports_unavailable: 1,
    smtp_plus_certificate_expiry_timestamp_seconds: 5,
    'smtp_plus_build_info{version="1.2.3"}': 1,
    process_start_time_seconds: expect.any(Number),
  });
});

test('a second reading tells the same: what is read from elsewhere is not added up', async () => {
  const metrics = started();
  await metrics.text();
  expect((await read(metrics)).get('smtp_plus_sessions_total')).toBe(7);
});

test('every rule has a series from the start, and what a client makes up gets none of its own', async () => {
  const metrics = started();
  metrics.refused(refusal('made-up"} 1'));
  metrics.answered('BREW', '(none)', 404);
  const series = [...(await read(metrics)).keys()];
  expect(series.filter((name) => name.startsWith('smtp_plus_refused_total'))).toHaveLength(RULES.length + 2);
  expect(series).toContain('smtp_plus_refused_total{rule="other"}');
  expect(series).toContain('smtp_plus_http_requests_total{method="other",route="(none)",status="404"}');
  expect(series.join('\n')).not.toMatch(/made-up|BREW/);
});

test('without a next hop there is no queue', async () => {
  expect(await started().text()).not.toMatch(/queue|next_hop/);
});

test('the queue is told by state and age, and the next hop by whether it was reached', async () => {
  const hop: { up: boolean | null; connections: number } = { up: null, connections: 2 };
  const metrics = started({ queue: { totals: async () => NOTHING_QUEUED, hop: () => hop } });
  const before = await read(metrics);
  expect(before.get('smtp_plus_queue_messages{state="deferred"}')).toBe(2);
  expect(before.get('smtp_plus_queue_oldest_age_seconds')).toBe(60);
  expect(before.get('smtp_plus_next_hop_connections')).toBe(2);
  expect(before.has('smtp_plus_next_hop_up')).toBe(false);
  hop.up = false;
  expect((await read(metrics)).get('smtp_plus_next_hop_up')).toBe(0);
});

test('a queue that cannot be read is left out, and the rest is told', async () => {
  const metrics = started({
    queue: { totals: () => Promise.reject(new Error('down')), hop: () => ({ up: true, connections: 0 }) },
  });
  const series = await read(metrics);
  expect(series.has('smtp_plus_queue_messages{state="deferred"}')).toBe(false);
  expect(series.get('smtp_plus_ports_listening')).toBe(3);
});
