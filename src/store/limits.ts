/** Sizes that every store keeps to. */

/** Bytes of a piece of content, at most. */
export const PIECE = 1024 * 1024;

/** How many deleted messages are remembered, so that `after` still knows their place. */
export const REMEMBERED = 100_000;

/** Bytes that go in one step of a sweep: more would keep others waiting, and make the log grow. */
export const SWEPT_BYTES = 32 * 1024 * 1024;
