/** The store in PostgreSQL: several processes on one database are one service. */

import { randomBytes } from 'node:crypto';

import type { Clock } from '../model/clock.ts';
import type { StoredDecision } from '../model/decision.ts';
import type { ServiceEvent } from '../model/events.ts';
import { DEFAULT_LIST } from '../model/list.ts';
import type { Message } from '../model/message.ts';
import { type Listing, pageOf, parseCursor } from './cursor.ts';
import { createDirectory } from './directory.ts';
import { createDirectoryCalls } from './directory-calls.ts';
import { PIECE } from './limits.ts';
import { createListeners } from './listeners.ts';
import type { Plan } from './plan.ts';
import { writeChange } from './postgres-changes.ts';
import { createConnections, LostAnswer } from './postgres-connections.ts';
import { createDeliveryReads, type DeliveryReads } from './postgres-deliveries.ts';
import { createDoubt } from './postgres-doubt.ts';
import { createSharedCounter } from './postgres-failures.ts';
import { createHearing } from './postgres-hearing.ts';
import { startIndexer } from './postgres-indexer.ts';
import { startFollower } from './postgres-log.ts';
import { createSharedLogins } from './postgres-logins.ts';
import { prepareSchema } from './postgres-open.ts';
import { createReads } from './postgres-reads.ts';
import { createRuleNumbers } from './postgres-rule-sets.ts';
import { createTrim } from './postgres-trim.ts';
import { createUploads } from './postgres-upload.ts';
import { parsePostgresUrl, type PostgresAddress } from './postgres-url.ts';
import { createWriter } from './postgres-writer.ts';
import { searchTerms } from './search.ts';
import { createWriteQueue } from './sqlite-queue.ts';
import type { Found, Range } from './sqlite-reads.ts';
import { deliveryRow } from './sqlite-deliveries.ts';
import { createDeliveryCalls } from './sqlite-delivery-calls.ts';
import { decisionRow, messageRow, parseMessage } from './sqlite-rows.ts';
import { KEPT, type Page, type Paged, type Store, StoreUnavailable, StoreUnusable } from './store.ts';
import { createTurns } from './turns.ts';

export type PostgresStoreOptions = {
  /** `postgres://user:password@host:port/database?schema=smtp_plus`. */
  url: string;
  /** Dates the default list. */
  clock?: Clock | undefined;
  /** How many sessions and decisions each list keeps. */
  kept?: number | undefined;
  /** How long a server that is not there yet is waited for at the start. */
  patienceMs?: number | undefined;
  /** How long the outcome of a commit whose answer was lost is asked for before it counts as failed. */
  doubtMs?: number | undefined;
};

