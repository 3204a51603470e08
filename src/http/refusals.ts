/** Counts how often each rule refused lately, list by list, in quarters of an hour: a page of rules costs no search. */

import { FAULT_RULE, RULES } from '../policy/catalogue.ts';
import type { Page } from '../store/store.ts';
import type { Services } from './services.ts';

export type RefusalTally = {
  /** Of one list, of what belongs to none (null), or of all; rules that did not refuse are left out. */
  lately(list: string | null | undefined): Promise<Refused>;
};

/** Instants in ms. */
export type Refused = { since: number; rules: { rule: string; count: number; lastAt: number }[] };

/** How far back it counts. */
export const LATELY_MS = 48 * 3_600_000;

/** Read from the store when it is first asked for, and from then on counted by what the store tells. */
export const createRefusalTally = ({
  store,
  clock,
  shutdown,
}: Pick<Services, 'store' | 'clock' | 'shutdown'>): RefusalTally => {
  let reading: Promise<Counters> | null = null;

  const unsubscribe = store.subscribe((event) => {
    const now = clock.now();
    if (event.type === 'decision' && event.rule !== null) {
      const { list, id, rule } = event;
      void reading?.then((counters) => counters.add(list, rule, id, now), ignore);
    }
    if (event.type === 'list' && event.action === 'deleted')
      void reading?.then((counters) => counters.drop(event.list), ignore);
  });
  shutdown.addEventListener('abort', unsubscribe);

  const read = async (): Promise<Counters> => {
    const counters = createCounters();
    const from = clock.now() - LATELY_MS;
    for (const rule of RULE_IDS)
      for await (const { list, id, at } of newest((page) => store.decisions({ rule }, page))) {
        if (at < from) break;
        counters.add(list, rule, id, at);
      }
    return counters;
  };

  return {
    async lately(list) {
      reading ??= read();
      try {
        const since = clock.now() - LATELY_MS;
        return { since, rules: (await reading).since(list, since) };
      } catch (error) {
        reading = null;
        throw error;
      }
    },
  };
};

const RULE_IDS: readonly string[] = [...RULES.map(({ id }) => id), FAULT_RULE];

const ignore = (): void => undefined;

const QUARTER_MS = 900_000;

/** Ids of what was read, so that an event about it, which may come later, is not counted again. */
const MOST_SEEN = 20_000;

type Counter = { quarters: Map<number, number>; lastAt: number };
type Counters = ReturnType<typeof createCounters>;

const createCounters = () => {
  const lists = new Map<string | null, Map<string, Counter>>();
  const seen = new Set<string>();

  const sum = (counter: Counter, since: number): number => {
    let count = 0;
    for (const [quarter, refused] of counter.quarters)
      if (quarter < Math.floor(since / QUARTER_MS)) counter.quarters.delete(quarter);
      else count += refused;
    return count;
  };

  return {
    add(list: string | null, rule: string, id: string, at: number): void {
      if (seen.has(id)) return;
      seen.add(id);
      if (seen.size > MOST_SEEN) for (const oldest of [...seen].slice(0, MOST_SEEN / 2)) seen.delete(oldest);
      const rules = lists.get(list) ?? new Map<string, Counter>();
      lists.set(list, rules);
      const counter = rules.get(rule) ?? { quarters: new Map<number, number>(), lastAt: at };
      rules.set(rule, counter);
      const quarter = Math.floor(at / QUARTER_MS);
      counter.quarters.set(quarter, (counter.quarters.get(quarter) ?? 0) + 1);
      counter.lastAt = Math.max(counter.lastAt, at);
    },
    drop: (list: string): void => void lists.delete(list),
    since(list: string | null | undefined, since: number): Refused['rules'] {
      const wanted =
        list === undefined ? [...lists.values()] : [lists.get(list) ?? new Map<string, Counter>()];
      return RULE_IDS.flatMap((rule) => {
        const counters = wanted.flatMap((rules) => rules.get(rule) ?? []);
        const count = counters.reduce((total, counter) => total + sum(counter, since), 0);
        return count === 0
          ? []
          : [{ rule, count, lastAt: Math.max(...counters.map(({ lastAt }) => lastAt)) }];
      });
    },
  };
};

async function* newest<T>(read: (page: Page) => Promise<{ items: T[]; next: string | null }>) {
  let cursor: string | undefined;
  do {
    const page = await read({ limit: 1000, cursor });
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
