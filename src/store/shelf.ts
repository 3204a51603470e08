/** Records of one kind in memory: by id, and by list in the order in which they were stored, bounded where asked. */

import { type Listing, pageOf, parseCursor } from './cursor.ts';
import type { Page, Paged } from './store.ts';

export type Shelf<T extends { id: string; list: string | null }> = {
  get(id: string): T | null;
  seqOf(id: string): number | null;
  /** Creates or replaces; one that is replaced keeps its place. Lets go of the oldest of a full list. */
  put(value: T): void;
  remove(id: string): T | null;
  /** Removes what belongs to the list, and tells what that was. */
  removeList(list: string): T[];
  count(list: string): number;
  /** Newest first: of one list, of none (null), or of all. */
  newest(list: string | null | undefined): Iterable<{ seq: number; value: T }>;
};

type Entry<T> = { seq: number; value: T };

/** `kept`: how many of each list, and of those without one, are kept. */
export const createShelf = <T extends { id: string; list: string | null }>(kept = Infinity): Shelf<T> => {
  const byId = new Map<string, Entry<T>>();
  const byList = new Map<string | null, Entry<T>[]>();
  let last = 0;

  const take = (id: string): Entry<T> | null => {
    const entry = byId.get(id);
    if (!entry) return null;
    byId.delete(id);
    const entries = byList.get(entry.value.list) ?? [];
    entries.splice(placeOf(entries, entry.seq), 1);
    if (entries.length === 0) byList.delete(entry.value.list);
    return entry;
  };

  return {
    get: (id) => byId.get(id)?.value ?? null,
    seqOf: (id) => byId.get(id)?.seq ?? null,
    put(value) {
      const entry = { seq: take(value.id)?.seq ?? ++last, value };
      const entries = byList.get(value.list) ?? [];
      entries.splice(placeOf(entries, entry.seq), 0, entry);
      byId.set(value.id, entry);
      byList.set(value.list, entries);
      for (const { value: old } of entries.splice(0, Math.max(0, entries.length - kept))) byId.delete(old.id);
    },
    remove: (id) => take(id)?.value ?? null,
    removeList(list) {
      const gone = (byList.get(list) ?? []).map(({ value }) => value);
      for (const { id } of gone) byId.delete(id);
      byList.delete(list);
      return gone;
    },
    count: (list) => byList.get(list)?.length ?? 0,
    newest: (list) =>
      list === undefined
        ? [...byList.values()].flat().sort((a, b) => b.seq - a.seq)
        : [...(byList.get(list) ?? [])].reverse(),
  };
};

/** One page of a shelf: those that meet the test, older than the cursor. */
export const pageOfShelf = async <T extends { id: string; list: string | null }>(
  listing: Listing,
  shelf: Shelf<T>,
  list: string | null | undefined,
  page: Page,
  meets: (value: T, seq: number) => boolean | Promise<boolean>,
): Promise<Paged<T>> => {
  const before = parseCursor(listing, page.cursor) ?? Infinity;
  const found: Entry<T>[] = [];
  for (const entry of shelf.newest(list)) {
    if (entry.seq >= before) continue;
    const met = meets(entry.value, entry.seq);
    if (typeof met === 'boolean' ? met : await met) found.push(entry);
    if (found.length > page.limit) break;
  }
  return pageOf(listing, found, page.limit);
};

/** Where the entry of this number stands, or belongs. */
const placeOf = (entries: readonly { seq: number }[], seq: number): number => {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
};
