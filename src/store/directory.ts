/**
 * Lists, users, senders and tokens as they are now, held in memory: what the policy asks for at every command.
 * A store reads here, and changes it by `apply` once the change is kept.
 */

import type { List } from '../model/list.ts';
import type { Sender, SenderKey } from '../model/sender.ts';
import type { StoredUser } from '../model/user.ts';
import { fold } from '../model/address-query.ts';
import type { TokenState, UserWithSenders } from './store.ts';

/** A token by its hash. `expired` is no state of its own: it follows from the time. */
export type Token = {
  hash: string;
  senderId: string;
  state: 'live' | 'used' | 'superseded';
  expiresAt: number;
};

/** One row as it is to be from now on, or one that is to go, with all that hangs on it. */
export type Change =
  | { put: 'list'; row: List; seq: number }
  | { put: 'user'; row: StoredUser; seq: number }
  | { put: 'sender'; row: Sender; seq: number }
  | { put: 'token'; row: Token }
  | { drop: 'list' | 'user' | 'sender'; id: string };

export type Directory = {
  lists(): List[];
  list(id: string): List | null;
  /** In the order of `seq`, those after it. */
  users(list: string, after: number, limit: number): Numbered<UserWithSenders>[];
  user(id: string): UserWithSenders | null;
  userByName(username: string): UserWithSenders | null;
  /** Whether a user of this list, other than the one that is left out, names the sender. */
  isNamed(list: string, key: SenderKey, except: string): boolean;
  senders(list: string, after: number, limit: number): Numbered<Sender>[];
  sender(id: string): Sender | null;
  senderByKey(list: string, key: SenderKey): Sender | null;
  token(hash: string): Token | null;
  liveToken(senderId: string): Token | null;
  tokenState(hash: string, now: number): TokenState;
  /** The number of a row that is there, or the next free one. */
  seqOf(id: string): number;
  nextSeq(): number;
  apply(changes: readonly Change[]): void;
  /** The user last sent at this instant; false where that is known, or there is no such user in the list. At each message. */
  touch(list: string, user: string, at: number): boolean;
};

export type Numbered<T> = { seq: number; value: T };

