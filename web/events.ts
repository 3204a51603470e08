/** One stream of the service's events, held open: comes back by itself, and says what it missed. */

import type { MessageJson } from '../src/http/contract/messages.ts';
import type { ServiceEvent } from '../src/model/events.ts';
import { createFrameReader } from './sse.ts';

/** As the model has them, the message in its JSON form. */
export type LiveEvent = WithJson<ServiceEvent>;
type WithJson<E> = E extends { message: unknown } ? Omit<E, 'message'> & { message: MessageJson } : E;

/** `connecting` only until it was live once; `offline` after several tries in a row. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline';

export type EventStream = {
  /** Tries at once, where it waits for its next try. */
  retry(): void;
  close(): void;
};

export type EventStreamOptions = {
  url: string;
  onEvent(event: LiveEvent): void;
  onState(state: LiveState): void;
  /**
   * Events may have been missed that nobody can tell any more: read anew what you hold. Told at the first connection,
   * too: what was asked before it may be older than what it tells.
   */
  onGap(): void;
};

/**
 * Not by `EventSource`, which gives up for good in some cases, cannot tell the last id on a new start, hides the
 * heartbeats by which a dead connection shows, and does not say when a login is needed.
 */
export const openEvents = ({ url, onEvent, onState, onGap }: EventStreamOptions): EventStream => {
  let lastId: string | null = null;
  let failures = 0;
  const closing = new AbortController();
  let attempt = new AbortController();
  let wake: () => void = () => undefined;
  let state: LiveState = 'connecting';

  const become = (next: LiveState): void => {
    if (next === state) return;
    state = next;
    onState(next);
  };

  const listen = async (): Promise<void> => {
    attempt = new AbortController();
    const watch = watchdog(SILENCE_MS, () => attempt.abort());
    try {
      const response = await fetch(url, {
        headers: { accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) },
        signal: attempt.signal,
      });
      if (!response.ok || !response.body) throw new Error(`the event stream answered ${response.status}`);
      // Without an id to go on from, what happened meanwhile is not told.
      if (lastId === null) onGap();
      failures = 0;
      become('live');
      const read = createFrameReader();
      for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
        watch.alive();
        for (const { event, id, data } of read(piece)) {
          lastId = id ?? lastId;
          if (event === 'reset') onGap();
          else onEvent(JSON.parse(data) as LiveEvent);
        }
      }
    } finally {
      watch.stop();
    }
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await listen().catch(() => undefined);
      if (closing.signal.aborted) return;
      failures += 1;
      become(failures >= OFFLINE_AFTER ? 'offline' : 'reconnecting');
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, Math.min(500 * 2 ** (failures - 1), LONGEST_PAUSE_MS));
      });
    }
  };
  void run();

  return {
    retry: () => wake(),
    close() {
      closing.abort();
      attempt.abort();
      wake();
    },
  };
};

/** The service sends a heartbeat each 15 s. */
const SILENCE_MS = 40_000;
const OFFLINE_AFTER = 4;
const LONGEST_PAUSE_MS = 8_000;

const watchdog = (ms: number, bark: () => void): { alive(): void; stop(): void } => {
  let timer = setTimeout(bark, ms);
  return {
    alive() {
      clearTimeout(timer);
      timer = setTimeout(bark, ms);
    },
    stop: () => clearTimeout(timer),
  };
};
