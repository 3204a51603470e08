/** Takes an archive into a list. What is there already stays as it is, so that it can be done again after it broke off. */

import type { MakeId } from '../../model/id.ts';
import type { Message } from '../../model/message.ts';
import { hashToken } from '../../model/password.ts';
import type { Sender, SenderKey } from '../../model/sender.ts';
import type { StoredUser } from '../../model/user.ts';
import type { Store } from '../../store/store.ts';
import type { ImportReport } from '../contract/archives.ts';
import type { MessageRecord, SenderRecord } from './format.ts';
import { type Entry, type Place, readArchive } from './read-archive.ts';

export type ImportParts = { store: Store; makeId: MakeId; list: string; now: number };

/** What it came to; `broken` says why no more could be read, where the archive is none, or not whole. */
export const importList = async (
  { store, makeId, list, now }: ImportParts,
  archive: ReadableStream<Uint8Array>,
): Promise<{ report: ImportReport; broken: string | null }> => {
  const report: ImportReport = {
    users: { added: 0, there: 0 },
    messages: { added: 0, there: 0 },
    refused: 0,
    problems: [],
  };
  const refuse = ({ file, line }: Place, message: string): void => {
    report.refused += 1;
    if (report.problems.length < MOST_PROBLEMS) report.problems.push({ file, line, message });
  };
  const senders = new Map<string, SenderRecord>();
  const users = createUserImport({ store, makeId, list, now }, senders);
  const messages = createMessageImport(store, list, report.messages);
  const take = async (entry: Entry): Promise<void> => {
    if (entry.what === 'wrong') refuse(entry.place, entry.message);
    else if (entry.what === 'sender') senders.set(keyOf(entry.record), entry.record);
    else if (entry.what === 'message') await messages.add(entry.record, entry.content);
    else if (entry.what === 'user') {
      const outcome = await users(entry.record);
      if (typeof outcome === 'string') report.users[outcome] += 1;
      else refuse(entry.place, outcome.message);
    }
  };
  let begun = false;
  const entries = readArchive(archive);
  for (;;) {
    const next = await entries.next().catch((error: unknown) => (error as Error).message);
    if (typeof next === 'string') {
      await messages.flush();
      return { report, broken: next };
    }
    if (next.done) break;
    if (!begun && next.value.what !== 'list')
      return { report, broken: 'it does not begin with list.json of an exported list' };
    begun = true;
    await take(next.value);
  }
  await messages.flush();
  return { report, broken: begun ? null : 'it is empty' };
};

const MOST_PROBLEMS = 100;

const keyOf = ({ kind, value }: SenderKey): string => `${kind} ${value}`;

/** Users with the hash of their password; senders come with the users that name them. */
const createUserImport = (
  { store, makeId, list, now }: ImportParts,
  records: ReadonlyMap<string, SenderRecord>,
) => {
  let senders: Map<string, Sender> | null = null;

  /** Verified is only what was verified here: a file can be written by anybody, and the owner has not been asked by it. */
  const candidateFor = (key: SenderKey): Sender => ({
    ...{ kind: key.kind, value: key.value, id: makeId('s'), list, status: 'pending' },
    requestedAt: records.get(keyOf(key))?.requestedAt ?? now,
    verifiedAt: null,
    // Its link is not in the archive: the owner has to be asked again.
    expiresAt: null,
  });
  return async (record: Omit<StoredUser, 'list'>): Promise<'added' | 'there' | { message: string }> => {
    const { username } = record;
    const holder = await store.userByName(username);
    if (holder?.user.list === list) return 'there';
    if (holder)
      return {
        message: `the user name "${username}" is taken in the list "${holder.user.list}"; delete that user, or import into that list`,
      };
    const present = (senders ??= await sendersOf(store, list));
    const candidates = record.senders.map(candidateFor);
    const verified = candidates.some((one) => present.get(keyOf(one))?.status === 'verified');
    const user = { ...record, list, active: record.active && verified };
    const first = await store.putUser(user, candidates, null);
    // The id may be another's, where the list it came from is still here.
    const stored =
      !first.ok && first.error.code === 'conflict'
        ? await store.putUser({ ...user, id: makeId('u') }, candidates, null)
        : first;
    if (!stored.ok) return { message: stored.error.message };
    for (const sender of stored.value.senders) present.set(keyOf(sender), sender);
    return 'added';
  };
};

const sendersOf = async (store: Store, list: string): Promise<Map<string, Sender>> => {
  const found = new Map<string, Sender>();
  let cursor: string | undefined;
  do {
    const page = await store.senders(list, { limit: 1000, cursor });
    for (const sender of page.items) found.set(keyOf(sender), sender);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return found;
};

/** Many at a time, since they share one wait for the disk. */
const createMessageImport = (store: Store, list: string, counts: { added: number; there: number }) => {
  let batch: { record: MessageRecord; content: Uint8Array }[] = [];
  let bytes = 0;

  /** Null where it is there. A message of another list keeps its id, and this one gets one that is the same each time. */
  const idFor = async ({ id }: MessageRecord): Promise<string | null> => {
    const holder = await store.message(id);
    if (!holder) return id;
    if (holder.list === list) return null;
    const own = `m_${(await hashToken(`${list} ${id}`)).slice(0, 20)}`;
    return (await store.message(own)) ? null : own;
  };
  const flush = async (): Promise<void> => {
    const some = batch;
    [batch, bytes] = [[], 0];
    const ids = await Promise.all(some.map(({ record }) => idFor(record)));
    const taken = new Set<string>();
    await Promise.all(
      some.map(async ({ record, content }, at) => {
        const id = ids[at] ?? null;
        if (id === null || taken.has(id)) return void (counts.there += 1);
        taken.add(id);
        const message: Message = { ...record, id, list, sessionId: null, decisionId: null };
        await store.commitMessage(message, content, null);
        counts.added += 1;
      }),
    );
  };
  return {
    flush,
    async add(record: MessageRecord, content: Uint8Array): Promise<void> {
      batch.push({ record, content });
      bytes += content.length;
      if (batch.length >= MOST_AT_ONCE || bytes >= MOST_BYTES) await flush();
    },
  };
};

const MOST_AT_ONCE = 200;
const MOST_BYTES = 8 * 1024 * 1024;