/** Rejects with `StoreUnusable`, and leaves a schema that is not ours, or newer, as it is. */
export const openPostgresStore = async (options: PostgresStoreOptions): Promise<Store> => {
  const address = parsePostgresUrl(options.url);
  await prepareSchema(address, options.patienceMs ?? 10_000);
  try {
    const store = await createStore(address, options);
    try {
      // Of several processes that start at once, one makes it.
      if (!(await store.list(DEFAULT_LIST)))
        await store.createList({
          id: DEFAULT_LIST,
          name: 'Default list',
          createdAt: (options.clock ?? Date).now(),
        });
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    throw new StoreUnusable((error as Error).message, { cause: error });
  }
};

const createStore = async (
  address: PostgresAddress,
  { kept = KEPT, doubtMs = 5_000 }: PostgresStoreOptions,
): Promise<Store> => {
  const { name, schema } = address;
  const origin = randomBytes(6).toString('hex');
  const connections = createConnections(address);
  const { sql, transaction } = connections;
  const directory = createDirectory();
  const listeners = createListeners();
  const { tell } = listeners;
  const hearing = createHearing(sql, tell);
  const follower = await startFollower({
    ...{ connections, name, schema, origin, directory, tell },
    heard: hearing.hear,
  }).catch(async (error: unknown) => {
    await connections.close();
    throw error;
  });
  const listOf = (user: string): string | null => directory.user(user)?.user.list ?? null;
  let marked = 0;
  const nextMark = () => ({ origin, batch: ++marked });
  const doubt = createDoubt(connections, doubtMs);
  const writer = createWriter({ connections, name, nextMark, listOf, doubt });
  const trim = createTrim(sql, kept);
  const queue = createWriteQueue((batch) => {
    void writer.write(batch).then((answer) => {
      queue.answered(answer);
      if (!('failed' in answer)) trim.grew(batch.writes);
    });
  });
  const ruleNumbers = createRuleNumbers(queue.record);
  const uploads = createUploads(connections, name, nextMark, doubt);
  const indexer = startIndexer(address);
  const reads = createReads(sql, kept);
  const changes = createTurns();

  /**
   * One after the other, in this process and over all: each plan stands on the directory as the one before leaves it.
   * What it comes to is read back from the log, like the changes of the others.
   */
  const change = <T>(plan: () => Plan<T>): Promise<T> =>
    changes.take(async () => {
      await queue.settled();
      const mark = nextMark();
      let planned: Plan<T> | undefined;
      const asked = transaction(async (own) => {
        await own('SELECT take_turn()');
        await follower.followIn(own);
        planned = plan();
        const { outcome, changes: rows, events } = planned;
        for (const row of rows) await writeChange(own, row);
        const told = [JSON.stringify(rows), JSON.stringify(events)];
        if (rows.length > 0) await own('SELECT tell($1, $2, $3, $4)', [origin, mark.batch, ...told]);
        return outcome;
      });
      const outcome = await asked.catch(async (error: unknown) => {
        if (!(error instanceof LostAnswer && planned && (await doubt.wasKept(mark)))) throw error;
        return planned.outcome;
      });
      // It is committed: where it cannot be read back now, it is before anything else is asked of the directory.
      await follower.follow().catch(() => undefined);
      return outcome;
    });
  const caughtUp = async (): Promise<boolean> => {
    await changes.idle();
    const [stored] = await Promise.all([queue.settled(), uploads.settled()]);
    return stored;
  };
  const page = async <T>(
    listing: Listing,
    { limit, cursor }: Page,
    ask: (range: Range) => Promise<Found<T>>,
  ): Promise<Paged<T>> => {
    const before = parseCursor(listing, cursor);
    await caughtUp();
    return pageOf(listing, await ask({ before, limit }), limit);
  };
  const afterWrites =
    <A extends unknown[], T>(read: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      await caughtUp();
      return read(...args);
    };

  const decisionStored = ({ list, id, rule, action }: StoredDecision): void =>
    tell({ type: 'decision', action: 'created', list, id, rule, outcome: action });
  const messageStored = (message: Message, decision: StoredDecision | null): void => {
    tell({ type: 'message', action: 'created', list: message.list, id: message.id, message });
    if (decision) decisionStored(decision);
  };
  const rowOf = (decision: StoredDecision) => decisionRow(decision, ruleNumbers.numberOf(decision.rules));
  const knows = (list: string | null): boolean => list === null || directory.list(list) !== null;
  const shut = async (): Promise<void> => {
    hearing.close();
    await indexer.close();
    await follower.close();
    await writer.close();
    await connections.close();
  };
  const queueReads = createDeliveryReads(sql);
  const askReads = ((what: keyof DeliveryReads, ...args: [never, never]) =>
    queueReads[what](...args)) as Parameters<typeof createDeliveryCalls>[0]['reader']['ask'];
  let closing: Promise<void> | null = null;

  return {
    name,
    ...createDirectoryCalls(
      directory,
      async () => {
        await changes.idle();
        await follower.follow();
      },
      change,
    ),
    touchUser(list, id, at) {
      if (directory.touch(list, id, at)) queue.touch(id, at);
    },

    async commitMessage(message, content, decision, delivery) {
      const decided = decision && rowOf(decision);
      const row = messageRow(message);
      const queued = delivery ? deliveryRow(delivery) : null;
      if (!(content instanceof Uint8Array) || content.length > PIECE) {
        // The set of the rules goes ahead.
        if (decided) await queue.settled();
        await uploads.store(['message', row, 0, decided, queued], content);
        messageStored(message, decision);
        return;
      }
      await queue.write(
        ['message', row, content.length, decided, queued],
        () => messageStored(message, decision),
        content,
      );
    },
    messages: (filter, asked) =>
      page('m', asked, async (range) => {
        const { q } = filter;
        if (q === undefined || q.trim() === '') return reads.messages({ ...filter, q: undefined }, range);
        if (searchTerms(q).length === 0) return [];
        await indexer.catchUp();
        return reads.messages(filter, range);
      }),
    message: afterWrites(reads.message),
    content: afterWrites(reads.content),
    async deleteMessage(id) {
      await uploads.settled();
      let deleted: Message | null = null;
      await queue.write<string | null | undefined>(['delete-message', id], (record) => {
        deleted = record == null ? null : parseMessage(record);
        if (deleted) tell({ type: 'message', action: 'deleted', list: deleted.list, id });
      });
      return deleted;
    },
    async deleteMessages(list) {
      await uploads.settled();
      const deleted = await queue.write<number | undefined>(['delete-messages', list], () => {
        if (knows(list)) tell({ type: 'messages', action: 'deleted', list, id: list } satisfies ServiceEvent);
      });
      return deleted ?? 0;
    },
    countMessages: afterWrites(reads.countMessages),
    size: afterWrites(reads.size),
    spoolFolder: null,
    async sweepMessages(list, bounds, limit) {
      const gone = await queue.write<string[]>(['sweep', list, bounds, limit], (ids) => {
        for (const id of ids) tell({ type: 'message', action: 'deleted', list, id });
      });
      return gone.length;
    },
    ...createDeliveryCalls({ queue, reader: { ask: askReads }, tell, caughtUp, messageStored, page }),

    recordDecision(decision) {
      if (knows(decision.list)) queue.record(['decision', rowOf(decision)], () => decisionStored(decision));
    },
    decision: afterWrites(reads.decision),
    decisions: (filter, asked) => page('d', asked, (range) => reads.decisions(filter, range)),
    recordSession(session) {
      const { list, id } = session;
      if (knows(list))
        queue.recordSession(session, (created) =>
          tell({ type: 'session', action: created ? 'created' : 'updated', list, id }),
        );
    },
    session: afterWrites(reads.session),
    sessions: (filter, asked) => page('c', asked, (range) => reads.sessions(filter, range)),

    failures: createSharedCounter(sql),
    logins: createSharedLogins(sql, name),
    subscribe: listeners.add,
    async flush() {
      if (!(await caughtUp()))
        throw new StoreUnavailable(`not all is stored yet; the store "${name}" tries again`);
    },
    close: () => (closing ??= caughtUp().then(shut)),
  };
};
