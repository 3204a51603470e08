/** The delivery of a message to the next hop: its state, its recipients, and each attempt with what the next hop said. */

import type { Message } from './message.ts';
import type { Priority } from './priority.ts';

/** Not tried yet; tried, and tried again later; taken by the next hop for every recipient; refused or given up for some. */
export const DELIVERY_STATES = ['queued', 'deferred', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type Delivery = {
  /** The message's. */
  id: string;
  list: string;
  priority: Priority;
  state: DeliveryState;
  /** When it entered the queue, ms since the epoch. */
  queuedAt: number;
  /** When it is tried next, ms since the epoch; null once nothing is left to do. */
  dueAt: number | null;
  /** In the order of the envelope, each address once. */
  recipients: RecipientDelivery[];
  /** How often it was tried; `attempts` keeps the first and the newest ones. */
  tries: number;
  attempts: DeliveryAttempt[];
};

export type RecipientDelivery = {
  address: string;
  state: 'pending' | 'delivered' | 'failed';
  /** What was said last for this recipient: by the next hop, or by this service where it did not come to that. */
  reply: string | null;
};

export type DeliveryAttempt = {
  /** ms since the epoch, both. */
  at: number;
  endedAt: number;
  /** `host:port` of the next hop. */
  hop: string;
  /** The TLS version of the connection; null for plain text, or where it did not come to that. */
  tls: string | null;
  /** The best that came of it: one recipient taken makes it `delivered`. */
  outcome: 'delivered' | 'deferred' | 'failed';
  /** What the next hop said at last, or what kept it from saying anything. */
  reply: string;
  /**
   * The connection was lost after the last byte of the message and before the answer to it: the next hop may have it
   * already, and gets it once more (RFC 5321 section 4.5.4.1, RFC 1047).
   */
  perhapsTaken: boolean;
  replies: RecipientReply[];
};

/** For one recipient; `outcome` by the first digit of the reply. */
export type RecipientReply = {
  address: string;
  outcome: 'delivered' | 'deferred' | 'failed';
  reply: string;
};

/** A message of the service's own that is stored with the end of a delivery; it goes to the inbox only. */
export type Bounce = { message: Message; content: Uint8Array };

/** How many ms of waiting weigh as much as one step of priority. */
export const PRIORITY_STEP = 10 * 60 * 1000;

/**
 * The place of a delivery among those that are due: the lowest goes first, then the one queued first. Very high
 * priority goes before normal, and none starves: whatever comes `4 * PRIORITY_STEP` after another is behind it.
 */
export const rankOf = ({ dueAt, priority }: Pick<Delivery, 'dueAt' | 'priority'>): number =>
  (dueAt ?? 0) + (priority - 1) * PRIORITY_STEP;

/** The delivery of a message that was accepted at `now`: due at once, for each recipient once. */
export const newDelivery = (message: Message, now: number): Delivery => ({
  id: message.id,
  list: message.list,
  priority: message.priority,
  state: 'queued',
  queuedAt: now,
  dueAt: now,
  recipients: [...new Set(message.rcptTo)].map((address) => ({ address, state: 'pending', reply: null })),
  tries: 0,
  attempts: [],
});
