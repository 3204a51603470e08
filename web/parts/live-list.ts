/** A listing that is live and does not jump: older pages come by cursor, what is new waits until it is wanted. */

import {
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type QueryKey,
} from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import type { LiveEvent } from '../events.ts';
import { useEvents } from '../live.tsx';
import { reconcile, type Listed } from './reconcile.ts';

export type LiveList<T> = {
  /** Undefined until the first page is there. */
  data: T[] | undefined;
  error: Error | null;
  refetch(): void;
  /** How many came in and wait; `more` where there may be more of them. */
  fresh: number;
  more: boolean;
  showFresh(): void;
  /** Undefined where all are loaded. */
  loadMore: (() => void) | undefined;
  /** Takes one away at once, such as what is being deleted. */
  remove(id: string): void;
};

export type LiveListOptions<T> = {
  /** Events make the newest page stale by it: as in `keys`, the list's id second. */
  queryKey: QueryKey;
  fetchPage(page: { limit: number; cursor?: string | undefined }, signal: AbortSignal): Promise<Listed<T>>;
  /** While somebody reads: what is new is counted, not shown. */
  hold: boolean;
  /** What an event takes away: that of an id, everything (`true`), or nothing. */
  goneBy?(event: LiveEvent): string | true | null;
};

const PAGE = 200;
const NEWEST = 50;

export const useLiveList = <T extends { id: string }>({
  queryKey,
  fetchPage,
  hold,
  goneBy,
}: LiveListOptions<T>): LiveList<T> => {
  const client = useQueryClient();
  const pagesKey = [...queryKey, 'pages'];
  const newestKey = [...queryKey, 'newest'];

  const pages = useInfiniteQuery({
    queryKey: pagesKey,
    queryFn: ({ pageParam, signal }) => fetchPage({ limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }: Listed<T>) => next ?? undefined,
    // What was found before stays while the next search is under way, but not that of another list.
    placeholderData: (before, query) => (query?.queryKey[1] === queryKey[1] ? before : undefined),
    staleTime: Infinity,
    gcTime: 0,
    meta: { live: false },
  });
  const newest = useQuery({
    queryKey: newestKey,
    queryFn: ({ signal }) => fetchPage({ limit: NEWEST }, signal),
    enabled: pages.isSuccess && !pages.isPlaceholderData,
    gcTime: 0,
  });

  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.items), [pages.data]);
  const ready = items && newest.data && !pages.isPlaceholderData ? newest.data : null;
  const found = useMemo(() => (items && ready ? reconcile(items, ready) : null), [items, ready]);

  const show = (all: T[], next: string | null): void =>
    void client.setQueryData<Pages<T>>(pagesKey, { pages: [{ items: all, next }], pageParams: [undefined] });
  const end = pages.data?.pages.at(-1)?.next ?? null;
  const take = (): void => {
    if (!found || !ready) return;
    if (found.gap || found.kept.length === 0) show(ready.items, ready.next);
    else show([...found.fresh, ...found.kept], end);
  };
  useEffect(() => {
    if (!found) return;
    if (found.fresh.length > 0 && (!hold || items?.length === 0)) take();
    else if (found.kept !== items) show(found.kept, end);
  });

  const drop = (isGone: (item: T) => boolean): void => {
    const left = (page: Listed<T>): Listed<T> => ({
      ...page,
      items: page.items.filter((item) => !isGone(item)),
    });
    client.setQueryData<Pages<T>>(pagesKey, (old) => old && { ...old, pages: old.pages.map(left) });
    client.setQueryData<Listed<T>>(newestKey, (old) => old && left(old));
  };
  useEvents((event) => {
    const gone = goneBy?.(event) ?? null;
    if (gone !== null) drop(({ id }) => gone === true || gone === id);
  });

  return {
    data: items,
    error: pages.error,
    refetch: () => void client.resetQueries({ queryKey: pagesKey }),
    fresh: found?.fresh.length ?? 0,
    more: found?.gap ?? false,
    showFresh: take,
    loadMore:
      pages.hasNextPage && !pages.isPlaceholderData && !pages.isFetchingNextPage
        ? () => void pages.fetchNextPage()
        : undefined,
    remove: (id) => drop((item) => item.id === id),
  };
};

type Pages<T> = InfiniteData<Listed<T>, string | undefined>;
