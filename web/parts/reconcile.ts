/** Holds the newest page of a listing against what is shown of it: what came in, what went, what changed. */

export type Listed<T> = { items: T[]; next: string | null };

export type Reconciled<T> = {
  /** What is shown, without what is gone, each as it is now; the same array where nothing differs. */
  kept: T[];
  /** What came in above it, newest first. */
  fresh: T[];
  /** More came in than the newest page holds: between `fresh` and `kept` something is missing. */
  gap: boolean;
};

/** Both newest first. What lies below the newest page is left as it is. */
export const reconcile = <T extends { id: string }>(shown: T[], newest: Listed<T>): Reconciled<T> => {
  const known = new Set(shown.map(({ id }) => id));
  const first = newest.items.findIndex(({ id }) => known.has(id));
  if (first === -1)
    return newest.next === null
      ? { kept: shown.length === 0 ? shown : [], fresh: newest.items, gap: false }
      : { kept: shown, fresh: newest.items, gap: shown.length > 0 };
  const now = new Map(newest.items.map((item) => [item.id, item]));
  const end = newest.next === null ? shown.length : shown.findLastIndex(({ id }) => now.has(id)) + 1;
  const kept = [...shown.slice(0, end).flatMap(({ id }) => now.get(id) ?? []), ...shown.slice(end)];
  const same = kept.length === shown.length && kept.every((item, at) => item === shown[at]);
  return { kept: same ? shown : kept, fresh: newest.items.slice(0, first), gap: false };
};
