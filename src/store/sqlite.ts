/** The store in one SQLite file: one writer, one reader, each in a thread of its own; who may send is held in memory. */

import type { Clock } from '../model/clock.ts';
import type { StoredDecision } from '../model/decision.ts';
import { DEFAULT_LIST } from '../model/list.ts';
import type { Message } from '../model/message.ts';
import { type Listing, pageOf, parseCursor } from './cursor.ts';
import { createDirectory } from './directory.ts';
import { createDirectoryCalls } from './directory-calls.ts';
import { createFailureCounter } from './failures.ts';
import { REMEMBERED } from './limits.ts';
import { createListeners } from './listeners.ts';
import { createLogins } from './logins.ts';
import type { Plan } from './plan.ts';
import { createDeliveryCalls } from './sqlite-delivery-calls.ts';
import { createContentCalls } from './sqlite-content-calls.ts';
import { deliveryRow } from './sqlite-deliveries.ts';
import { contentFolder, prepareContentFolder } from './sqlite-files.ts';
import { asUnusable, lockFile, prepareFile, sizeOfFile } from './sqlite-file.ts';
import { createWriteQueue } from './sqlite-queue.ts';
import type { Found, Range } from './sqlite-reads.ts';
import { decisionRow, messageRow, parseMessage } from './sqlite-rows.ts';
import { createRuleSets } from './sqlite-rule-sets.ts';
import {
  createIndexChannel,
  type ReaderThread,
  startReader,
  startWriter,
  type WriterThread,
} from './sqlite-threads.ts';
import { KEPT, type Page, type Paged, type Store, StoreUnavailable, StoreUnusable } from './store.ts';
import { createTurns } from './turns.ts';

export type SqliteStoreOptions = {
  /** The file; made, with its folder, where it is not there. Beside it SQLite keeps `-wal` and `-shm`, this `-lock` and `-content`. */
  path: string;
  /** Dates the default list. */
  clock?: Clock | undefined;
  /** How many sessions and decisions each list keeps. */
  kept?: number | undefined;
  /** How long another process that holds the store, or writes to its file, is waited for. */
  patienceMs?: number | undefined;
};

/** Rejects with `StoreUnusable`, and leaves a file that is not ours, newer or damaged as it is. */
export const openSqliteStore = async (options: SqliteStoreOptions): Promise<Store> => {
  const { clock = Date, kept = KEPT, patienceMs = 2_000 } = options;
  const path = prepareFile(options.path);
  const lock = await lockFile(path, patienceMs);
  const { port1, port2 } = createIndexChannel();
  const queue = createWriteQueue((batch) => writer.send(batch));
  let writer: WriterThread;
  try {
    prepareContentFolder(path);
    const data = { path, kept, remembered: REMEMBERED, patienceMs, indexer: port1 };
    writer = await startWriter(data, queue.answered, queue.broken);
  } catch (error) {
    lock.release();
    throw asUnusable(path, error);
  }
  const reader = startReader({ path, kept, writer: port2 });
  const store = createStore(path, queue, reader, writer, async () => {
    await reader.close();
    await writer.close();
    lock.release();
  });
  try {
    if (!(await store.list(DEFAULT_LIST)))
      await store.createList({ id: DEFAULT_LIST, name: 'Default list', createdAt: clock.now() });
    return store;
  } catch (error) {
    await store.close();
    throw new StoreUnusable((error as Error).message, { cause: error });
  }
};

