/** Counts what each list accepted and refused lately, in quarters of an hour, so that "today" costs no search. */

import type { ServiceEvent } from '../model/events.ts';
import type { Paged, Page } from '../store/store.ts';
import type { Services } from './services.ts';

export type Tally = {
  /** Messages of users and refusals since `since` (ms), counted from the beginning of its quarter of an hour. */
  since(list: string, since: number): Promise<Counted>;
};

export type Counted = { messages: number; refused: number };

/** How far back it counts. */
export const TALLIED_MS = 48 * 3_600_000;

/** A list is read from the store when it is first asked for, and from then on counted by what the store tells. */
export const createTally = ({
  store,
  clock,
  shutdown,
}: Pick<Services, 'store' | 'clock' | 'shutdown'>): Tally => {
  const lists = new Map<string, Promise<Kept>>();

  const unsubscribe = store.subscribe((event) => {
    if (event.list === null) return;
    if (event.type === 'list' && event.action === 'deleted') lists.delete(event.list);
    const what = counted(event);
    const id = event.id;
    const now = clock.now();
    if (what !== null) void lists.get(event.list)?.then((kept) => hear(kept, what, id, now));
  });
  shutdown.addEventListener('abort', unsubscribe);

  const read = async (list: string): Promise<Kept> => {
    const kept: Kept = { quarters: new Map(), seen: new Set() };
    const from = clock.now() - TALLIED_MS;
    for await (const { id, at, kind } of all((page) => store.messages({ list, after: from }, page)))
      if (kind === 'relay') {
        add(kept, 'messages', at);
        // Newest first: an event about what was read comes within moments, so that older ones need not be remembered.
        if (kept.seen.size < MOST_SEEN) kept.seen.add(id);
      }
    for await (const { id, at, action } of all((page) => store.decisions({ list }, page))) {
      if (at < from) break;
      if (action === 'accept') continue;
      add(kept, 'refused', at);
      if (kept.seen.size < 2 * MOST_SEEN) kept.seen.add(id);
    }
    return kept;
  };

  return {
    async since(list, since) {
      const reading = lists.get(list) ?? read(list);
      lists.set(list, reading);
      try {
        const kept = await reading;
        forget(kept, clock.now());
        return sum(kept, Math.max(since, clock.now() - TALLIED_MS));
      } catch (error) {
        lists.delete(list);
        throw error;
      }
    },
  };
};

/** `seen` holds what was read or heard last, so that an event about it, which may come later, is not counted again. */
type Kept = { quarters: Map<number, Counted>; seen: Set<string> };

const QUARTER_MS = 900_000;

const quarterOf = (at: number): number => Math.floor(at / QUARTER_MS);

const counted = (event: ServiceEvent): keyof Counted | null => {
  if (event.type === 'message' && event.action === 'created')
    return event.message.kind === 'relay' ? 'messages' : null;
  return event.type === 'decision' && event.outcome !== 'accept' ? 'refused' : null;
};

const hear = (kept: Kept, what: keyof Counted, id: string, at: number): void => {
  if (kept.seen.has(id)) return;
  kept.seen.add(id);
  if (kept.seen.size > 2 * MOST_SEEN)
    for (const oldest of [...kept.seen].slice(0, MOST_SEEN)) kept.seen.delete(oldest);
  add(kept, what, at);
};

const add = (kept: Kept, what: keyof Counted, at: number): void => {
  const quarter = kept.quarters.get(quarterOf(at)) ?? { messages: 0, refused: 0 };
  quarter[what] += 1;
  kept.quarters.set(quarterOf(at), quarter);
};

const MOST_SEEN = 20_000;

const forget = ({ quarters }: Kept, now: number): void => {
  for (const quarter of quarters.keys()) if (quarter < quarterOf(now - TALLIED_MS)) quarters.delete(quarter);
};

const sum = ({ quarters }: Kept, since: number): Counted => {
  const total: Counted = { messages: 0, refused: 0 };
  for (const [quarter, { messages, refused }] of quarters) {
    if (quarter < quarterOf(since)) continue;
    total.messages += messages;
    total.refused += refused;
  }
  return total;
};

async function* all<T>(read: (page: Page) => Promise<Paged<T>>): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page = await read({ limit: 1000, cursor });
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
