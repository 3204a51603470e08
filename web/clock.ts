/** The service's time as this page knows it: one offset, one tick for all. */

import { useSyncExternalStore } from 'react';

let offset = 0;
let shown = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Tells the time that the service just said, as ISO 8601. Small differences are those of the way and are let be. */
export const syncClock = (serverNow: string): void => {
  const found = Date.parse(serverNow) - Date.now();
  if (Math.abs(found - offset) < 2000) return;
  offset = found;
  tick();
};

/** Milliseconds since the epoch, by the service's clock. */
export const serverNow = (): number => Date.now() + offset;

/** When today began, by the service's clock and this browser's time zone. */
export const startOfToday = (): Date => {
  const day = new Date(serverNow());
  day.setHours(0, 0, 0, 0);
  return day;
};

const TICK_MS = 10_000;

/** The service's time, which goes on every ten seconds. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => shown);

const tick = (): void => {
  shown = serverNow();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  if (listeners.size === 0) {
    shown = serverNow();
    timer = setInterval(tick, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
};
