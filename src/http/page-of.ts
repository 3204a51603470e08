/** Pages of what is small enough to be held whole, with the cursors of other listings. */

import type { Page, Paged } from '../store/store.ts';
import { BadCursor } from '../store/store.ts';

/** The page after the item that the cursor names by its key. Throws `BadCursor` where there is none. */
export const pageOf = <T>(all: readonly T[], { limit, cursor }: Page, key: (item: T) => string): Paged<T> => {
  const start = cursor === undefined ? 0 : all.findIndex((item) => key(item) === cursor) + 1;
  if (start === 0 && cursor !== undefined) throw new BadCursor(cursor);
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && start + limit < all.length ? key(last) : null };
};
