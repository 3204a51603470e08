/** Adds and changes SMTP+ users: verify, then activate; of two edits at once the later one sees the earlier. */

import { base32 } from '../model/id.ts';
import { hashPassword, makePassword } from '../model/password.ts';
import type { Result } from '../model/result.ts';
import { fail, ok } from '../model/result.ts';
import type { Sender, SenderKey } from '../model/sender.ts';
import { sameSender } from '../model/sender.ts';
import type { StoredUser } from '../model/user.ts';
import type { PutUser, Store, UserWithSenders } from '../store/store.ts';
import type { z } from 'zod';
import type { NewUser, UserChange } from './contract/users.ts';
import { notFound, problem } from './problems.ts';
import { readSenders } from './read-senders.ts';
import type { Services } from './services.ts';

type Saved = Result<UserWithSenders, Response>;
type SavedWithPassword = Result<{ saved: UserWithSenders; password: string }, Response>;
type Where = { list: string; id: string };

/** Stores a new user and asks the owners of its new senders; the error is the answer to give. */
export const addUser = async (
  services: Services,
  list: string,
  given: z.output<typeof NewUser>,
): Promise<SavedWithPassword> => {
  const { store, clock, random, makeId } = services;
  const senders = readSenders(given, []);
  if (!senders.ok) return senders;
  if (given.active && !(await anyVerified(store, list, senders.value)))
    return fail(notVerified(senders.value));
  const password = makePassword(random);
  const now = clock.now();
  const user = {
    id: makeId('u'),
    list,
    active: given.active,
    priority: given.priority,
    note: given.note,
    senders: senders.value,
    createdAt: now,
    updatedAt: now,
    passwordChangedAt: now,
    lastUsedAt: null,
    passwordHash: await hashPassword(password, random),
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const username = given.username ?? `smtp-${base32(random(4)).slice(0, 6)}`;
    const put = await save(services, { ...user, username }, null);
    if (put.ok) return ok({ saved: put.value, password });
    const madeUpAnother = put.error === 'username-taken' && given.username === undefined;
    if (!madeUpAnother) return fail(refusal(put.error, username, { list, id: user.id }));
  }
  return fail(problem('store-unavailable', NO_TURN, { headers: RETRY }));
};

/** Changes what is given. `ifMatch` is the If-Match field; without one the change is repeated on what came between. */
export const changeUser = async (
  services: Services,
  where: Where,
  given: z.output<typeof UserChange>,
  ifMatch: string | null,
): Promise<Saved> =>
  edit(services, where, ifMatch, async (current) => {
    if (Object.keys(given).length === 0) return ok(current.user);
    const senders = readSenders(given, current.user.senders);
    if (!senders.ok) return senders;
    const wanted = given.active ?? current.user.active;
    const active = wanted && (await keepsVerified(services.store, current, senders.value));
    if (given.active === true && !active) return fail(notVerified(senders.value));
    const {
      username = current.user.username,
      priority = current.user.priority,
      note = current.user.note,
    } = given;
    return ok({ ...current.user, username, active, priority, note, senders: senders.value });
  });

/** Makes a new password; whoever logged in with the old one can send nothing more. */
export const resetPassword = async (services: Services, where: Where): Promise<SavedWithPassword> => {
  const password = makePassword(services.random);
  const passwordHash = await hashPassword(password, services.random);
  const saved = await edit(services, where, null, async ({ user }) =>
    ok({ ...user, passwordHash, passwordChangedAt: services.clock.now() }),
  );
  return saved.ok ? ok({ saved: saved.value, password }) : saved;
};

/** The state of a user as an entity tag (RFC 9110 section 8.8.3). */
export const etag = (user: StoredUser): string => `"${user.updatedAt.toString(36)}"`;

const ATTEMPTS = 50;
const NO_TURN = 'others changed this at every attempt; try again';
const RETRY = { 'retry-after': '1' };

