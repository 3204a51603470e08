import { describe, expect, it } from 'vitest';
import { aDecision, createTestApi, START, type TestApi } from './api.test-kit.ts';
import type { Refusals } from './contract/decisions.ts';

const HOUR = 3_600_000;

const counted = async (api: TestApi, query = '') =>
  (await api.get<Refusals>(`/api/refusals${query}`)).body.items.map(({ rule, count }) => `${rule} ${count}`);

describe('the refusals of each rule', () => {
  it('are none where nothing was refused, and reach back two days', async () => {
    const { body } = await createTestApi().get<Refusals>('/api/refusals');
    expect(body).toEqual({ since: '2025-12-31T03:04:05.678Z', items: [] });
  });

  it('are counted in the order of the catalogue, by list and outside of lists', async () => {
    const api = createTestApi();
    await api.post('/api/lists', { id: 'other' });
    api.store.recordDecision(aDecision({ id: 'd_1' }));
    api.store.recordDecision(aDecision({ id: 'd_2', list: 'other' }));
    api.store.recordDecision(aDecision({ id: 'd_3', list: null, rule: 'auth.required' }));
    api.store.recordDecision(aDecision({ id: 'd_4', rule: 'fault.injected', action: 'defer' }));
    api.store.recordDecision(aDecision({ id: 'd_5', rule: null, action: 'accept' }));
    expect(await counted(api)).toEqual(['auth.required 1', 'sender.authorized 2', 'fault.injected 1']);
    expect(await counted(api, '?list=default')).toEqual(['sender.authorized 1', 'fault.injected 1']);
    expect(await counted(api, '?list=other')).toEqual(['sender.authorized 1']);
    expect(await counted(api, '?unlisted=true')).toEqual(['auth.required 1']);
    expect((await api.get('/api/refusals?list=nope')).status).toBe(404);
    expect((await api.get('/api/refusals?list=default&unlisted=true')).body.errors?.[0]?.field).toBe(
      'unlisted',
    );
  });

  it('go on by what happens, tell the last, and forget what is old or gone', async () => {
    const api = createTestApi();
    await api.post('/api/lists', { id: 'other' });
    api.store.recordDecision(aDecision({ id: 'd_1', at: START - 49 * HOUR }));
    api.store.recordDecision(aDecision({ id: 'd_2', at: START - 2 * HOUR }));
    expect(await counted(api)).toEqual(['sender.authorized 1']);
    api.clock.advance(HOUR);
    api.store.recordDecision(aDecision({ id: 'd_3', at: START + HOUR }));
    api.store.recordDecision(aDecision({ id: 'd_4', at: START + HOUR, list: 'other' }));
    expect((await api.get<Refusals>('/api/refusals')).body.items).toEqual([
      { rule: 'sender.authorized', count: 3, lastAt: '2026-01-02T04:04:05.678Z' },
    ]);
    await api.call('DELETE', '/api/lists/other');
    expect(await counted(api)).toEqual(['sender.authorized 2']);
    api.clock.advance(50 * HOUR);
    expect(await counted(api)).toEqual([]);
  });
});