export const createDirectory = (): Directory => {
  const lists = new Map<string, Numbered<ListRows>>();
  const users = new Map<string, Numbered<StoredUser>>();
  const senders = new Map<string, Numbered<SenderRows>>();
  const names = new Map<string, string>();
  const tokens = new Map<string, Token>();
  let last = 0;

  const withSenders = (user: StoredUser): UserWithSenders => {
    const keys = lists.get(user.list)?.value.keys;
    const named = user.senders.map((key) => senders.get(keys?.get(keyText(key)) ?? '')?.value.sender);
    return { user: copyUser(user), senders: named.filter((sender) => sender !== undefined).map(copySender) };
  };
  const senderOf = (id: string | undefined): Sender | null => {
    const found = id === undefined ? undefined : senders.get(id);
    return found ? copySender(found.value.sender) : null;
  };

  const putUser = (row: StoredUser, seq: number): void => {
    const earlier = users.get(row.id)?.value;
    if (earlier) names.delete(fold(earlier.username));
    users.set(row.id, { seq, value: copyUser(row) });
    names.set(fold(row.username), row.id);
    lists.get(row.list)?.value.users.add(row.id);
  };
  const putSender = (row: Sender, seq: number): void => {
    const earlier = senders.get(row.id)?.value.tokens ?? new Set();
    senders.set(row.id, { seq, value: { sender: copySender(row), tokens: earlier } });
    lists.get(row.list)?.value.keys.set(keyText(row), row.id);
  };
  const putToken = (row: Token): void => {
    tokens.set(row.hash, row);
    senders.get(row.senderId)?.value.tokens.add(row.hash);
  };
  const dropUser = (id: string): void => {
    const user = users.get(id)?.value;
    if (!user) return;
    users.delete(id);
    names.delete(fold(user.username));
    lists.get(user.list)?.value.users.delete(id);
  };
  const dropSender = (id: string): void => {
    const found = senders.get(id)?.value;
    if (!found) return;
    senders.delete(id);
    for (const hash of found.tokens) tokens.delete(hash);
    lists.get(found.sender.list)?.value.keys.delete(keyText(found.sender));
  };
  const dropList = (id: string): void => {
    const rows = lists.get(id)?.value;
    for (const user of [...(rows?.users ?? [])]) dropUser(user);
    for (const sender of [...(rows?.keys.values() ?? [])]) dropSender(sender);
    lists.delete(id);
  };
  const applyOne = (change: Change): void => {
    if ('seq' in change) last = Math.max(last, change.seq);
    if ('drop' in change) ({ list: dropList, user: dropUser, sender: dropSender })[change.drop](change.id);
    else if (change.put === 'user') putUser(change.row, change.seq);
    else if (change.put === 'sender') putSender(change.row, change.seq);
    else if (change.put === 'token') putToken(change.row);
    else {
      const { users, keys } = lists.get(change.row.id)?.value ?? { users: new Set(), keys: new Map() };
      lists.set(change.row.id, { seq: change.seq, value: { list: { ...change.row }, users, keys } });
    }
  };

  return {
    lists: () => [...lists.values()].sort(bySeq).map(({ value }) => ({ ...value.list })),
    list(id) {
      const found = lists.get(id);
      return found ? { ...found.value.list } : null;
    },
    users: (list, after, limit) =>
      pageAfter(lists.get(list)?.value.users ?? [], users, after, limit).map(({ seq, value }) => ({
        seq,
        value: withSenders(value),
      })),
    user(id) {
      const found = users.get(id);
      return found ? withSenders(found.value) : null;
    },
    userByName(username) {
      const found = users.get(names.get(fold(username)) ?? '');
      return found ? withSenders(found.value) : null;
    },
    isNamed(list, key, except) {
      const others = [...(lists.get(list)?.value.users ?? [])].filter((id) => id !== except);
      return others.some((id) =>
        users.get(id)?.value.senders.some((named) => keyText(named) === keyText(key)),
      );
    },
    senders: (list, after, limit) =>
      pageAfter(lists.get(list)?.value.keys.values() ?? [], senders, after, limit).map(({ seq, value }) => ({
        seq,
        value: copySender(value.sender),
      })),
    sender: senderOf,
    senderByKey: (list, key) => senderOf(lists.get(list)?.value.keys.get(keyText(key))),
    token: (hash) => tokens.get(hash) ?? null,
    liveToken(senderId) {
      const hashes = senders.get(senderId)?.value.tokens ?? [];
      return [...hashes].map((hash) => tokens.get(hash)).find((token) => token?.state === 'live') ?? null;
    },
    tokenState(hash, now) {
      const token = tokens.get(hash);
      const sender = senderOf(token?.senderId);
      if (!token || !sender) return { state: 'unknown' };
      return { state: token.state === 'live' && now >= token.expiresAt ? 'expired' : token.state, sender };
    },
    seqOf: (id) => users.get(id)?.seq ?? senders.get(id)?.seq ?? lists.get(id)?.seq ?? ++last,
    nextSeq: () => ++last,
    apply: (changes) => changes.forEach(applyOne),
    touch(list, id, at) {
      const user = users.get(id)?.value;
      if (user?.list !== list || (user.lastUsedAt ?? -Infinity) >= at) return false;
      user.lastUsedAt = at;
      return true;
    },
  };
};

type ListRows = { list: List; /** Ids. */ users: Set<string>; /** Key to id. */ keys: Map<string, string> };
type SenderRows = { sender: Sender; tokens: Set<string> };

const keyText = ({ kind, value }: SenderKey): string => `${kind} ${value}`;

const bySeq = (a: { seq: number }, b: { seq: number }): number => a.seq - b.seq;

const pageAfter = <T>(
  ids: Iterable<string>,
  rows: Map<string, Numbered<T>>,
  after: number,
  limit: number,
) => {
  const found = Array.from(ids, (id) => rows.get(id)).filter((row) => row !== undefined);
  return found
    .filter(({ seq }) => seq > after)
    .sort(bySeq)
    .slice(0, limit);
};

// Given and taken as copies, so that nobody changes the store by changing a value.
const copyUser = (user: StoredUser): StoredUser => ({ ...user, senders: user.senders.map(copyKey) });
const copyKey = ({ kind, value }: SenderKey): SenderKey => ({ kind, value });
const copySender = (sender: Sender): Sender => ({ ...sender });
