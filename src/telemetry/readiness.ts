/** Whether new work may be sent here: the store can be written, a port listens, and the service is not ending. */

import type { Clock } from '../model/clock.ts';
import type { Store } from '../store/store.ts';

export type Readiness = {
  /** Why it is not, in words without secrets; empty where it is. Answers within `patienceMs`. */
  reasons(): Promise<string[]>;
  /** How the last commit of a message went. */
  commit(failed: boolean): void;
  /** From now on it is not. */
  end(): void;
};

export type ReadinessParts = {
  store: Pick<Store, 'renewDeliveries'>;
  /** How many SMTP ports listen. */
  listening: () => number;
  clock: Clock;
  patienceMs?: number;
};

/** How long a commit that failed counts, where none came after it. */
export const FAILURE_MS = 30_000;

export const createReadiness = (parts: ReadinessParts): Readiness => {
  const { store, listening, clock, patienceMs = 2000 } = parts;
  let failedAt = -Infinity;
  let ending = false;

  /** Takes the writer's way into the store and back, with a write that changes nothing; whoever asks meanwhile shares it. */
  let probing: Promise<boolean> | null = null;
  const writable = (): Promise<boolean> => {
    probing ??= probe().finally(() => (probing = null));
    return probing;
  };
  const probe = async (): Promise<boolean> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), patienceMs);
    });
    const written = store.renewDeliveries(PROBE, 0).then(
      () => true,
      () => false,
    );
    return Promise.race([written, late]).finally(() => clearTimeout(timer));
  };

  return {
    async reasons() {
      if (ending) return ['it is shutting down'];
      const reasons = listening() > 0 ? [] : ['no SMTP port listens'];
      if (!(await writable())) reasons.push('the store cannot be written');
      // A full disk shows only where something is really written.
      else if (isRecent(clock.now() - failedAt))
        reasons.push('the last message could not be stored, less than 30 seconds ago');
      return reasons;
    },
    commit: (failed) => void (failedAt = failed ? clock.now() : -Infinity),
    end: () => void (ending = true),
  };
};

/** A clock that was set back since must not keep it from being ready for as long as that. */
const isRecent = (ms: number): boolean => ms >= 0 && ms < FAILURE_MS;

/** Holds no delivery, so that nothing is changed. */
const PROBE = 'readiness';
