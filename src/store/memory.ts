/** The store in memory: gone with the process, and good for a browser tab. */

import type { StoredDecision } from '../model/decision.ts';
import type { Delivery } from '../model/delivery.ts';
import { DEFAULT_LIST } from '../model/list.ts';
import type { Content, Message } from '../model/message.ts';
import type { StoredSession } from '../model/session.ts';
import { createDirectory } from './directory.ts';
import { createDirectoryCalls } from './directory-calls.ts';
import { createFailureCounter } from './failures.ts';
import { meetsDecision, meetsMessage, meetsSession } from './filter.ts';
import { PIECE, REMEMBERED } from './limits.ts';
import { createListeners } from './listeners.ts';
import { createLogins } from './logins.ts';
import { createMemoryQueue } from './memory-queue.ts';
import { type Plan, planCreateList } from './plan.ts';
import { indexTerms, searchTerms } from './search.ts';
import { createShelf, pageOfShelf } from './shelf.ts';
import { KEPT, type Store, StoreUnavailable } from './store.ts';

export type MemoryStoreOptions = {
  /** Reads the file of a spooled message and removes it; without it such a message is refused. */
  takeSpool?: ((path: string) => Promise<Uint8Array>) | undefined;
  /** How many sessions and decisions each list keeps. */
  kept?: number | undefined;
  /** When the default list was made, ms since the epoch. */
  now?: number | undefined;
};

