import { describe, expect, it } from 'vitest';

import { newDelivery, type Delivery } from '../../model/delivery.ts';
import { defect, ok } from '../../model/result.ts';
import { aMessage, bytesOf, createTestApi, START } from '../api.test-kit.ts';
import type { QueueJson } from '../contract/delivery.ts';
import type { MessageDetail, MessageJson } from '../contract/messages.ts';
import type { ProblemJson } from '../contract/problem.ts';
import type { DeliveryJson } from '../contract/way.ts';
import type { NextHopView } from '../services.ts';

const status: ReturnType<NextHopView['status']> = {
  hop: 'mail.test:25',
  state: 'down',
  since: START,
  error: '421 4.3.2 not now',
  connections: 0,
  underWay: 1,
};

const tried = (id: string, more: Partial<Delivery> = {}): Delivery => ({
  ...newDelivery(aMessage({ id }), START),
  state: 'deferred',
  dueAt: START + 60_000,
  tries: 1,
  attempts: [
    {
      at: START,
      endedAt: START + 5,
      hop: 'mail.test:25',
      tls: 'TLSv1.3',
      outcome: 'deferred',
      reply: '451 4.3.0 busy',
      perhapsTaken: false,
      replies: [{ address: 'b@else.test', outcome: 'deferred', reply: '451 4.3.0 busy' }],
    },
  ],
  ...more,
});

const apiWith = (view: Partial<NextHopView> = {}) =>
  createTestApi({
    nextHop: {
      status: () => status,
      retry: async (id) => ok(tried(id, { dueAt: START })),
      giveUp: async (id) => ok(tried(id, { state: 'failed', dueAt: null })),
      ...view,
    },
  });

const put = ({ store }: ReturnType<typeof createTestApi>, id: string, delivery: Delivery | null) =>
  store.commitMessage(aMessage({ id }), bytesOf('Subject: x', '', 'y'), null, delivery);

describe('the queue', () => {
  it('is listed newest first, with totals and the state of the next hop', async () => {
    const api = apiWith();
    await put(api, 'm_1', tried('m_1'));
    await put(api, 'm_2', newDelivery(aMessage({ id: 'm_2' }), START + 1));
    await put(api, 'm_3', null);
    const { body } = await api.get<QueueJson>('/api/queue');
    expect(
      body.items.map(({ message, delivery }) => [message.id, message.deliveryState, delivery.state]),
    ).toEqual([
      ['m_2', 'queued', 'queued'],
      ['m_1', 'deferred', 'deferred'],
    ]);
    expect(body).toMatchObject({
      counts: { queued: 1, deferred: 1, delivered: 0, failed: 0 },
      oldest: '2026-01-02T03:04:05.678Z',
      nextHop: { hop: 'mail.test:25', state: 'down', error: '421 4.3.2 not now', underWay: 1 },
    });
    const page = await api.get<QueueJson>('/api/queue?state=deferred&limit=1');
    expect(page.body.items.map(({ message }) => message.id)).toEqual(['m_1']);
    expect((await api.get('/api/queue?state=gone')).status).toBe(422);
    expect((await api.get('/api/queue?list=nowhere')).status).toBe(404);
  });

  it('is empty and without a next hop where messages stay in the inbox', async () => {
    const { body } = await createTestApi().get<QueueJson>('/api/queue');
    expect(body).toMatchObject({ items: [], next: null, oldest: null, nextHop: null });
  });
});

describe('a message', () => {
  it('tells its way, and its state in listings', async () => {
    const api = apiWith();
    await put(api, 'm_1', tried('m_1'));
    await put(api, 'm_2', null);
    const { body } = await api.get<MessageDetail>('/api/messages/m_1');
    expect(body).toMatchObject({
      deliveryState: 'deferred',
      delivery: {
        tries: 1,
        attempts: [{ at: '2026-01-02T03:04:05.678Z', tls: 'TLSv1.3', reply: '451 4.3.0 busy' }],
      },
    });
    const list = await api.get<{ items: MessageJson[] }>('/api/messages');
    expect(list.body.items.map(({ deliveryState }) => deliveryState)).toEqual([undefined, 'deferred']);
  });

  it('tells nothing of it without a next hop', async () => {
    const api = createTestApi();
    await put(api, 'm_1', tried('m_1'));
    const { body } = await api.get<MessageDetail>('/api/messages/m_1');
    expect(body).not.toHaveProperty('delivery');
    expect(body).not.toHaveProperty('deliveryState');
  });

  it('is tried now, and given up', async () => {
    const api = apiWith();
    const retried = await api.post<DeliveryJson>('/api/queue/m_1/retry');
    expect(retried.body).toMatchObject({ id: 'm_1', nextTryAt: '2026-01-02T03:04:05.678Z' });
    const given = await api.post<DeliveryJson>('/api/queue/m_1/give-up');
    expect(given.body).toMatchObject({ state: 'failed', nextTryAt: null });
  });

  it.each([
    ['being-tried', 409, 'delivery-under-way'],
    ['finished', 409, 'delivery-finished'],
    ['no-delivery', 404, 'not-found'],
  ])('that is %s answers %i', async (code, expected, type) => {
    const refuse = async () => defect(code, 'because');
    const api = apiWith({ retry: refuse, giveUp: refuse });
    for (const action of ['retry', 'give-up']) {
      const { status: got, body } = await api.post<ProblemJson>(`/api/queue/m_1/${action}`);
      expect([got, body.type]).toEqual([expected, `/problems/${type}`]);
    }
  });

  it('cannot be tried where there is no next hop', async () => {
    expect((await createTestApi().post('/api/queue/m_1/retry')).status).toBe(404);
    expect((await createTestApi().post('/api/queue/m_1/give-up')).status).toBe(404);
  });
});
