/** MailHog's search (`storage/memory.go`): a substring, without case, in the envelope and in what its view shows. */

import type { Message } from '../../model/message.ts';
import type { Store } from '../../store/store.ts';
import { parseContent } from './content.ts';
import { allMessages, loadHead } from './load.ts';
import { searchedPath } from './message.ts';
import type { Show } from './scope.ts';
import { contains } from './search-content.ts';
import type { Window } from './window.ts';

export const SEARCH_KINDS = ['from', 'to', 'containing'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export const isSearchKind = (kind: string | undefined): kind is SearchKind =>
  SEARCH_KINDS.some((known) => known === kind);

export type Found = {
  /** How many match; 0 where the window begins behind them all. */ total: number;
  messages: Message[];
};

/** Goes through the whole list, one message in memory at a time. */
export const search = async (
  { store, list, show }: { store: Store; list: string; show: Show },
  { kind, query }: { kind: SearchKind; query: string },
  { start, limit }: Window,
): Promise<Found> => {
  const needle = query.toLowerCase();
  const messages: Message[] = [];
  let total = 0;
  let oldest: Message | null = null;
  for await (const message of allMessages(store, list)) {
    if (!(await MATCHES[kind](message, needle, store, show))) continue;
    if (total >= start && messages.length < limit) messages.push(message);
    oldest = message;
    total += 1;
  }
  if (start > total) return { total: 0, messages: [] };
  return { total, messages: oldest && start === total ? [oldest] : messages };
};

type Matches = (message: Message, needle: string, store: Store, show: Show) => boolean | Promise<boolean>;

const MATCHES: Record<SearchKind, Matches> = {
  from: (message, needle, store) =>
    inPaths([message.mailFrom], needle) || inHeader(store, message.id, 'From', needle),
  to: (message, needle, store) =>
    inPaths(message.rcptTo, needle) || inHeader(store, message.id, 'To', needle),
  containing: (message, needle, _store, show) => show('mailhogMatches', message, needle),
};

const inPaths = (paths: readonly string[], needle: string): boolean =>
  paths.some((path) => searchedPath(path).toLowerCase().includes(needle));

/** In the header that is spelt exactly so, the last one of them. */
const inHeader = async (store: Store, id: string, name: string, needle: string): Promise<boolean> =>
  (parseContent(await loadHead(store, id)).Headers.get(name) ?? []).some((value) => contains(value, needle));
