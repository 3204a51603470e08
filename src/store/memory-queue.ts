/** The queue of the store in memory: deliveries by message, with their leases. */

import { DELIVERY_STATES, rankOf, type Delivery } from '../model/delivery.ts';
import { pageOf, parseCursor } from './cursor.ts';
import type { Claim, DeliveryFilter, Page, Paged, QueueTotals } from './store.ts';

/** The calls of `Store` that are about deliveries, at once instead of later. `seq` is the place of the message. */
export type MemoryQueue = {
  put(delivery: Delivery, seq: number): void;
  remove(id: string): void;
  claim(claim: Claim & { limit: number }): Delivery[];
  claimOne(id: string, claim: Claim): Delivery | null;
  renew(holder: string, until: number): void;
  settle(holder: string, delivery: Delivery): boolean;
  of(ids: readonly string[]): Delivery[];
  /** Whether the message's delivery still has something to do. */
  waits(id: string): boolean;
  page(filter: DeliveryFilter, page: Page): Paged<Delivery>;
  totals(list: string | undefined): QueueTotals;
};

export const createMemoryQueue = (): MemoryQueue => {
  const entries = new Map<string, Entry>();
  /** Those that still have something to do: few, however many there were. */
  const open = new Map<string, Entry>();
  const keep = (entry: Entry): void => {
    const { id, dueAt } = entry.delivery;
    entries.set(id, entry);
    if (dueAt === null) open.delete(id);
    else open.set(id, entry);
  };
  const lease = (entry: Entry, { holder, until }: Claim): Delivery => {
    entry.lease = { holder, until };
    return structuredClone(entry.delivery);
  };
  return {
    put: (delivery, seq) => keep(entryOf(delivery, seq)),
    remove(id) {
      entries.delete(id);
      open.delete(id);
    },
    claim(claim) {
      const due = [...open.values()].filter(
        (entry) => (entry.delivery.dueAt ?? Infinity) <= claim.now && isFree(entry, claim),
      );
      return due
        .sort((a, b) => a.rank - b.rank || a.seq - b.seq)
        .slice(0, claim.limit)
        .map((entry) => lease(entry, claim));
    },
    claimOne(id, claim) {
      const entry = entries.get(id);
      return entry && isFree(entry, claim) ? lease(entry, claim) : null;
    },
    renew(holder, until) {
      for (const entry of entries.values()) if (entry.lease?.holder === holder) entry.lease.until = until;
    },
    settle(holder, delivery) {
      const entry = entries.get(delivery.id);
      if (entry?.lease?.holder !== holder) return false;
      keep(entryOf(delivery, entry.seq));
      return true;
    },
    of: (ids) =>
      ids.flatMap((id) => {
        const entry = entries.get(id);
        return entry ? [structuredClone(entry.delivery)] : [];
      }),
    waits: (id) => open.has(id),
    page({ list, state }, { limit, cursor }) {
      const before = parseCursor('q', cursor) ?? Infinity;
      const found = [...entries.values()]
        .filter(({ delivery, seq }) => seq < before && isOf(list, delivery) && isIn(state, delivery))
        .sort((a, b) => b.seq - a.seq)
        .slice(0, limit + 1);
      return pageOf(
        'q',
        found.map(({ delivery, seq }) => ({ seq, value: structuredClone(delivery) })),
        limit,
      );
    },
    totals(list) {
      const all = Array.from(entries.values(), ({ delivery }) => delivery).filter((one) => isOf(list, one));
      const waiting = all.filter(({ dueAt }) => dueAt !== null);
      const count = (state: Delivery['state']) => all.filter((one) => one.state === state).length;
      return {
        counts: Object.fromEntries(
          DELIVERY_STATES.map((state) => [state, count(state)]),
        ) as QueueTotals['counts'],
        oldest: least(waiting.map(({ queuedAt }) => queuedAt)),
        nextDue: least(waiting.map(({ dueAt }) => dueAt ?? 0)),
      };
    },
  };
};

type Entry = {
  delivery: Delivery;
  seq: number;
  rank: number;
  lease: { holder: string; until: number } | null;
};

const entryOf = (delivery: Delivery, seq: number): Entry => ({
  delivery: structuredClone(delivery),
  seq,
  rank: rankOf(delivery),
  lease: null,
});

const isFree = ({ lease }: Entry, { holder, now }: Claim): boolean =>
  lease === null || (lease.until <= now && lease.holder !== holder);

const isOf = (list: string | undefined, delivery: Delivery): boolean =>
  list === undefined || delivery.list === list;

const isIn = (state: DeliveryFilter['state'], delivery: Delivery): boolean =>
  state === undefined || delivery.state === state;

const least = (numbers: readonly number[]): number | null =>
  numbers.reduce<number | null>((low, next) => (low === null || next < low ? next : low), null);
