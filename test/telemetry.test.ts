import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import type { AboutJson } from '../src/http/contract/about.ts';
import type { Config } from '../src/config.ts';
import { mail, startTestService } from './service.ts';

const metricsOf = async (url: string, headers: Record<string, string> = {}): Promise<Map<string, number>> => {
  const response = await fetch(`${url}/metrics`, { headers });
  expect(response.status).toBe(200);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
};

const NEXT_HOP: Config['nextHop'] = {
  kind: 'smtp',
  hop: {
    host: '127.0.0.1',
    port: 1,
    implicitTls: false,
    tls: 'offered',
    auth: { username: 'planted-user', password: 'planted-secret' },
    connections: 1,
  },
  expiryMs: 86_400_000,
};

test('the metrics count what went over SMTP and HTTP', async () => {
  await using service = await startTestService();
  const user = await service.user();
  const session = await service.session(user);
  await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message: mail('a@acme.test') });
  await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message: mail('ceo@bank.test') });
  const during = await metricsOf(service.url);
  expect(during.get('smtp_plus_messages_accepted_total')).toBe(1);
  expect(during.get('smtp_plus_commit_duration_seconds_count')).toBe(1);
  expect(during.get('smtp_plus_refused_total{rule="from.authorized"}')).toBe(1);
  expect(during.get('smtp_plus_refused_total{rule="from.verified"}')).toBe(0);
  expect(during.get('smtp_plus_sessions_total')).toBe(1);
  expect(during.get('smtp_plus_sessions_open')).toBe(1);
  expect(
    during.get('smtp_plus_http_requests_total{method="POST",route="/api/lists/:list/users",status="201"}'),
  ).toBe(1);
  await session.quit();
  const after = await metricsOf(service.url);
  expect(after.get('smtp_plus_sessions_total')).toBe(1);
});

test('the metrics tell the queue before a next hop, and neither they nor the API tell its login', async () => {
  await using service = await startTestService({ nextHop: NEXT_HOP });
  const user = await service.user();
  const session = await service.session(user);
  await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message: mail('a@acme.test') });
  const found = await metricsOf(service.url);
  const waiting = ['queued', 'deferred'].map(
    (state) => found.get(`smtp_plus_queue_messages{state="${state}"}`) ?? Number.NaN,
  );
  // The user's own message, and the mail that asked for verification.
  expect(waiting.reduce((sum, count) => sum + count)).toBe(2);
  const about = JSON.stringify(await service.api('GET', '/api/about'));
  expect(about).toContain('127.0.0.1:1');
  for (const text of [
    about,
    [...found.keys()].join('\n'),
    JSON.stringify(await service.api('GET', '/api/queue')),
  ])
    expect(text).not.toMatch(/planted/);
});

test('with an admin password the metrics ask for it, health and readiness do not', async () => {
  await using service = await startTestService({ adminPassword: 'planted-admin' });
  const status = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
    (await fetch(service.url + path, { headers })).status;
  expect(await status('/metrics')).toBe(401);
  expect(await status('/api/about')).toBe(401);
  expect(await status('/metrics', { authorization: `Basic ${btoa('prometheus:planted-admin')}` })).toBe(200);
  expect(await status('/api/health')).toBe(200);
  expect(await status('/api/ready')).toBe(200);
  const found = await metricsOf(service.url, { authorization: `Basic ${btoa('x:planted-admin')}` });
  expect(found.get('smtp_plus_http_requests_total{method="GET",route="(login)",status="401"}')).toBe(2);
});

test('a page of another origin reads no metrics, and is counted as refused', async () => {
  await using service = await startTestService();
  const foreign = await fetch(`${service.url}/metrics`, { headers: { origin: 'http://evil.test' } });
  expect(foreign.status).toBe(403);
  const found = await metricsOf(service.url);
  expect(found.get('smtp_plus_http_requests_total{method="GET",route="(refused)",status="403"}')).toBe(1);
});

test('while the sessions drain it is not ready any more, and the message under way is stored', async () => {
  const service = await startTestService();
  const user = await service.user();
  const session = await service.session(user);
  for (const line of ['MAIL FROM:<a@acme.test>', 'RCPT TO:<r@receiver.test>', 'DATA'])
    await session.command(line);
  expect((await fetch(`${service.url}/api/ready`)).status).toBe(200);
  const stopping = service.stop(600_000);
  const answer = await fetch(`${service.url}/api/ready`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ detail: 'it is shutting down' });
  expect((await fetch(`${service.url}/api/health`)).status).toBe(200);
  session.write(`${mail('a@acme.test')}.\r\n`);
  expect(await session.reply()).toMatchObject({ code: 250 });
  await stopping;
  await expect(fetch(`${service.url}/api/health`)).rejects.toThrow('fetch failed');
});

test('a store file is told with its size, and the versions of what runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-about-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'store.db');
  await using service = await startTestService({ store: { kind: 'sqlite', path } });
  const about = (await service.api('GET', '/api/about')) as AboutJson;
  expect(about.store.name).toBe(`sqlite:${path}`);
  expect(about.store.bytes).toBeGreaterThan(1000);
  expect(about.versions).toEqual({
    smtpPlus: expect.stringMatching(/^\d+\.\d+\.\d+/),
    node: process.versions.node,
    sqlite: expect.stringMatching(/^3\./),
  });
});
