import { describe, expect, it } from 'vitest';
import type { AboutJson } from '../contract/about.ts';
import { createTestApi, START } from '../api.test-kit.ts';

describe('GET /api/ready', () => {
  it('is 200 where nothing speaks against it', async () => {
    expect(await createTestApi().get('/api/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  it('is 503 with every reason where something does', async () => {
    const { get } = createTestApi({
      notReady: async () => ['no SMTP port listens', 'the store cannot be written'],
    });
    const { status, body, headers } = await get('/api/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({
      type: '/problems/not-ready',
      detail: 'no SMTP port listens; the store cannot be written',
    });
    expect(headers.get('retry-after')).toBe('5');
  });
});

describe('GET /api/about', () => {
  it('tells what the service is', async () => {
    const { get } = createTestApi({
      about: async () => ({
        versions: { smtpPlus: '1.2.3', node: '24.0.0', sqlite: null },
        startedAt: START,
        store: { name: 'memory:', bytes: null },
        limits: { messageBytes: 1, recipients: 2, connections: 3 },
        kept: { messages: { age: 1000, count: null, bytes: 5 }, records: 10_000 },
        tls: { required: false },
        nextHop: { hop: 'mail.test:587', tls: 'required', login: true, expiryMs: 1000 },
        publicUrl: null,
        login: false,
        testClock: true,
      }),
    });
    const { status, body } = await get<AboutJson>('/api/about');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      versions: { smtpPlus: '1.2.3' },
      startedAt: '2026-01-02T03:04:05.678Z',
      nextHop: { hop: 'mail.test:587' },
    });
  });

  it('is 404 where the service tells nothing of itself', async () => {
    expect((await createTestApi().get('/api/about')).status).toBe(404);
  });
});