const createStore = (
  path: string,
  queue: ReturnType<typeof createWriteQueue>,
  reader: ReaderThread,
  writer: WriterThread,
  shut: () => Promise<void>,
): Store => {
  const directory = createDirectory();
  directory.apply(writer.ready.ready);
  const ruleSets = createRuleSets(writer.ready.ruleSets, queue.record);
  const listeners = createListeners();
  const { tell } = listeners;
  const changes = createTurns();

  /** One after the other, since each plan stands on the directory as the one before leaves it. */
  const change = <T>(plan: () => Plan<T>): Promise<T> =>
    changes.take(async () => {
      const { outcome, changes: rows, events } = plan();
      if (rows.length === 0) return outcome;
      await queue.write(['change', rows], () => {
        directory.apply(rows);
        events.forEach(tell);
      });
      return outcome;
    });
  const caughtUp = async (): Promise<boolean> => {
    await Promise.all([changes.idle(), contents.idle()]);
    return queue.settled();
  };
  const contents = createContentCalls(path, queue, reader, caughtUp);
  const page = async <T>(
    listing: Listing,
    { limit, cursor }: Page,
    ask: (range: Range) => Promise<Found<T>>,
  ): Promise<Paged<T>> => {
    const before = parseCursor(listing, cursor);
    await caughtUp();
    return pageOf(listing, await ask({ before, limit }), limit);
  };

  const decisionStored = ({ list, id, rule, action }: StoredDecision): void =>
    tell({ type: 'decision', action: 'created', list, id, rule, outcome: action });
  const messageStored = (message: Message, decision: StoredDecision | null): void => {
    tell({ type: 'message', action: 'created', list: message.list, id: message.id, message });
    if (decision) decisionStored(decision);
  };
  const knows = (list: string | null): boolean => list === null || directory.list(list) !== null;
  let closing: Promise<void> | null = null;

  return {
    name: `sqlite:${path}`,
    async size() {
      await caughtUp();
      return sizeOfFile(path) + (await reader.ask('fileBytes'));
    },
    spoolFolder: contentFolder(path),
    ...createDirectoryCalls(directory, changes.idle, change),
    touchUser(list, id, at) {
      if (directory.touch(list, id, at)) queue.touch(id, at);
    },

    async commitMessage(message, content, decision, delivery) {
      const decided = decision && decisionRow(decision, ruleSets.idOf(decision.rules));
      const queued = delivery ? deliveryRow(delivery) : null;
      await contents.write(
        content,
        (ref) => ['message', messageRow(message), ref, decided, queued],
        () => messageStored(message, decision),
      );
    },
    messages: (filter, asked) => page('m', asked, (range) => reader.ask('messages', filter, range)),
    async message(id) {
      await caughtUp();
      return reader.ask('message', id);
    },
    content: contents.read,
    async deleteMessage(id) {
      let deleted: Message | null = null;
      await queue.write<string | null>(['delete-message', id], (record) => {
        deleted = record === null ? null : parseMessage(record);
        if (deleted) tell({ type: 'message', action: 'deleted', list: deleted.list, id });
      });
      return deleted;
    },
    deleteMessages: (list) =>
      queue.write<number>(['delete-messages', list], () => {
        if (knows(list)) tell({ type: 'messages', action: 'deleted', list, id: list });
      }),
    async countMessages(list) {
      await caughtUp();
      return reader.ask('countMessages', list);
    },
    async sweepMessages(list, bounds, limit) {
      const gone = await queue.write<string[]>(['sweep', list, bounds, limit], (ids) => {
        for (const id of ids) tell({ type: 'message', action: 'deleted', list, id });
      });
      return gone.length;
    },

    ...createDeliveryCalls({ queue, reader, tell, caughtUp, messageStored, page }),

    recordDecision(decision) {
      if (!knows(decision.list)) return;
      const row = decisionRow(decision, ruleSets.idOf(decision.rules));
      queue.record(['decision', row], () => decisionStored(decision));
    },
    async decision(id) {
      await caughtUp();
      return reader.ask('decision', id);
    },
    decisions: (filter, asked) => page('d', asked, (range) => reader.ask('decisions', filter, range)),
    recordSession(session) {
      const { list, id } = session;
      if (knows(list))
        queue.recordSession(session, (created) =>
          tell({ type: 'session', action: created ? 'created' : 'updated', list, id }),
        );
    },
    async session(id) {
      await caughtUp();
      return reader.ask('session', id);
    },
    sessions: (filter, asked) => page('c', asked, (range) => reader.ask('sessions', filter, range)),

    failures: createFailureCounter(),
    logins: createLogins(),
    subscribe: listeners.add,
    async flush() {
      if (!(await caughtUp()))
        throw new StoreUnavailable(`not all is on the disk yet; the store "${path}" tries again`);
    },
    close: () => (closing ??= caughtUp().then(shut)),
  };
};
