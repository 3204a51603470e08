/** The contract of the queue: what is due is claimed once, by priority and age, and is put down with its outcome. */

import { describe, expect, it } from 'vitest';

import { PRIORITY_STEP, type Delivery } from '../model/delivery.ts';
import { aDecision, allBytes, allIds, aMessage, bytes, heard, type Open } from './contract-samples.ts';
import { BadCursor, type Store, StoreUnavailable } from './store.ts';

export const queueContract = (open: Open): void => {
  describe('the queue', () => {
    it('holds a message that is committed with a delivery, and no other', async () => {
      const { store, spool } = await open();
      const delivery = aDelivery('m_1', {
        recipients: [{ address: 'ünï@bücher.test', state: 'pending', reply: null }],
      });
      await store.commitMessage(aMessage('m_1'), bytes('x'), aDecision('d_1'), delivery);
      await store.commitMessage(aMessage('m_2'), bytes('x'), null, null);
      await store.commitMessage(aMessage('m_3'), bytes('x'), null);
      await store.commitMessage(aMessage('m_4'), await spool(bytes('xyz'), 1), null, aDelivery('m_4'));
      expect(await store.deliveriesOf(['m_1'])).toEqual([delivery]);
      expect(await store.deliveriesOf(['m_2', 'm_3', 'm_none'])).toEqual([]);
      expect(ids(await claim(store, 'w_1'))).toEqual(['m_1', 'm_4']);
      expect(await allBytes(await store.content('m_4'))).toEqual(bytes('xyz'));
    });

    it('holds nothing of a message that could not be stored', async () => {
      const { store } = await open();
      const lost = store.commitMessage(
        aMessage('m_1', { list: 'gone' }),
        bytes('x'),
        null,
        aDelivery('m_1', { list: 'gone' }),
      );
      await expect(lost).rejects.toThrow(StoreUnavailable);
      expect(await store.deliveriesOf(['m_1'])).toEqual([]);
      expect(await claim(store, 'w_1')).toEqual([]);
    });

    it('gives what is due, a limited number at a time, and each only once', async () => {
      const { store } = await open();
      for (const n of [1, 2, 3, 4]) await put(store, `m_${n}`, { dueAt: n * 10 });
      expect(ids(await claim(store, 'w_1', { now: 9 }))).toEqual([]);
      expect(ids(await claim(store, 'w_1', { now: 30, limit: 2 }))).toEqual(['m_1', 'm_2']);
      expect(ids(await claim(store, 'w_2', { now: 30 }))).toEqual(['m_3']);
      expect(ids(await claim(store, 'w_1', { now: 30 }))).toEqual([]);
    });

    it('gives a delivery to one of many who ask at once', async () => {
      const { store } = await open();
      await Promise.all(Array.from({ length: 30 }, (_, n) => put(store, `m_${n}`)));
      const claims = await Promise.all(
        Array.from({ length: 10 }, (_, n) => claim(store, `w_${n}`, { limit: 4 })),
      );
      const given = claims.flat().map(({ id }) => id);
      expect(given).toHaveLength(30);
      expect(new Set(given).size).toBe(30);
    });

    it('takes outcomes and claims that come together, each with its own answer', async () => {
      const { store } = await open();
      for (const n of [1, 2, 3, 4, 5, 6]) await put(store, `m_${n}`);
      const [one, two] = await claim(store, 'w_1', { limit: 2 });
      const done = (delivery: Delivery | undefined): Delivery =>
        aDelivery(delivery?.id ?? '', { state: 'delivered', dueAt: null });
      const [first, next, second, stranger, last] = await Promise.all([
        store.settleDelivery('w_1', done(one)),
        claim(store, 'w_1', { limit: 1 }),
        store.settleDelivery('w_1', done(two)),
        claim(store, 'w_2', { limit: 1 }),
        claim(store, 'w_1', { limit: 9 }),
      ]);
      expect([first, second]).toEqual([true, true]);
      // In their order, as far as it reaches; who asks for one gets one.
      expect([next, stranger].map((some) => some.length)).toEqual([1, 1]);
      expect(ids([...next, ...stranger, ...last]).toSorted()).toEqual(['m_3', 'm_4', 'm_5', 'm_6']);
    });

    it('puts very high priority first, and nobody behind those who came much later', async () => {
      const { store } = await open();
      await put(store, 'm_normal', { priority: 3, dueAt: 0 });
      await put(store, 'm_low', { priority: 5, dueAt: 0 });
      await put(store, 'm_second', { priority: 3, dueAt: 0 });
      await put(store, 'm_urgent', { priority: 1, dueAt: PRIORITY_STEP });
      await put(store, 'm_late', { priority: 1, dueAt: 4 * PRIORITY_STEP + 1 });
      const order = ['m_urgent', 'm_normal', 'm_second', 'm_low', 'm_late'];
      const now = 5 * PRIORITY_STEP;
      for (const id of order)
        expect(ids(await claim(store, `w_${id}`, { now, until: 2 * now, limit: 1 }))).toEqual([id]);
    });

    it('lends: a lease that ran out goes to another, but never back to its holder', async () => {
      const { store } = await open();
      await put(store, 'm_1');
      await claim(store, 'w_1', { now: 10, until: 20 });
      expect(ids(await claim(store, 'w_2', { now: 19, until: 30 }))).toEqual([]);
      expect(ids(await claim(store, 'w_1', { now: 25, until: 30 }))).toEqual([]);
      expect(ids(await claim(store, 'w_2', { now: 20, until: 30 }))).toEqual(['m_1']);
      expect(await store.settleDelivery('w_1', aDelivery('m_1', DONE))).toBe(false);
      expect(await store.deliveriesOf(['m_1'])).toEqual([aDelivery('m_1')]);
    });

    it('lends for longer to whoever asks for that', async () => {
      const { store } = await open();
      await put(store, 'm_1');
      await put(store, 'm_2');
      await claim(store, 'w_1', { now: 10, until: 20, limit: 1 });
      await claim(store, 'w_2', { now: 10, until: 20, limit: 1 });
      await store.renewDeliveries('w_1', 100);
      expect(ids(await claim(store, 'w_3', { now: 99, until: 200 }))).toEqual(['m_2']);
      expect(ids(await claim(store, 'w_4', { now: 100, until: 200 }))).toEqual(['m_1']);
    });

    it('gives a named delivery whether it is due or not, unless another holds it', async () => {
      const { store } = await open();
      await put(store, 'm_1', { dueAt: 1_000 });
      const mine = { holder: 'a', now: 10, until: 20 };
      expect(await store.claimDelivery('m_none', mine)).toBeNull();
      expect(await store.claimDelivery('m_1', mine)).toEqual(aDelivery('m_1', { dueAt: 1_000 }));
      expect(await store.claimDelivery('m_1', { ...mine, holder: 'b' })).toBeNull();
      expect(await store.claimDelivery('m_1', mine)).toBeNull();
      expect(await store.claimDelivery('m_1', { holder: 'b', now: 20, until: 30 })).not.toBeNull();
    });

    it('takes the outcome down, and gives what is deferred again when it is due', async () => {
      const { store } = await open();
      await put(store, 'm_1');
      await put(store, 'm_2');
      await claim(store, 'w_1');
      const later = aDelivery('m_1', { ...DEFERRED, dueAt: 500 });
      expect(await store.settleDelivery('w_1', later)).toBe(true);
      expect(await store.settleDelivery('w_1', aDelivery('m_2', DONE))).toBe(true);
      expect(await store.deliveriesOf(['m_1', 'm_2'])).toEqual(
        expect.arrayContaining([later, aDelivery('m_2', DONE)]),
      );
      expect(ids(await claim(store, 'w_1', { now: 499, until: 999 }))).toEqual([]);
      expect(await claim(store, 'w_1', { now: 500, until: 999 })).toEqual([later]);
      expect(await store.settleDelivery('w_1', aDelivery('m_1', DONE))).toBe(true);
      expect(await store.settleDelivery('w_1', aDelivery('m_1', DONE))).toBe(false);
      expect(ids(await claim(store, 'w_1', { now: 9_999, until: 99_999 }))).toEqual([]);
    });

    it('stores a bounce with the outcome, or neither', async () => {
      const { store } = await open();
      await put(store, 'm_1');
      await claim(store, 'w_1');
      const bounce = {
        message: aMessage('m_b', { kind: 'bounce', mailFrom: '' }),
        content: bytes('sorry\r\n'),
      };
      expect(await store.settleDelivery('w_2', aDelivery('m_1', FAILED), bounce)).toBe(false);
      expect(await store.message('m_b')).toBeNull();
      const events = heard(store);
      expect(await store.settleDelivery('w_1', aDelivery('m_1', FAILED), bounce)).toBe(true);
      expect(await store.message('m_b')).toEqual(bounce.message);
      expect(await allBytes(await store.content('m_b'))).toEqual(bounce.content);
      expect(events.toSorted()).toEqual(['delivery updated m_1', 'message created m_b']);
      expect(await store.deliveriesOf(['m_b'])).toEqual([]);
    });

    it('lets go of a delivery when its message is deleted, be it under way', async () => {
      const { store } = await open();
      await store.createList({ id: 'other', name: 'other', createdAt: 1 });
      for (const n of [1, 2, 3]) await put(store, `m_${n}`);
      await put(store, 'm_other', { list: 'other' });
      expect(await claim(store, 'w_1', { limit: 1 })).toHaveLength(1);
      await store.deleteMessage('m_1');
      const bounce = { message: aMessage('m_b'), content: bytes('x') };
      expect(await store.settleDelivery('w_1', aDelivery('m_1', FAILED), bounce)).toBe(false);
      expect(await store.message('m_b')).toBeNull();
      await store.deleteMessages('default');
      expect(ids(await claim(store, 'w_2', { limit: 1 }))).toEqual(['m_other']);
      await store.deleteList('other');
      expect(await store.settleDelivery('w_2', aDelivery('m_other', { ...DONE, list: 'other' }))).toBe(false);
      expect((await store.deliveries({}, { limit: 10 })).items).toEqual([]);
    });

    it('is listed newest first, by list and by state, page by page', async () => {
      const { store } = await open();
      await store.createList({ id: 'other', name: 'other', createdAt: 1 });
      for (const n of [1, 2, 3, 4, 5])
        await put(store, `m_${n}`, n === 3 ? { list: 'other' } : n === 2 ? DEFERRED : {});
      const listed = (filter: Parameters<Store['deliveries']>[0]) =>
        allIds((page) => store.deliveries(filter, page), 2);
      expect(await listed({})).toEqual(['m_5', 'm_4', 'm_3', 'm_2', 'm_1']);
      expect(await listed({ list: 'default', state: 'queued' })).toEqual(['m_5', 'm_4', 'm_1']);
      expect(await listed({ state: 'deferred' })).toEqual(['m_2']);
      expect(await listed({ list: 'nowhere' })).toEqual([]);
      await expect(store.deliveries({}, { limit: 2, cursor: 'm1' })).rejects.toThrow(BadCursor);
    });

    it('is counted by state, with the oldest that waits and the next that is due', async () => {
      const { store } = await open();
      await store.createList({ id: 'other', name: 'other', createdAt: 1 });
      const none = { queued: 0, deferred: 0, delivered: 0, failed: 0 };
      expect(await store.queueTotals()).toEqual({ counts: none, oldest: null, nextDue: null });
      await put(store, 'm_1', { ...DONE, queuedAt: 1 });
      await put(store, 'm_2', { ...FAILED, queuedAt: 2 });
      await put(store, 'm_3', { ...DEFERRED, queuedAt: 3, dueAt: 300 });
      await put(store, 'm_4', { queuedAt: 4, dueAt: 4 });
      await put(store, 'm_5', { list: 'other', queuedAt: 5, dueAt: 400 });
      expect(await store.queueTotals()).toEqual({
        counts: { queued: 2, deferred: 1, delivered: 1, failed: 1 },
        oldest: 3,
        nextDue: 4,
      });
      expect(await store.queueTotals('other')).toEqual({
        counts: { ...none, queued: 1 },
        oldest: 5,
        nextDue: 400,
      });
    });
  });
};

