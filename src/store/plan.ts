/**
 * What a change of lists, users, senders or tokens comes to: its outcome, the rows it changes, and what is told of it.
 * Nothing is changed here; a store keeps the rows in one step, then applies them to the directory, then tells.
 */

import type { ServiceEvent } from '../model/events.ts';
import { DEFAULT_LIST, type List } from '../model/list.ts';
import { defect, ok, type Result } from '../model/result.ts';
import { sameSender, type Sender } from '../model/sender.ts';
import type { StoredUser } from '../model/user.ts';
import type { Change, Directory } from './directory.ts';
import type { PutUser, TokenState, UserWithSenders } from './store.ts';

export type Plan<T> = { outcome: T; changes: Change[]; events: ServiceEvent[] };

export const planCreateList = (directory: Directory, list: List): Plan<Result<List>> =>
  directory.list(list.id)
    ? nothing(defect('exists', `there is a list "${list.id}" already; choose another id`))
    : {
        outcome: ok({ ...list }),
        changes: [{ put: 'list', row: list, seq: directory.nextSeq() }],
        events: [{ type: 'list', action: 'created', list: list.id, id: list.id }],
      };

export const planDeleteList = (directory: Directory, id: string): Plan<boolean> => {
  if (id === DEFAULT_LIST)
    throw new Error(`the list "${DEFAULT_LIST}" stays; delete its messages and users instead`);
  if (!directory.list(id)) return nothing(false);
  return {
    outcome: true,
    changes: [{ drop: 'list', id }],
    events: [{ type: 'list', action: 'deleted', list: id, id }],
  };
};

export const planPutUser = (
  directory: Directory,
  user: StoredUser,
  candidates: readonly Sender[],
  expect: number | null,
): Plan<Result<PutUser>> => {
  const { id, list, username } = user;
  if (!directory.list(list)) return nothing(defect('no-list', `there is no list "${list}"; create it first`));
  const earlier = directory.user(id);
  if ((earlier?.user.updatedAt ?? null) !== expect || (earlier && earlier.user.list !== list))
    return nothing(
      defect('conflict', `the user "${username}" was changed meanwhile; read it again and repeat the change`),
    );
  const holder = directory.userByName(username)?.user.id ?? id;
  if (holder !== id)
    return nothing(defect('username-taken', `the user name "${username}" is taken; choose another`));

  const senders = user.senders.map(
    (key) => directory.senderByKey(list, key) ?? candidateFor(key, list, candidates),
  );
  const added = senders.filter(
    ({ id: own }, at) => !directory.sender(own) && senders.findIndex((s) => s.id === own) === at,
  );
  const removed = orphans(directory, earlier, user.senders);
  // When it was last used may have been noted since the caller read the user.
  const lastUsedAt = Math.max(user.lastUsedAt ?? -Infinity, earlier?.user.lastUsedAt ?? -Infinity);
  const stored = { ...user, lastUsedAt: lastUsedAt === -Infinity ? null : lastUsedAt };
  return {
    outcome: ok({ user: stored, senders, added, removed }),
    changes: [
      { put: 'user', row: stored, seq: directory.seqOf(id) },
      ...added.map((row) => ({ put: 'sender', row, seq: directory.nextSeq() }) as const),
      ...removed.map((row) => ({ drop: 'sender', id: row.id }) as const),
    ],
    events: [
      { type: 'user', action: earlier ? 'updated' : 'created', list, id },
      ...added.map((row) => ({ type: 'sender', action: 'created', list, id: row.id }) as const),
      ...removed.map((row) => ({ type: 'sender', action: 'deleted', list, id: row.id }) as const),
    ],
  };
};

export const planDeleteUser = (
  directory: Directory,
  list: string,
  id: string,
): Plan<UserWithSenders | null> => {
  const found = directory.user(id);
  if (found?.user.list !== list) return nothing(null);
  const removed = orphans(directory, found, []);
  return {
    outcome: found,
    changes: [{ drop: 'user', id }, ...removed.map((row) => ({ drop: 'sender', id: row.id }) as const)],
    events: [
      { type: 'user', action: 'deleted', list, id },
      ...removed.map((row) => ({ type: 'sender', action: 'deleted', list, id: row.id }) as const),
    ],
  };
};

export const planIssueToken = (
  directory: Directory,
  list: string,
  senderId: string,
  token: { hash: string; at: number; expiresAt: number },
): Plan<Sender | null> => {
  const sender = directory.sender(senderId);
  if (sender?.list !== list) return nothing(null);
  if (sender.status === 'verified') return nothing(sender);
  if (directory.token(token.hash)) throw new Error('a token is issued once; make a new one');
  const row: Sender = { ...sender, requestedAt: token.at, expiresAt: token.expiresAt };
  const earlier = directory.liveToken(senderId);
  return {
    outcome: row,
    changes: [
      ...(earlier ? [{ put: 'token', row: { ...earlier, state: 'superseded' } } as const] : []),
      { put: 'token', row: { hash: token.hash, senderId, state: 'live', expiresAt: token.expiresAt } },
      { put: 'sender', row, seq: directory.seqOf(senderId) },
    ],
    events: [{ type: 'sender', action: 'updated', list, id: senderId }],
  };
};

export const planUseToken = (directory: Directory, hash: string, now: number): Plan<TokenState> => {
  const found = directory.tokenState(hash, now);
  const token = directory.token(hash);
  if (found.state !== 'live' || !token) return nothing(found);
  const row: Sender = { ...found.sender, status: 'verified', verifiedAt: now, expiresAt: null };
  return {
    outcome: { state: 'verified', sender: row },
    changes: [
      { put: 'token', row: { ...token, state: 'used' } },
      { put: 'sender', row, seq: directory.seqOf(row.id) },
    ],
    events: [{ type: 'sender', action: 'updated', list: row.list, id: row.id }],
  };
};

const nothing = <T>(outcome: T): Plan<T> => ({ outcome, changes: [], events: [] });

const candidateFor = (
  key: StoredUser['senders'][number],
  list: string,
  candidates: readonly Sender[],
): Sender => {
  const found = candidates.find((candidate) => sameSender(candidate, key));
  if (!found || found.list !== list)
    throw new Error(`no candidate of the list "${list}" for the sender "${key.value}"`);
  return { ...found };
};

/** The senders that the user named, names no longer, and nobody else of the list names. */
const orphans = (
  directory: Directory,
  earlier: UserWithSenders | null,
  named: StoredUser['senders'],
): Sender[] =>
  (earlier?.senders ?? []).filter(
    (sender) =>
      !named.some((key) => sameSender(key, sender)) &&
      !directory.isNamed(sender.list, sender, earlier?.user.id ?? ''),
  );
