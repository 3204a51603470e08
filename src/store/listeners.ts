/** Those who want to hear what was stored. */

import type { ServiceEvent, Unsubscribe } from '../model/events.ts';

export type Listeners = {
  add(listener: (event: ServiceEvent) => void): Unsubscribe;
  tell(event: ServiceEvent): void;
};

export const createListeners = (): Listeners => {
  const listeners = new Set<{ hear: (event: ServiceEvent) => void }>();
  return {
    add(hear) {
      const listener = { hear };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(event) {
      for (const listener of [...listeners]) {
        try {
          listener.hear(event);
        } catch (error) {
          // What was stored stays stored and the others still hear; the bug surfaces as an uncaught error of its own.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
};
