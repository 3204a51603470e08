/** Values for the contract suite: plain ones, of which a test names only what it is about. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { StoredDecision } from '../model/decision.ts';
import type { ServiceEvent } from '../model/events.ts';
import type { SpooledContent, Message } from '../model/message.ts';
import type { Sender, SenderKey } from '../model/sender.ts';
import type { StoredSession } from '../model/session.ts';
import type { StoredUser } from '../model/user.ts';
import { type Paged, type Store, StoreUnavailable } from './store.ts';

/** A store that is open, and what a test may need around it. */
export type Opened = {
  store: Store;
  /** Puts all but the first `head` bytes into a file, as the relay does with a large message. */
  spool(bytes: Uint8Array, head: number): Promise<SpooledContent>;
};

/** Opens an empty store; `kept` lowers the retention. It is closed after the test. */
export type Open = (options?: { kept?: number | undefined }) => Promise<Opened>;

let spooled = 0;

/** Puts what `Opened.spool` asks for into this folder. */
export const spoolIn =
  (folder: string): Opened['spool'] =>
  async (bytes, head) => {
    const path = join(folder, `spooled-${process.pid}-${String((spooled += 1)).padStart(6, '0')}`);
    await writeFile(path, bytes.subarray(head));
    return { path, head: bytes.subarray(0, head), size: bytes.length };
  };

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const domain = (value: string): SenderKey => ({ kind: 'domain', value });
export const address = (value: string): SenderKey => ({ kind: 'address', value });

/** A user named after the id, of the default list. */
export const aUser = (id: string, more: Partial<StoredUser> = {}): StoredUser => ({
  id,
  list: 'default',
  username: `name-of-${id}`,
  active: false,
  priority: 3,
  note: '',
  senders: [],
  createdAt: 1_000,
  updatedAt: 1_000,
  passwordChangedAt: 1_000,
  lastUsedAt: null,
  passwordHash: 'sha256$00$00',
  ...more,
});

/** The sender that would be made of a key: its id is the value. */
export const aSender = (key: SenderKey, list = 'default'): Sender => ({
  ...key,
  id: `s_${list}_${key.value}`,
  list,
  status: 'pending',
  requestedAt: 1_000,
  verifiedAt: null,
  expiresAt: null,
});

/** Stores a user who is not there yet, with candidates for all of its senders. */
export const addUser = (store: Store, id: string, more: Partial<StoredUser> = {}) => {
  const user = aUser(id, more);
  return store.putUser(
    user,
    user.senders.map((key) => aSender(key, user.list)),
    null,
  );
};

export const aMessage = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  list: 'default',
  kind: 'relay',
  at: 1_000,
  mailFrom: 'sales@acme.test',
  rcptTo: ['bob@example.test'],
  headerFrom: ['sales@acme.test'],
  from: 'Acme <sales@acme.test>',
  to: 'bob@example.test',
  subject: 'Hello',
  messageId: `<${id}@acme.test>`,
  size: 7,
  priority: 3,
  userId: 'u_1',
  username: 'acme',
  helo: 'client.test',
  sessionId: null,
  decisionId: null,
  ...more,
});

export const aDecision = (id: string, more: Partial<StoredDecision> = {}): StoredDecision => ({
  id,
  at: 1_000,
  action: 'reject',
  rule: 'sender.authorized',
  reply: { code: 550, enhanced: '5.7.1', text: `no [sender.authorized ${id}]` },
  advice: 'send as yourself',
  rules: [
    { id: 'auth.required', outcome: 'pass', detail: '' },
    { id: 'sender.authorized', outcome: 'fail', detail: '"eve@evil.test"\nis not there' },
    { id: 'from.present', outcome: 'not-reached', detail: '' },
  ],
  username: 'acme',
  mailFrom: 'eve@evil.test',
  headerFrom: [],
  grantedBy: [],
  list: 'default',
  sessionId: null,
  messageId: null,
  header: null,
  ...more,
});

export const aSession = (id: string, more: Partial<StoredSession> = {}): StoredSession => ({
  id,
  list: 'default',
  startedAt: 1_000,
  endedAt: null,
  clientAddress: '127.0.0.1',
  clientPort: 40_000,
  port: 2525,
  tls: null,
  helo: 'client.test',
  username: 'acme',
  outcome: 'none',
  rule: null,
  ending: null,
  decisions: [],
  messages: [],
  accepted: 0,
  refused: 0,
  transcript: [
    { ms: 0, from: 'server', text: '220 hello', tls: false },
    { ms: 3, from: 'client', text: 'EHLO grüße.test', tls: true },
  ],
  ...more,
});

/** What a listing shows, by id, page after page; fails where pages do not end. */
export const allIds = async <T extends { id: string }>(
  list: (page: { limit: number; cursor?: string | undefined }) => Promise<Paged<T>>,
  limit: number,
): Promise<string[]> => {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 100; pages++) {
    const { items, next } = await list({ limit, cursor });
    ids.push(...items.map(({ id }) => id));
    if (next === null) return ids;
    cursor = next;
  }
  throw new Error('the pages do not end');
};

export const allBytes = async (content: AsyncIterable<Uint8Array> | null): Promise<Uint8Array | null> => {
  if (!content) return null;
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
};

/** The events from now on, as short words, in the order told. */
export const heard = (store: Store): string[] => {
  const events: string[] = [];
  store.subscribe((event: ServiceEvent) => events.push(`${event.type} ${event.action} ${event.id}`));
  return events;
};

/** Asks again until it is answered: the store comes back by itself. */
export const untilAnswered = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
};
