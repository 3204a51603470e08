/** Sizes that every store keeps to. */

/** Bytes of a piece of content, at most. */
export const PIECE = 1024 * 1024;

/** How many deleted messages are remembered, so that `after` still knows their place. */
export const REMEMBERED = 100_000;
