/** Cursors: where a page ended, as an opaque string that stays good while items come and go. */

import { BadCursor } from './store.ts';

/** What a listing lists; a cursor of one listing is no cursor of another. */
export type Listing = 'u' | 's' | 'm' | 'd' | 'c' | 'q';

/** `seq`: the number, rising without reuse, under which the last item of the page was stored. */
export const formatCursor = (listing: Listing, seq: number): string => `${listing}${seq.toString(36)}`;

/** The number that `formatCursor` wrote; null where there is no cursor. Throws `BadCursor` for any other text. */
export const parseCursor = (listing: Listing, cursor: string | undefined): number | null => {
  if (cursor === undefined) return null;
  const digits = cursor.slice(1);
  if (cursor[0] !== listing || !/^(?:0|[1-9a-z][0-9a-z]{0,9})$/.test(digits))
    throw new BadCursor(
      `"${cursor.slice(0, 80)}" is no cursor of this listing; pass on the "next" of an earlier page`,
    );
  return parseInt(digits, 36);
};

/** One page of `found`, which holds one item more than `limit` where there is a further page. */
export const pageOf = <T>(listing: Listing, found: readonly { seq: number; value: T }[], limit: number) => {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ value }) => value),
    next: found.length > limit && last ? formatCursor(listing, last.seq) : null,
  };
};
