/** Keeps changes from being lost silently: a page says that it holds some, and whoever would leave is asked first. */

import { useLayoutEffect, useSyncExternalStore } from 'react';
import { useBrowserLocation } from 'wouter/use-browser-location';

type Guard = { words: string };
/** Somebody wants to leave: what would be lost, and how to go on. */
export type Leaving = { words: string; go(): void };

const guards = new Set<Guard>();
let leaving: Leaving | null = null;
const listeners = new Set<() => void>();

/** While `when` holds, links, Back and closing the tab ask first; `words` say what would be lost, as a sentence. */
export const useLeaveGuard = (when: boolean, words: string): void => {
  // Not a moment later than what is drawn: who sees that all is saved may leave.
  useLayoutEffect(() => {
    if (!when) return;
    const guard = { words };
    guards.add(guard);
    return () => void guards.delete(guard);
  }, [when, words]);
};

/** Takes back every guard: what was unsaved is saved, and the next step may leave before React has drawn again. */
export const releaseGuards = (): void => guards.clear();

/** The location hook of the router: as the browser's, but asks the guards. */
export const useGuardedLocation: typeof useBrowserLocation = (options) => {
  const [path, navigate] = useBrowserLocation(options);
  return [path, (to, how) => askBeforeLeaving(() => navigate(to, how))];
};

/** Goes at once, or after the question where changes would be lost; not at all where somebody stays. */
export const askBeforeLeaving = (go: () => void): void => {
  const [guard] = guards;
  if (guard) set({ words: guard.words, go });
  else go();
};

/** What the shell asks about, null where nobody wants to leave. */
export const useLeaving = (): Leaving | null => useSyncExternalStore(subscribe, () => leaving);

export const stay = (): void => set(null);

export const leave = (): void => {
  const going = leaving;
  guards.clear();
  set(null);
  going?.go();
};

const set = (next: Leaving | null): void => {
  leaving = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

addEventListener('beforeunload', (event) => {
  if (guards.size > 0) event.preventDefault();
});

// Back and Forward can be held only where the browser has the Navigation API; elsewhere they leave.
globalThis.navigation?.addEventListener('navigate', (event) => {
  const { key } = event.destination;
  if (event.navigationType !== 'traverse' || !event.cancelable || guards.size === 0) return;
  event.preventDefault();
  askBeforeLeaving(() => void navigation.traverseTo(key));
});
