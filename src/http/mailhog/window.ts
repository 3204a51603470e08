/** `start` and `limit` of MailHog's listings, with what its code makes of odd values. */

export type Window = { start: number; limit: number };

/** Whole numbers above zero count, anything else is as if it were not there; at most 250 at once. */
export const windowOf = (query: (name: string) => string | undefined): Window => ({
  start: positive(query('start')) ?? 0,
  limit: Math.min(positive(query('limit')) ?? DEFAULT_LIMIT, MAX_LIMIT),
});

/**
 * Which of `total` items, counted from the newest, the window shows. Where it begins just behind the last one MailHog
 * shows that one all the same, and nothing where it begins further on.
 */
export const shown = (total: number, { start, limit }: Window): { from: number; count: number } => {
  if (total === 0 || start > total) return { from: 0, count: 0 };
  if (start === total) return { from: total - 1, count: 1 };
  return { from: start, count: Math.min(limit, total - start) };
};

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 250;

const positive = (text: string | undefined): number | null => {
  const value = /^\+?\d{1,18}$/.test(text ?? '') ? Number(text) : 0;
  return value > 0 ? value : null;
};