const aDelivery = (id: string, more: Partial<Delivery> = {}): Delivery => ({
  id,
  list: 'default',
  priority: 3,
  state: 'queued',
  queuedAt: 0,
  dueAt: 0,
  recipients: [{ address: 'bob@example.test', state: 'pending', reply: null }],
  tries: 0,
  attempts: [],
  ...more,
});

const attempt = (outcome: 'delivered' | 'deferred' | 'failed', reply: string): Partial<Delivery> => ({
  recipients: [{ address: 'bob@example.test', state: outcome === 'deferred' ? 'pending' : outcome, reply }],
  tries: 1,
  attempts: [
    {
      at: 10,
      endedAt: 20,
      hop: 'hop.test:25',
      tls: null,
      outcome,
      reply,
      perhapsTaken: false,
      replies: [{ address: 'bob@example.test', outcome, reply }],
    },
  ],
});

const DONE: Partial<Delivery> = { ...attempt('delivered', '250 2.0.0 ok'), state: 'delivered', dueAt: null };
const FAILED: Partial<Delivery> = { ...attempt('failed', '550 5.1.1 no'), state: 'failed', dueAt: null };
const DEFERRED: Partial<Delivery> = { ...attempt('deferred', '451 4.3.0 grüße'), state: 'deferred' };

const put = (store: Store, id: string, more: Partial<Delivery> = {}): Promise<void> =>
  store.commitMessage(aMessage(id, { list: more.list ?? 'default' }), bytes('x'), null, aDelivery(id, more));

const claim = (store: Store, holder: string, more: Partial<Parameters<Store['claimDeliveries']>[0]> = {}) =>
  store.claimDeliveries({ holder, now: 10, until: 1_000, limit: 100, ...more });

const ids = (deliveries: readonly Delivery[]): string[] => deliveries.map(({ id }) => id);
