import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import type { AboutJson } from '../src/http/contract/about.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../fixtures/postgres/server.ts';
import { mail, startTestService } from './service.ts';

let server: TestPostgres;

const counted = async (url: string, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
};

describe.skipIf(postgresPrograms() === null && !process.env['CI'])('with PostgreSQL', () => {
  beforeAll(async () => void (server = await startPostgres()));
  afterAll(() => server[Symbol.asyncDispose]());

  it('each of two processes counts what came to it, so that their sum is right', async () => {
    const store = { kind: 'postgres', url: server.url('counted') } as const;
    await using one = await startTestService({ store });
    await using two = await startTestService({ store });
    const user = await one.user();
    const session = await one.session(user);
    await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message: mail('a@acme.test') });
    await session.quit();
    expect(await two.subjects()).toEqual(['test']);
    expect(await counted(one.url, 'smtp_plus_messages_accepted_total')).toBe(1);
    expect(await counted(two.url, 'smtp_plus_messages_accepted_total')).toBe(0);
  });

  it('the store is told with its size, and without user and password', async () => {
    await using service = await startTestService({
      store: { kind: 'postgres', url: server.url('told') },
    });
    const { store } = (await service.api('GET', '/api/about')) as AboutJson;
    expect(store.name).toMatch(/^postgres:\/\/[^@]*\?schema=told$/);
    expect(store.bytes).toBeGreaterThan(10_000);
  });

  it('while the server is away it lives, but is not ready; and is again when the server is back', async () => {
    await using service = await startTestService({ store: { kind: 'postgres', url: server.url('away') } });
    const status = async (path: string): Promise<number> => (await fetch(service.url + path)).status;
    expect(await status('/api/ready')).toBe(200);
    await server.stop('fast');
    const ready = await fetch(`${service.url}/api/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ detail: 'the store cannot be written' });
    expect(await status('/api/health')).toBe(200);
    expect(await status('/metrics')).toBe(200);
    await server.start();
    await vi.waitFor(async () => expect(await status('/api/ready')).toBe(200), {
      timeout: 60_000,
      interval: 200,
    });
  });
});