export const createMemoryStore = ({ takeSpool, kept = KEPT, now = 0 }: MemoryStoreOptions = {}): Store => {
  const directory = createDirectory();
  const listeners = createListeners();
  const messages = createShelf<Message>();
  const decisions = createShelf<StoredDecision>(kept);
  const sessions = createShelf<StoredSession>(kept);
  const contents = new Map<string, Uint8Array>();
  const queue = createMemoryQueue();
  /** Words of the messages that a search has looked at. */
  const terms = new Map<string, string[]>();
  /** The places of deleted messages, for `after`. */
  const gone = new Map<string, number>();
  /** Messages that are still read from their spool file; reads wait for them. */
  const arriving = new Set<Promise<void>>();

  const perform = <T>({ outcome, changes, events }: Plan<T>): T => {
    directory.apply(changes);
    for (const change of changes) if ('drop' in change && change.drop === 'list') emptyList(change.id);
    events.forEach(listeners.tell);
    return outcome;
  };
  const arrived = async (): Promise<void> => void (arriving.size > 0 && (await Promise.allSettled(arriving)));
  const knows = (list: string | null): boolean => list === null || directory.list(list) !== null;

  const keepDecision = (decision: StoredDecision): void => {
    const { id, list, rule, action } = decision;
    if (!knows(list)) return;
    decisions.put({ ...decision });
    listeners.tell({ type: 'decision', action: 'created', list, id, rule, outcome: action });
  };
  const keepMessage = (
    message: Message,
    bytes: Uint8Array,
    decision: StoredDecision | null,
    delivery: Delivery | null = null,
  ): void => {
    const { id, list } = message;
    if (!knows(list)) throw new StoreUnavailable(`the list "${list}" is gone; create it again`);
    if (messages.get(id))
      throw new StoreUnavailable(`a message "${id}" is stored already; give each message an id of its own`);
    messages.put({ ...message });
    contents.set(id, bytes);
    if (delivery) queue.put(delivery, messages.seqOf(id) ?? 0);
    listeners.tell({ type: 'message', action: 'created', list, id, message });
    if (decision) keepDecision(decision);
  };
  const forget = (message: Message, seq: number | null): void => {
    contents.delete(message.id);
    terms.delete(message.id);
    queue.remove(message.id);
    if (seq !== null) gone.set(message.id, seq);
    if (gone.size > REMEMBERED) for (const oldest of gone.keys()) return void gone.delete(oldest);
  };
  const emptyList = (id: string): void => {
    for (const message of messages.removeList(id)) forget(message, null);
    decisions.removeList(id);
    sessions.removeList(id);
  };
  const hasWords = async (message: Message, wanted: readonly string[]): Promise<boolean> => {
    const words =
      terms.get(message.id) ?? (await indexTerms(message, contents.get(message.id) ?? new Uint8Array()));
    if (messages.get(message.id)) terms.set(message.id, words);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  };

  perform(planCreateList(directory, { id: DEFAULT_LIST, name: 'Default list', createdAt: now }));

  return {
    name: 'memory:',
    size: async () => null,
    spoolFolder: null,

    ...createDirectoryCalls(
      directory,
      () => NOW,
      async (plan) => perform(plan()),
    ),
    touchUser: (list, id, at) => void directory.touch(list, id, at),

    async commitMessage(message, content, decision, delivery) {
      if (content instanceof Uint8Array) return keepMessage(message, content.slice(), decision, delivery);
      const reading = readContent(content, takeSpool).then((bytes) =>
        keepMessage(message, bytes, decision, delivery),
      );
      arriving.add(reading);
      return reading.finally(() => arriving.delete(reading));
    },
    async messages(filter, page) {
      await arrived();
      const { after, q, list } = filter;
      const wanted = searchTerms(q ?? '');
      if (q?.trim() && wanted.length === 0) return { items: [], next: null };
      const from = typeof after === 'string' ? (messages.seqOf(after) ?? gone.get(after) ?? 0) : 0;
      return pageOfShelf('m', messages, list, page, (message, seq) =>
        seq > from && meetsMessage(filter, message)
          ? wanted.length === 0 || hasWords(message, wanted)
          : false,
      );
    },
    async message(id) {
      await arrived();
      return messages.get(id);
    },
    async content(id) {
      await arrived();
      const bytes = contents.get(id);
      return bytes ? pieces(bytes) : null;
    },
    async deleteMessage(id) {
      await arrived();
      const seq = messages.seqOf(id);
      const message = messages.remove(id);
      if (!message) return null;
      forget(message, seq);
      listeners.tell({ type: 'message', action: 'deleted', list: message.list, id });
      return message;
    },
    async deleteMessages(list) {
      await arrived();
      const seqs = Array.from(messages.newest(list), ({ seq, value }) => ({ seq, value })).reverse();
      messages.removeList(list);
      for (const { seq, value } of seqs) forget(value, seq);
      if (knows(list)) listeners.tell({ type: 'messages', action: 'deleted', list, id: list });
      return seqs.length;
    },
    async countMessages(list) {
      await arrived();
      return messages.count(list);
    },
    async sweepMessages(list, { before, count, bytes }, limit) {
      await arrived();
      const all = Array.from(messages.newest(list), ({ seq, value }) => ({ seq, value }));
      const free = all.filter(({ value }) => !queue.waits(value.id));
      free.sort((a, b) => a.value.at - b.value.at || a.seq - b.seq);
      let over = count === null ? 0 : all.length - count;
      let overBytes = bytes === null ? 0 : all.reduce((sum, { value }) => sum + value.size, -bytes);
      let gone = 0;
      for (const { seq, value } of free.slice(0, limit)) {
        if (over <= 0 && overBytes <= 0 && (before === null || value.at >= before)) break;
        [over, overBytes, gone] = [over - 1, overBytes - value.size, gone + 1];
        messages.remove(value.id);
        forget(value, seq);
        listeners.tell({ type: 'message', action: 'deleted', list, id: value.id });
      }
      return gone;
    },

    async claimDeliveries(claim) {
      await arrived();
      return queue.claim(claim);
    },
    async claimDelivery(id, claim) {
      await arrived();
      return queue.claimOne(id, claim);
    },
    renewDeliveries: async (holder, until) => queue.renew(holder, until),
    async settleDelivery(holder, delivery, bounce) {
      if (!queue.settle(holder, delivery)) return false;
      if (bounce) keepMessage(bounce.message, bounce.content.slice(), null);
      const { id, list, state } = delivery;
      listeners.tell({ type: 'delivery', action: 'updated', list, id, state });
      return true;
    },
    async deliveriesOf(ids) {
      await arrived();
      return queue.of(ids);
    },
    async deliveries(filter, page) {
      await arrived();
      return queue.page(filter, page);
    },
    async queueTotals(list) {
      await arrived();
      return queue.totals(list);
    },

    recordDecision: keepDecision,
    decision: async (id) => decisions.get(id),
    decisions: (filter, page) =>
      pageOfShelf('d', decisions, filter.list, page, (decision) => meetsDecision(filter, decision)),
    recordSession(session) {
      const { id, list } = session;
      if (!knows(list)) return;
      const action = sessions.get(id) ? 'updated' : 'created';
      const { transcript, decisions: decided, messages: sent } = session;
      sessions.put({ ...session, transcript: [...transcript], decisions: [...decided], messages: [...sent] });
      listeners.tell({ type: 'session', action, list, id });
    },
    session: async (id) => sessions.get(id),
    sessions(filter, page) {
      let bySession: Map<string | null, StoredDecision[]> | undefined;
      const decided = (id: string): StoredDecision[] => {
        bySession ??= Map.groupBy(
          Array.from(decisions.newest(undefined), ({ value }) => value),
          (d) => d.sessionId,
        );
        return bySession.get(id) ?? [];
      };
      return pageOfShelf('c', sessions, filter.list, page, (session) =>
        meetsSession(filter, session, () => decided(session.id)),
      );
    },

    failures: createFailureCounter(),
    logins: createLogins(),
    subscribe: listeners.add,
    flush: arrived,
    close: arrived,
  };
};

const NOW = Promise.resolve();

const readContent = async (
  content: Content,
  takeSpool: MemoryStoreOptions['takeSpool'],
): Promise<Uint8Array> => {
  if (content instanceof Uint8Array) return content;
  if (!takeSpool)
    throw new StoreUnavailable(
      `this store in memory reads no file such as "${content.path}"; hand in takeSpool`,
    );
  try {
    const rest = await takeSpool(content.path);
    if (content.head.length + rest.length !== content.size) throw new Error(`it has ${rest.length} bytes`);
    const bytes = new Uint8Array(content.size);
    bytes.set(content.head);
    bytes.set(rest, content.head.length);
    return bytes;
  } catch (error) {
    throw new StoreUnavailable(`the spooled message "${content.path}" cannot be read`, { cause: error });
  }
};

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.slice(at, at + PIECE);
}
