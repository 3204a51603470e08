/** The event stream in React: its state, its events, and the queries that it makes stale. */

import { useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import {
  createContext,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
} from 'react';

import { openEvents, type EventStream, type LiveEvent, type LiveState } from './events.ts';
import { keys, readAnew, staleAfter } from './query.ts';
import { apiUrl } from './request.ts';

type Live = {
  state: LiveState;
  /** Tries to reach the service at once. */
  retry(): void;
  subscribe(listener: (event: LiveEvent) => void): () => void;
};

/** Holds the one stream of this tab. A tab that is hidden for a while lets go of it, since browsers allow few at once. */
export const LiveProvider = ({ children }: { children: ReactNode }): ReactNode => {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  const stream = useRef<EventStream>(null);
  const listeners = useRef(new Set<(event: LiveEvent) => void>());

  // Before anything is asked, which is done in effects: the less is asked twice when the stream is there.
  useLayoutEffect(() => {
    const refresh = createRefresher(client);
    const open = (): void => {
      stream.current ??= openEvents({
        url: apiUrl('/api/events'),
        onState: setState,
        onGap: () => readAnew(client),
        onEvent(event) {
          refresh.add(staleAfter(event));
          for (const listener of listeners.current) listener(event);
        },
      });
    };
    const close = (): void => {
      stream.current?.close();
      stream.current = null;
    };
    const unwatch = whenHidden(HIDDEN_MS, close, open);
    open();
    return () => {
      unwatch();
      refresh.stop();
      close();
    };
  }, [client]);

  // What the service said while it could not be reached is old: the first thing on its return is to ask.
  const before = useRef(state);
  useEffect(() => {
    if (state === 'live' && before.current !== 'live' && before.current !== 'connecting')
      void client.invalidateQueries({ queryKey: keys.health });
    before.current = state;
  }, [state, client]);

  const [live] = useState(() => ({
    retry: () => stream.current?.retry(),
    subscribe(listener: (event: LiveEvent) => void) {
      listeners.current.add(listener);
      return () => void listeners.current.delete(listener);
    },
  }));
  return <LiveContext value={{ ...live, state }}>{children}</LiveContext>;
};

/** The state of the connection: `connecting`, `live`, `reconnecting` or `offline`; and `retry()`. */
export const useLive = (): Pick<Live, 'state' | 'retry'> => useContext(LiveContext);

/** Calls the listener with each event of every list, as long as the component is there. */
export const useEvents = (listener: (event: LiveEvent) => void): void => {
  const { subscribe } = useContext(LiveContext);
  const latest = useRef(listener);
  useEffect(() => void (latest.current = listener));
  useEffect(() => subscribe((event) => latest.current(event)), [subscribe]);
};

const LiveContext = createContext<Live>({
  state: 'connecting',
  retry: () => undefined,
  subscribe: () => () => undefined,
});

const HIDDEN_MS = 60_000;

const whenHidden = (ms: number, leave: () => void, back: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const change = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') timer = setTimeout(leave, ms);
    else back();
  };
  document.addEventListener('visibilitychange', change);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', change);
  };
};

/** Under load events come by the thousand: queries are refreshed soon after the first, then once a second at most. */
const SOON_MS = 60;
const AGAIN_MS = 1000;

const createRefresher = (client: QueryClient): { add(stale: QueryKey[]): void; stop(): void } => {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const flush = (): void => {
    timer = undefined;
    last = performance.now();
    const stale = [...waiting.values()];
    waiting.clear();
    for (const queryKey of stale) readAnew(client, queryKey);
  };
  return {
    add(stale) {
      for (const key of stale) waiting.set(JSON.stringify(key), key);
      timer ??= setTimeout(flush, Math.max(SOON_MS, last + AGAIN_MS - performance.now()));
    },
    stop: () => clearTimeout(timer),
  };
};
