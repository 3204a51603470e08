/** A list: the place where SMTP+ is set up, and the namespace of its users, senders, messages and sessions. */

export type List = { id: string; name: string; createdAt: number };

/** The list that always exists. */
export const DEFAULT_LIST = 'default';

/** What may name a list in a URL: 1 to 64 of a-z, 0-9, `-`, `_`, beginning with a letter or digit. */
export const LIST_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
