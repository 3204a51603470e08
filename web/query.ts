/** The query cache: its keys in one place, which of them an event makes stale, and how queries behave here. */

import { QueryClient, type Query, type QueryKey } from '@tanstack/react-query';

import type { DecisionQuery, MessageQuery, QueueQuery, SessionQuery } from './api.ts';
import type { LiveEvent } from './events.ts';
import { ApiProblem } from './request.ts';

/** A key without its filter is the beginning of all that have one, so it names them together. */
export const keys = {
  health: ['health'],
  ports: ['ports'],
  about: ['about'],
  lists: ['lists'],
  counts: (list: string) => ['counts', list],
  settings: (list: string) => ['settings', list],
  users: (list: string) => ['users', list],
  user: (list: string, id: string) => ['user', list, id],
  senders: (list: string) => ['senders', list],
  messages: (list: string, filter?: MessageQuery) => ['messages', list, ...given(filter)],
  message: (id: string) => ['message', id],
  queue: (list: string, filter?: QueueQuery) => ['queue', list, ...given(filter)],
  sessions: (list: string, filter?: SessionQuery) => ['sessions', list, ...given(filter)],
  session: (id: string) => ['session', id],
  decisions: (list: string, filter?: DecisionQuery) => ['decisions', list, ...given(filter)],
  decision: (id: string) => ['decision', id],
  /** Below the decisions, since each of them may add to it; '' is what belongs to no list. */
  refusals: (list: string) => ['decisions', list, 'refusals'],
  rules: ['rules'],
} as const;

/** What has to be read anew after an event. */
export const staleAfter = (event: LiveEvent): QueryKey[] => {
  const list = event.list ?? '';
  switch (event.type) {
    case 'message':
      return [
        keys.messages(list),
        keys.message(event.id),
        keys.counts(list),
        keys.users(list),
        keys.queue(list),
      ];
    case 'messages':
      return [keys.messages(list), ['message'], keys.counts(list), keys.queue(list)];
    case 'delivery':
      return [keys.queue(list), keys.message(event.id)];
    case 'session':
      return [keys.sessions(list), keys.session(event.id)];
    case 'decision':
      return [keys.decisions(list), keys.counts(list)];
    case 'user':
      return [keys.users(list), keys.user(list, event.id), keys.counts(list)];
    case 'sender':
      return [keys.senders(list), keys.users(list), ['user', list], keys.counts(list)];
    default:
      return [keys.lists];
  }
};

/**
 * Events keep what is shown fresh, so nothing is asked again for its age alone. A query with `meta: {live: false}` is
 * left alone by events: such as a list that must not jump under the reader's eyes.
 */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // The service is on this machine more often than not: the browser's idea of "offline" says nothing of it.
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });

/**
 * Reads anew what is shown and may have changed: what the key begins, or everything. What is still on its way for the first
 * time may have been read before the change: it is asked once more when it is there, which the library does not do.
 */
export const readAnew = (client: QueryClient, queryKey: QueryKey = []): void => {
  const coming = client
    .getQueryCache()
    .findAll({ queryKey, predicate: isLive, fetchStatus: 'fetching' })
    .filter(({ state }) => state.data === undefined);
  void client.invalidateQueries({ queryKey, predicate: isLive });
  for (const query of coming)
    void query
      .fetch()
      .catch(() => undefined)
      .then(() => client.invalidateQueries({ queryKey: query.queryKey, exact: true }));
};

const isLive = ({ meta }: Query): boolean => meta?.['live'] !== false;

const given = <T>(filter: T | undefined): T[] => (filter === undefined ? [] : [filter]);

const isPassing = (error: Error): boolean => !(error instanceof ApiProblem) || error.status >= 500;
