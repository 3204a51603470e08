/** Lets go of messages that are beyond the retention (`--keep`): the oldest first, in steps between which others are served. */

import type { Clock } from '../model/clock.ts';
import type { Retention } from '../model/retention.ts';
import type { Bounds, Store } from './store.ts';

export type Sweeper = {
  /** Sweeps now, and every `SWEEP_MS` from then on. */
  start(): void;
  /** Sweeps all lists once; how many messages went. Whoever asks while it runs gets what comes of a further run. */
  sweep(): Promise<number>;
  /** Resolves once a step that is under way has ended; none follows. */
  stop(): Promise<void>;
};

export type SweeperOptions = {
  store: Pick<Store, 'lists' | 'sweepMessages'>;
  clock: Clock;
  retention: Retention;
  log: (message: string, error?: unknown) => void;
};

/** How often it is looked for what is beyond the bounds: by so much they may be passed. */
export const SWEEP_MS = 60_000;

export const createSweeper = ({ store, clock, retention, log }: SweeperOptions): Sweeper => {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stopped = false;
  let running: Promise<unknown> = Promise.resolve();
  let waiting: Promise<number> | null = null;

  const isStopped = (): boolean => stopped;
  const sweepList = async (id: string, bounds: Bounds): Promise<number> => {
    let gone = 0;
    while (!isStopped()) {
      const begun = performance.now();
      const step = await store.sweepMessages(id, bounds, MOST_AT_ONCE);
      if (step === 0) break;
      gone += step;
      // As long again for whoever else writes.
      await new Promise((rested) => setTimeout(rested, Math.min(performance.now() - begun, MOST_REST_MS)));
    }
    return gone;
  };
  const sweepAll = async (): Promise<number> => {
    waiting = null;
    const { age, count, bytes } = retention;
    let gone = 0;
    for (const { id } of stopped ? [] : await store.lists()) {
      const bounds = { before: age === null ? null : clock.now() - age, count, bytes };
      gone += await sweepList(id, bounds);
    }
    return gone;
  };
  const sweep = (): Promise<number> => {
    if (waiting) return waiting;
    waiting = running.then(sweepAll);
    running = waiting.catch(() => undefined);
    return waiting;
  };
  const tick = (): void => {
    timer = null;
    // What cannot be deleted now is found again the next time.
    sweep()
      .catch((error: unknown) => log('messages beyond --keep could not be deleted', error))
      .finally(() => {
        if (!stopped) timer = setTimeout(tick, SWEEP_MS);
      });
  };
  return {
    start: tick,
    sweep,
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
};

/** Few enough that a message which comes in meanwhile waits a few milliseconds only. */
const MOST_AT_ONCE = 50;
const MOST_REST_MS = 500;
