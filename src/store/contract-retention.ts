/** The contract of retention: what is beyond the bounds goes, oldest first, and nothing that still has to be delivered. */

import { describe, expect, it } from 'vitest';

import { newDelivery } from '../model/delivery.ts';
import { allIds, aMessage, bytes, heard, type Open } from './contract-samples.ts';
import type { Bounds, Store } from './store.ts';

export const retentionContract = (open: Open): void => {
  describe('retention', () => {
    it('deletes nothing within the bounds', async () => {
      const { store } = await open();
      await fill(store, 5);
      expect(await sweep(store, {})).toEqual([]);
      expect(await sweep(store, { before: 1 })).toEqual([]);
      expect(await sweep(store, { count: 5 })).toEqual([]);
      expect(await sweep(store, { bytes: 50 })).toEqual([]);
      expect(await sweep(store, { count: 5, bytes: 50, before: 1 })).toEqual([]);
    });

    it('deletes what was accepted before an instant', async () => {
      const { store } = await open();
      await fill(store, 5);
      expect(await sweep(store, { before: 3 })).toEqual(['m_1', 'm_2']);
      expect(await idsOf(store)).toEqual(['m_5', 'm_4', 'm_3']);
      expect(await store.countMessages('default')).toBe(3);
    });

    it('deletes the oldest where there are too many', async () => {
      const { store } = await open();
      await fill(store, 5);
      expect(await sweep(store, { count: 2 })).toEqual(['m_1', 'm_2', 'm_3']);
      expect(await idsOf(store)).toEqual(['m_5', 'm_4']);
    });

    it('deletes the oldest where they are too large together', async () => {
      const { store } = await open();
      await fill(store, 5);
      expect(await sweep(store, { bytes: 29 })).toEqual(['m_1', 'm_2', 'm_3']);
      expect(await sweep(store, { bytes: 1 })).toEqual(['m_4', 'm_5']);
      expect(await store.countMessages('default')).toBe(0);
    });

    it('goes by the age of messages, not by when they were stored', async () => {
      const { store } = await open();
      for (const at of [30, 10, 20]) await put(store, at);
      expect(await sweep(store, { count: 2 })).toEqual(['m_10']);
      expect(await sweep(store, { before: 21 })).toEqual(['m_20']);
    });

    it('goes in steps, and says when none is left', async () => {
      const { store } = await open();
      await fill(store, 5);
      const steps = [];
      for (let step = 0; step < 4; step++)
        steps.push(await store.sweepMessages('default', { ...NONE, count: 0 }, 2));
      expect(steps).toEqual([2, 2, 1, 0]);
    });

    it('keeps to one list', async () => {
      const { store } = await open();
      await store.createList({ id: 'other', name: 'Other', createdAt: 1 });
      await put(store, 1, 'other');
      await fill(store, 3);
      expect(await sweep(store, { count: 0, before: 100 })).toEqual(['m_1', 'm_2', 'm_3']);
      expect(await store.countMessages('other')).toBe(1);
      expect(await store.sweepMessages('none', { ...NONE, count: 0 }, 10)).toBe(0);
    });

    it('passes over what is still to be delivered, until that is done', async () => {
      const { store } = await open();
      const waiting = { ...aMessage('m_wait'), at: 1, size: 10 };
      await store.commitMessage(waiting, bytes('0123456789'), null, newDelivery(waiting, 1));
      await put(store, 2);
      await put(store, 3);
      expect(await sweep(store, { count: 1, before: 100, bytes: 1 })).toEqual(['m_2', 'm_3']);
      expect((await store.deliveriesOf(['m_wait'])).map(({ state }) => state)).toEqual(['queued']);
      const [claimed] = await store.claimDeliveries({ holder: 'w', now: 5, until: 9, limit: 1 });
      expect(await sweep(store, { count: 0 })).toEqual([]);
      await store.settleDelivery('w', { ...claimed!, state: 'delivered', dueAt: null });
      expect(await sweep(store, { count: 0 })).toEqual(['m_wait']);
      expect(await store.deliveriesOf(['m_wait'])).toEqual([]);
    });

    it('takes the bytes and the words of a message along, and tells that it went', async () => {
      const { store } = await open();
      await put(store, 1);
      expect((await store.messages({ q: 'hello' }, { limit: 9 })).items).toHaveLength(1);
      const events = heard(store);
      await sweep(store, { count: 0 });
      await store.flush();
      expect(events).toContain('message deleted m_1');
      expect(await store.message('m_1')).toBeNull();
      expect(await store.content('m_1')).toBeNull();
      expect((await store.messages({ q: 'hello' }, { limit: 9 })).items).toEqual([]);
      await put(store, 2);
      expect(await idsOf(store, { after: 'm_1' })).toEqual(['m_2']);
    });

    it('counts what is there, whatever came and went before', async () => {
      const { store } = await open();
      await fill(store, 4);
      await store.deleteMessage('m_2');
      await store.commitMessage(aMessage('m_9', { list: 'gone' }), bytes('x'), null).catch(() => undefined);
      expect(await store.countMessages('default')).toBe(3);
      expect(await sweep(store, { bytes: 30 })).toEqual([]);
      expect(await store.deleteMessages('default')).toBe(3);
      expect(await store.countMessages('default')).toBe(0);
      await fill(store, 2);
      expect(await sweep(store, { bytes: 10 })).toEqual(['m_1']);
      await store.createList({ id: 'other', name: 'Other', createdAt: 1 });
      await put(store, 7, 'other');
      await store.deleteList('other');
      await store.createList({ id: 'other', name: 'Other', createdAt: 1 });
      expect(await store.countMessages('other')).toBe(0);
      await put(store, 8, 'other');
      expect(await store.countMessages('other')).toBe(1);
    });
  });
};

const NONE: Bounds = { before: null, count: null, bytes: null };

/** A message `m_<at>` of ten bytes; in another list its id begins with the list's. */
const put = (store: Store, at: number, list = 'default'): Promise<void> =>
  store.commitMessage(
    aMessage(`${list === 'default' ? 'm' : list}_${at}`, { list, at, size: 10 }),
    bytes('0123456789'),
    null,
  );

const fill = async (store: Store, count: number): Promise<void> => {
  for (let at = 1; at <= count; at++) await put(store, at);
};

/** The ids that went, in order. */
const sweep = async (store: Store, bounds: Partial<Bounds>): Promise<string[]> => {
  const before = await idsOf(store);
  const told: string[] = [];
  const unsubscribe = store.subscribe((event) => {
    if (event.type === 'message' && event.action === 'deleted') told.push(event.id);
  });
  const count = await store.sweepMessages('default', { ...NONE, ...bounds }, 100);
  await store.flush();
  unsubscribe();
  expect(told).toHaveLength(count);
  const after = await idsOf(store);
  expect(before.filter((id) => !after.includes(id)).toSorted()).toEqual(told.toSorted());
  return told;
};

const idsOf = (store: Store, filter: { after?: string } = {}): Promise<string[]> =>
  allIds((page) => store.messages({ list: 'default', ...filter }, page), 50);
