import { describe, expect, it } from 'vitest';
import { RULES } from '../../policy/catalogue.ts';
import { createTestApi, START } from '../api.test-kit.ts';
import type { RuleJson } from '../contract/service.ts';

describe('health', () => {
  it('tells version, host and ports', async () => {
    expect((await createTestApi().get('/api/health')).body).toEqual({
      status: 'ok',
      version: '1.2.3',
      login: false,
      nextHop: false,
      smtp: { host: '127.0.0.1', listening: 3976, unavailable: [{ port: 25, why: 'EACCES' }] },
    });
  });

  it('tells whether there is a login, so that the pages offer to end it', async () => {
    expect((await createTestApi({ login: true }).get('/api/health')).body).toMatchObject({ login: true });
  });
});

describe('ports', () => {
  it('are told in ranges, those that are not to be had with the reason', async () => {
    const { services } = createTestApi();
    const why = 'in use by another program';
    const unavailable = [25, 1027, 1028].map((port) => ({ port, why: port === 25 ? 'not permitted' : why }));
    const relay = { ...services.relay, smtp: () => ({ host: 'x', listening: 3, unavailable }) };
    expect((await createTestApi({ relay }).get('/api/ports')).body).toEqual({
      listening: [
        { from: 1025, to: 1026 },
        { from: 2525, to: 2525 },
      ],
      unavailable: [
        { from: 25, to: 25, why: 'not permitted' },
        { from: 1027, to: 1028, why },
      ],
    });
  });
});

describe('the certificate', () => {
  it('is told by its fingerprint, so that a person can compare it with what a mail client shows', async () => {
    expect((await createTestApi().get('/api/certificate')).body).toEqual({
      fingerprint256: 'AB:CD',
      validTo: '1970-01-01T00:00:00.000Z',
      own: true,
    });
  });
});

describe('rules', () => {
  it('are the catalogue', async () => {
    const api = createTestApi();
    const { body } = await api.get<{ items: RuleJson[]; next: null }>('/api/rules');
    expect(body).toEqual({ items: RULES, next: null });
    expect((await api.get('/api/rules/from.single')).body).toEqual(
      RULES.find(({ id }) => id === 'from.single'),
    );
    expect((await api.get('/api/rules/nope')).status).toBe(404);
  });

  it('page as other listings do', async () => {
    const { get } = createTestApi();
    const first = await get<{ items: RuleJson[]; next: string }>('/api/rules?limit=18');
    const rest = await get<{ items: RuleJson[]; next: null }>(
      `/api/rules?limit=18&cursor=${first.body.next}`,
    );
    expect([...first.body.items, ...rest.body.items]).toEqual(RULES);
    expect(rest.body.next).toBeNull();
  });
});

describe('clock', () => {
  it.each([
    ['48h', 172_800_000],
    ['90m', 5_400_000],
    ['30s', 30_000],
    ['500ms', 500],
    ['2d', 172_800_000],
    ['1.5h', 5_400_000],
    [250, 250],
    [0, 0],
  ])('advances by %s', async (advance, ms) => {
    const api = createTestApi();
    expect((await api.get('/api/clock')).body).toEqual({ now: new Date(START).toISOString() });
    expect((await api.post('/api/clock', { advance })).body).toEqual({
      now: new Date(START + ms).toISOString(),
    });
    expect(api.clock.now()).toBe(START + ms);
  });

  it.each(['-1h', '1 h', '1y', '', 'soon', -5, null, '999999999d'])(
    'does not advance by %j',
    async (advance) => {
      const api = createTestApi();
      const refused = await api.post('/api/clock', { advance });
      expect([refused.status, refused.body.errors?.[0]?.field, api.clock.now()]).toEqual([
        422,
        'advance',
        START,
      ]);
    },
  );

  it('is there only where it was asked for', async () => {
    const { get, post } = createTestApi({ testClock: null });
    for (const answer of [await get('/api/clock'), await post('/api/clock', { advance: '1h' })]) {
      expect(answer.status).toBe(404);
      expect(answer.body.type).toBe('/problems/no-test-clock');
      expect(answer.body.detail).toContain('--test-clock');
    }
  });
});

describe('faults', () => {
  const path = '/api/lists/default/faults';
  const faults = [
    {
      when: { stage: 'rcpt', user: 'shop', matches: '@slow' },
      then: { code: 451, enhanced: '4.3.0', text: 'Later' },
      times: 2,
    },
    { when: { stage: 'connect' }, then: { delayMs: 5 } },
  ];

  it('are set, shown and removed as an ordered array', async () => {
    const api = createTestApi();
    expect((await api.get(path)).body).toEqual([]);
    expect((await api.call('PUT', path, faults)).body).toEqual(faults);
    expect((await api.get(path)).body).toEqual(faults);
    const happens = api.services.faults.take('default', {
      stage: 'rcpt',
      username: 'SHOP',
      text: 'x@slow.test',
    });
    expect(happens).toEqual(faults[0]!.then);
    expect((await api.call('DELETE', path)).status).toBe(204);
    expect((await api.get(path)).body).toEqual([]);
  });

  it('stay as they are where the new ones are not valid', async () => {
    const api = createTestApi();
    await api.call('PUT', path, faults);
    const refused = await api.call<{ errors: { field: string }[] }>('PUT', path, [
      { ...faults[0], then: { code: 250, enhanced: '2.0.0', text: '' } },
    ]);
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ field }) => field)).toEqual([
      '0.then.code',
      '0.then.enhanced',
      '0.then.text',
    ]);
    expect((await api.get(path)).body).toEqual(faults);
  });
});