const edit = async (
  services: Services,
  where: Where,
  ifMatch: string | null,
  change: (current: UserWithSenders) => Promise<Result<StoredUser, Response>>,
): Promise<Saved> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const current = await services.store.user(where.list, where.id);
    if (!current) return fail(notFound('user', where.id));
    if (ifMatch !== null && !matches(ifMatch, etag(current.user))) return fail(editedMeanwhile(current.user));
    const changed = await change(current);
    if (!changed.ok) return changed;
    if (changed.value === current.user) return ok(current);
    const updatedAt = Math.max(services.clock.now(), current.user.updatedAt + 1);
    const put = await save(services, { ...changed.value, updatedAt }, current.user.updatedAt);
    if (put.ok) return put;
    if (put.error !== 'conflict') return fail(refusal(put.error, changed.value.username, where));
  }
  return fail(problem('store-unavailable', NO_TURN, { headers: RETRY }));
};

/** Stores the user and has the owners of its new senders asked. The error is the code of `Store.putUser`. */
const save = async (
  services: Services,
  user: StoredUser,
  expect: number | null,
): Promise<Result<UserWithSenders, string>> => {
  const put = await services.store.putUser(user, candidates(services, user), expect);
  if (!put.ok) return fail(put.error.code);
  const saved = await askOwners(services, put.value);
  if (!user.active || saved.senders.some(({ status }) => status === 'verified')) return ok(saved);
  // Its last verified sender went while this was being decided: active would say more than is true.
  return save(services, { ...user, active: false, updatedAt: user.updatedAt + 1 }, user.updatedAt);
};

/**
 * The user, whose new senders now tell until when they may be verified. It is stored and its password must be answered,
 * whether or not the mail can be made or the user be read again; the mail can be sent again.
 */
const askOwners = async (
  { store, verification, log }: Services,
  { user, senders, added }: PutUser,
): Promise<UserWithSenders> => {
  if (added.length === 0) return { user, senders };
  try {
    await verification.ask(added);
  } catch (error) {
    log(`the owners of ${added.map(({ value }) => `"${value}"`).join(', ')} could not be asked`, error);
  }
  return (await store.user(user.list, user.id).catch(() => null)) ?? { user, senders };
};

const candidates = ({ clock, makeId }: Services, { list, senders }: StoredUser): Sender[] =>
  senders.map((key) => ({
    ...key,
    id: makeId('s'),
    list,
    status: 'pending',
    requestedAt: clock.now(),
    verifiedAt: null,
    expiresAt: null,
  }));

const keepsVerified = async (
  store: Store,
  current: UserWithSenders,
  next: readonly SenderKey[],
): Promise<boolean> => {
  const known = (key: SenderKey) => current.senders.find((sender) => sameSender(sender, key));
  if (next.some((key) => known(key)?.status === 'verified')) return true;
  return anyVerified(
    store,
    current.user.list,
    next.filter((key) => !known(key)),
  );
};

const anyVerified = async (store: Store, list: string, keys: readonly SenderKey[]): Promise<boolean> => {
  if (keys.length === 0) return false;
  let cursor: string | undefined;
  do {
    const page = await store.senders(list, { limit: 1000, cursor });
    if (
      page.items.some((sender) => sender.status === 'verified' && keys.some((key) => sameSender(key, sender)))
    )
      return true;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return false;
};

/** If-Match by strong comparison (RFC 9110 section 13.1.1). */
const matches = (ifMatch: string, tag: string): boolean =>
  ifMatch.trim() === '*' || ifMatch.split(',').some((one) => one.trim() === tag);

const editedMeanwhile = (user: StoredUser): Response =>
  problem(
    'edited-meanwhile',
    `the user "${user.username}" was edited meanwhile; read it again and repeat the change`,
    {
      headers: { etag: etag(user) },
    },
  );

const notVerified = (senders: readonly SenderKey[]): Response =>
  problem(
    'sender-not-verified',
    senders.length === 0
      ? 'the user names no sender; add an authorized domain or sender, have its owner confirm the mail, then set the user to active'
      : `none of ${senders.map(({ value }) => `"${value}"`).join(', ')} is verified; have an owner confirm the ` +
          'verification mail, or save the user as not active until then',
  );

const refusal = (code: string, username: string, { list, id }: Where): Response => {
  if (code === 'username-taken')
    return problem(
      'username-taken',
      `the user name "${username}" is taken, in this list or another; choose another`,
      {
        errors: [{ field: 'username', message: `"${username}" is taken; choose another` }],
      },
    );
  return code === 'no-list' ? notFound('list', list) : notFound('user', id);
};
