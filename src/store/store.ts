/** The store as the rest of the service sees it: asynchronous throughout, so that a networked engine fits behind it. */

import type { StoredDecision } from '../model/decision.ts';
import type { Bounce, Delivery, DeliveryState } from '../model/delivery.ts';
import type { ServiceEvent, Unsubscribe } from '../model/events.ts';
import type { List } from '../model/list.ts';
import type { Content, Message } from '../model/message.ts';
import type { Result } from '../model/result.ts';
import type { Sender } from '../model/sender.ts';
import type { SessionOutcome, StoredSession } from '../model/session.ts';
import type { StoredUser } from '../model/user.ts';

/**
 * Every write is durable when its promise resolves, unless it says otherwise. A read sees every write that was called
 * before it. A write that cannot be made durable rejects with `StoreUnavailable`, and nothing of it is kept.
 */
export type Store = {
  /** What kind and where, for people: `memory:`, `sqlite:/var/lib/smtp-plus.db`. */
  readonly name: string;
  /** Bytes that it takes on the disk, with its indexes and what is written ahead; null where it lies in memory. */
  size(): Promise<number | null>;
  /** The folder in which files of spooled messages are to lie, since they stay there; null where any will do. */
  readonly spoolFolder: string | null;

  lists(): Promise<List[]>;
  list(id: string): Promise<List | null>;
  /** Fails with code `exists`. */
  createList(list: List): Promise<Result<List>>;
  /** Deletes the list and all that belongs to it; false where there is none. Refuses the default list by throwing. */
  deleteList(id: string): Promise<boolean>;

  /** Oldest first. */
  users(list: string, page: Page): Promise<Paged<UserWithSenders>>;
  user(list: string, id: string): Promise<UserWithSenders | null>;
  /** By user name, over all lists, without ASCII case. With the senders as they are now: what the policy judges by. */
  userByName(username: string): Promise<UserWithSenders | null>;
  /**
   * Creates or replaces a user and brings the list's senders in line, in one step: a key that the list does not have
   * becomes a pending sender (taken from `candidates`), one that no user names any more is deleted with its tokens.
   * `expect` is the `updatedAt` that the stored user must have (null: must not exist); fails with code `conflict`
   * where it differs, `username-taken` where another user has the name, `no-list`.
   */
  putUser(user: StoredUser, candidates: Sender[], expect: number | null): Promise<Result<PutUser>>;
  /** Deletes the user and the senders that no other user names; null where there is none. */
  deleteUser(list: string, id: string): Promise<UserWithSenders | null>;
  /** Notes when the user last sent; may be written late. */
  touchUser(list: string, id: string, at: number): void;

  senders(list: string, page: Page): Promise<Paged<Sender>>;
  sender(list: string, id: string): Promise<Sender | null>;
  /**
   * Makes `tokenHash` the one live token of a pending sender; an earlier one is superseded. Sets `requestedAt` and
   * `expiresAt`. Null where there is no such sender; a verified one is returned as it is.
   */
  issueToken(
    list: string,
    senderId: string,
    token: { hash: string; at: number; expiresAt: number },
  ): Promise<Sender | null>;
  /** What a token is worth at `now`; changes nothing. */
  token(hash: string, now: number): Promise<TokenState>;
  /** Uses a live token up and verifies its sender, in one step. Of two calls at once only one finds it live. */
  useToken(hash: string, now: number): Promise<TokenState>;

  /**
   * The message, its decision and, with a next hop, its place in the queue, in one step. Resolves after fsync: what 250
   * stands for. The delivery's `id` and `list` are the message's. The file of a spooled content is the store's from here
   * on, whatever comes of it: see `SpooledContent`.
   */
  commitMessage(
    message: Message,
    content: Content,
    decision: StoredDecision | null,
    delivery?: Delivery | null,
  ): Promise<void>;
  /** Newest first. */
  messages(filter: MessageFilter, page: Page): Promise<Paged<Message>>;
  message(id: string): Promise<Message | null>;
  /**
   * The stored bytes, in pieces of 1 MiB at most; null where there is no such message. Rejects with `ContentMissing` where
   * the message is there and its content is not.
   */
  content(id: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** The deleted message, null where there is none. */
  deleteMessage(id: string): Promise<Message | null>;
  /** Deletes every message of the list; how many there were. */
  deleteMessages(list: string): Promise<number>;
  countMessages(list: string): Promise<number>;
  /**
   * Deletes up to `limit` messages of the list that are beyond the bounds, oldest first, and tells of each; fewer where
   * they are large. How many that were: 0 once none is left. One whose delivery still has something to do stays, and counts.
   */
  sweepMessages(list: string, bounds: Bounds, limit: number): Promise<number>;

  /**
   * Leases up to `limit` deliveries to `holder` until the instant `until`, and answers them as they are stored: those
   * whose `dueAt` is at or before `now`, and that no other lease holds at `now`; lowest `rankOf` first, of equals the
   * one queued first. What `holder` holds already is not answered again, however old the lease. Of two calls at once,
   * in any process, only one gets a delivery. A store that one process holds alone voids all leases when it is opened.
   */
  claimDeliveries(claim: Claim & { limit: number }): Promise<Delivery[]>;
  /** The same for the delivery of this message, due or not; null where there is none, or it is held. */
  claimDelivery(id: string, claim: Claim): Promise<Delivery | null>;
  /** Moves the end of every lease of `holder` to `until`. */
  renewDeliveries(holder: string, until: number): Promise<void>;
  /**
   * Replaces the delivery, ends the lease and stores the bounce, in one step. False, and nothing is changed, where
   * `holder` does not hold it any more: the lease went to another, or the message was deleted.
   */
  settleDelivery(holder: string, delivery: Delivery, bounce?: Bounce | null): Promise<boolean>;
  /** Those of these messages that have one, in any order. It goes when its message is deleted. */
  deliveriesOf(ids: readonly string[]): Promise<Delivery[]>;
  /** Newest message first. */
  deliveries(filter: DeliveryFilter, page: Page): Promise<Paged<Delivery>>;
  /** What the queue holds, of one list or of all. */
  queueTotals(list?: string): Promise<QueueTotals>;

  /** Kept without waiting for the disk; a read that follows sees it. */
  recordDecision(decision: StoredDecision): void;
  decision(id: string): Promise<StoredDecision | null>;
  decisions(filter: DecisionFilter, page: Page): Promise<Paged<StoredDecision>>;
  /** Creates or replaces a session; kept without waiting for the disk; a read that follows sees it. */
  recordSession(session: StoredSession): void;
  session(id: string): Promise<StoredSession | null>;
  /** Newest first. */
  sessions(filter: SessionFilter, page: Page): Promise<Paged<StoredSession>>;

  /** Failures of logins, over all processes on this store. */
  readonly failures: FailureCounter;

  /** Who is logged in to the pages. */
  readonly logins: Logins;

  /** Tells what was stored, after it was. With several processes on one store: what any of them stored. */
  subscribe(listener: (event: ServiceEvent) => void): Unsubscribe;
  /** Resolves once all that was asked for is durable. */
  flush(): Promise<void>;
  /** Flushes and lets go. No call may follow. */
  close(): Promise<void>;
};

/** Counts by key, in a sliding window, for what slows down guessing. Rejects with `StoreUnavailable`. */
export type FailureCounter = {
  /**
   * The first of the keys that had `most` failures within the window already, and when it is free again. Where there is
   * none: null, and one failure more is counted under each key where `counts` is set, all in one step.
   */
  count(
    limits: readonly { key: string; most: number }[],
    window: { now: number; windowMs: number },
    counts: boolean,
  ): Promise<{ key: string; until: number } | null>;
  forget(key: string): Promise<void>;
};

/** Logins to the pages, by the hash of what their cookie holds. Rejects with `StoreUnavailable`. */
export type Logins = {
  /** What those have in common that share these logins; null where this process has them for itself. */
  readonly scope: string | null;
  /** Of very many the oldest are let go. */
  add(hash: string, until: number): Promise<void>;
  isLive(hash: string, now: number): Promise<boolean>;
  remove(hash: string): Promise<void>;
};

export type UserWithSenders = { user: StoredUser; senders: Sender[] };

/** The user as stored, and the senders that became pending by it and have not been asked yet. */
export type PutUser = UserWithSenders & { added: Sender[]; removed: Sender[] };

export type TokenState =
  | { state: 'live' | 'verified' | 'used' | 'superseded' | 'expired'; sender: Sender }
  | { state: 'unknown' };
// `verified` is what `useToken` answers when it has just verified; `token` never answers it.

/** `cursor` is a `next` given earlier; a cursor that is not one is treated by throwing `BadCursor`. `limit` is 1 to 1000. */
export type Page = { limit: number; cursor?: string | undefined };

/** `next` is null on the last page. */
export type Paged<T> = { items: T[]; next: string | null };

export type MessageFilter = {
  list?: string | undefined;
  /** An address of the envelope, or `@domain`; without ASCII case. */
  to?: string | undefined;
  /** MAIL FROM or an address of From, or `@domain`; without ASCII case. */
  from?: string | undefined;
  /** Words that must all occur in subject, addresses or text; a word may be a prefix. */
  q?: string | undefined;
  /** Only those accepted after the message of this id (which may be gone), or after this instant in ms. */
  after?: string | number | undefined;
};

/** What a list may hold, null for no bound: none accepted before this instant in ms, so many, so many bytes together. */
export type Bounds = { before: number | null; count: number | null; bytes: number | null };

export type SessionFilter = {
  /** null for those of no list. */
  list?: string | null | undefined;
  username?: string | undefined;
  /** Sessions with at least one such decision; `none` those without any. */
  outcome?: SessionOutcome | undefined;
  /** Sessions in which this rule refused. */
  rule?: string | undefined;
  /** The port of this service that the client connected to. */
  port?: number | undefined;
};

export type DecisionFilter = {
  /** null for those of no list. */
  list?: string | null | undefined;
  sessionId?: string | undefined;
  rule?: string | undefined;
};

/** Who takes deliveries: `holder` is one worker of one process. Instants in ms since the epoch. */
export type Claim = { holder: string; now: number; until: number };

export type DeliveryFilter = {
  list?: string | undefined;
  state?: DeliveryState | undefined;
};

export type QueueTotals = {
  counts: Record<DeliveryState, number>;
  /** The smallest `queuedAt` of those that still have something to do; null where none has. */
  oldest: number | null;
  /** The smallest `dueAt`; null where nothing is due ever. */
  nextDue: number | null;
};

/** How many sessions and decisions each list keeps, and those of no list together: the newest. */
export const KEPT = 10_000;

/** A write could not be made durable: disk full, read-only, locked, lost connection. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
}

/** A message is stored whose content is not there, as from half a backup; the message names the file and the way out. */
export class ContentMissing extends Error {
  override name = 'ContentMissing';
}

/** The store cannot be opened as it is; the message names it and the way out, and it was left untouched. */
export class StoreUnusable extends Error {
  override name = 'StoreUnusable';
}

export class BadCursor extends Error {
  override name = 'BadCursor';
}
