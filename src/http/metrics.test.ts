import { expect, it } from 'vitest';
import { createTestApi } from './api.test-kit.ts';

const counting = () => {
  const answered: string[] = [];
  const api = createTestApi({
    answered: (...told) => void answered.push(told.join(' ')),
    metrics: { contentType: 'text/plain; version=0.0.4', text: async () => 'smtp_plus_up 1\n' },
  });
  return { ...api, answered };
};

it('is served as Prometheus reads it', async () => {
  const { get } = counting();
  const { status, body, headers } = await get<string>('/metrics');
  expect({ status, body }).toEqual({ status: 200, body: 'smtp_plus_up 1\n' });
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=/);
  expect(headers.get('cache-control')).toBe('no-store');
});

it('is not there where nothing is counted', async () => {
  expect((await createTestApi().get('/metrics')).status).toBe(404);
});

it('counts answers by the pattern of their route, never by what a client made up', async () => {
  const { get, call, answered } = counting();
  await get('/api/messages/m_made-up');
  await get('/lists/default/api/v2/messages');
  await get('/api/made-up');
  await get('/made-up/path');
  await call('DELETE', '/api/health');
  await get('/verify/made-up');
  expect(answered).toEqual([
    'GET /api/messages/:id 404',
    'GET /lists/:list/api/v2/messages 200',
    'GET (none) 404',
    'GET (none) 404',
    'DELETE /api/health 405',
    'GET /verify/:token 404',
  ]);
});

it('counts what goes wrong within', async () => {
  const { answered, get } = (() => {
    const told: string[] = [];
    const api = createTestApi({
      answered: (...one) => void told.push(one.join(' ')),
      notReady: () => Promise.reject(new Error('planted')),
    });
    return { ...api, answered: told };
  })();
  await get('/api/ready');
  expect(answered).toEqual(['GET /api/ready 500']);
});
