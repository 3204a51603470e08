/** Works on the queue: takes what is due, hands it to the transport, and puts down what came of it. */

import type { Clock } from '../model/clock.ts';
import type { Delivery, DeliveryAttempt, RecipientDelivery } from '../model/delivery.ts';
import type { MakeId } from '../model/id.ts';
import type { Message } from '../model/message.ts';
import type { Store } from '../store/store.ts';
import { writeBounce } from './bounce.ts';
import { createHopState, type HopState } from './hop-state.ts';
import { countReceived, hasUtf8Header, headerOf, MOST_RECEIVED } from './original.ts';
import { afterAttempt } from './schedule.ts';
import type { Sent, Transport } from './transport.ts';

export type WorkerParts = {
  store: Store;
  clock: Clock;
  makeId: MakeId;
  transport: Transport;
  /** Our own name. */
  host: string;
  /** How many messages are under way at once. */
  atOnce: number;
  /** How long a message is tried, in ms. */
  expiryMs: number;
  /** Takes what went wrong with the next hop, the store or by a bug, without secrets. */
  log: (message: string, error?: unknown) => void;
};

export type Worker = {
  start(): void;
  /** Looks at the queue now, as after the clock was moved; `anew` forgets that the next hop was not reached. */
  wake(anew?: boolean): void;
  state(): HopState & { underWay: number };
  /** Takes nothing new; breaks off after `graceMs` what is under way, and gives it back. */
  stop(graceMs: number): Promise<void>;
};

/** How long a lease lasts that is not renewed, by the clock; a process that ends abruptly delays its messages by that. */
export const LEASE_MS = 60_000;

/** How often the queue is looked at unasked, in ms of real time. */
const LOOK_MS = 1_000;

export const createWorker = (parts: WorkerParts): Worker => {
  const { store, clock, makeId, transport, atOnce, log } = parts;
  const holder = makeId('w');
  const hop = createHopState(clock);
  const underWay = new Map<string, Promise<void>>();
  /** Outcomes of those of `underWay` that are on their way to the store: their connections are free. */
  const settling = new Set<Promise<unknown>>();
  const claims = new Set<Promise<void>>();
  /** For how many a claim is out. */
  let asked = 0;
  let again = false;
  let stopping = false;
  let broken = false;
  let unread = false;
  const timers: ReturnType<typeof setInterval>[] = [];
  let unsubscribe = (): void => undefined;

  const claim = async (room: number): Promise<void> => {
    const now = clock.now();
    const outcomes = [...settling];
    try {
      const claimed = await store.claimDeliveries({ holder, now, until: now + LEASE_MS, limit: room });
      // Stored by now in one commit with the claim: where this process is killed, no more is forgotten than was under way.
      // One that could not be stored is tried again by itself, and holds up nothing.
      await Promise.allSettled(outcomes);
      for (const delivery of claimed) begin(delivery);
      unread = false;
    } catch (error) {
      // Once, however often it is tried.
      if (!unread) log('the queue cannot be read', error);
      unread = true;
    }
  };
  const look = (): void => {
    if (stopping) return;
    const room = atOnce - (underWay.size - settling.size) - asked;
    if (room <= 0) {
      again ||= asked > 0;
      return;
    }
    again = false;
    asked += room;
    const asking = claim(room).finally(() => {
      claims.delete(asking);
      asked -= room;
      if (again) look();
    });
    claims.add(asking);
  };
  const renew = (): void => {
    if (underWay.size === 0) return;
    store
      .renewDeliveries(holder, clock.now() + LEASE_MS)
      .catch((error: unknown) => log('leases of the queue cannot be renewed', error));
  };
  const begin = (delivery: Delivery): void => {
    const work = attempt(delivery)
      .catch(async (error: unknown) => {
        log(`the delivery of ${delivery.id} failed`, error);
        // Nothing is known of it: it goes back as it was, and not at once.
        await settle(null, { delivery: { ...delivery, dueAt: clock.now() + LEASE_MS }, failed: [] }, '');
      })
      .catch((error: unknown) => log(`the delivery of ${delivery.id} is not given back`, error))
      .finally(() => {
        // Due again at once it may have been begun again already.
        if (underWay.get(delivery.id) === work) underWay.delete(delivery.id);
        look();
      });
    underWay.set(delivery.id, work);
  };

  const attempt = async (delivery: Delivery): Promise<void> => {
    const at = clock.now();
    const [message, content] = await Promise.all([store.message(delivery.id), store.content(delivery.id)]);
    // Deleted meanwhile, and the delivery with it.
    if (!message || !content) return;
    const pending = delivery.recipients.filter(({ state }) => state === 'pending');
    const original = await opened(content);
    const sent = await send(message, pending, original);
    const done: DeliveryAttempt = {
      at,
      endedAt: clock.now(),
      hop: transport.hop,
      tls: sent.tls,
      outcome: bestOf(sent),
      reply: sent.reply,
      perhapsTaken: sent.perhapsTaken,
      replies: sent.replies,
    };
    const next = afterAttempt(delivery, done, parts.expiryMs);
    // Broken off by us: the next start goes on with it.
    if (broken && next.delivery.dueAt !== null) next.delivery.dueAt = done.endedAt;
    await settle(message, next, original.header);
  };
  const send = async (
    message: Message,
    pending: RecipientDelivery[],
    { header, all }: Original,
  ): Promise<Sent> => {
    const recipients = pending.map(({ address }) => address);
    const received = countReceived(header);
    if (received > MOST_RECEIVED)
      return unsent(
        recipients,
        'failed',
        `5.4.6 the message goes in circles: it has ${received} Received fields, more than ${MOST_RECEIVED}`,
      );
    const down = hop.notReached();
    if (down !== null)
      return unsent(recipients, 'deferred', `not tried, since the next hop was not reached: ${down}`);
    const { mailFrom, size } = message;
    const utf8Header = hasUtf8Header(header);
    const sent = await transport.send({ mailFrom, recipients, size, utf8Header, content: all });
    const news = hop.tell(sent);
    if (news === 'down') log(`the next hop ${transport.hop} is not reached: ${sent.reply}`);
    if (news === 'up') log(`the next hop ${transport.hop} is reached again`);
    return sent;
  };
  /** What is next is claimed together with an outcome, so that both take one commit. */
  const overlapping = (outcome: Promise<boolean>): Promise<boolean> => {
    settling.add(outcome);
    look();
    return outcome.finally(() => settling.delete(outcome));
  };
  /** Until the store takes it: what the next hop has taken must not be forgotten. */
  const settle = async (
    message: Message | null,
    { delivery, failed }: ReturnType<typeof afterAttempt>,
    header: string,
  ): Promise<void> => {
    const at = clock.now();
    const bounce =
      failed.length === 0 || message === null
        ? null
        : writeBounce({ id: makeId('m'), at, host: parts.host, hop: transport.hop, message, failed, header });
    const storing = () => store.settleDelivery(holder, delivery, bounce);
    for (let told = false; ; told = true) {
      try {
        const settled = await (told ? storing() : overlapping(storing()));
        // Either the message was deleted, or another process took it to be left behind.
        if (!settled && (await store.deliveriesOf([delivery.id])).length > 0)
          log(
            `the delivery of ${delivery.id} was taken over while it was tried, so that it may go out twice; see that the clocks of all machines agree`,
          );
        return;
      } catch (error) {
        if (!told) log(`what came of the delivery of ${delivery.id} cannot be stored yet`, error);
        if (broken) throw error;
        await pause(LOOK_MS);
      }
    }
  };

  const stop = async (graceMs: number): Promise<void> => {
    stopping = true;
    unsubscribe();
    await Promise.all(claims);
    await inTime(Promise.all(underWay.values()), graceMs);
    broken = true;
    transport.close();
    await inTime(Promise.all(underWay.values()), ENDING_MS);
    timers.forEach(clearInterval);
  };
  let stopped: Promise<void> | null = null;

  return {
    start() {
      unsubscribe = store.subscribe((event) => {
        if (event.type === 'message' && event.action === 'created' && underWay.size < atOnce) look();
      });
      timers.push(setInterval(look, LOOK_MS), setInterval(renew, LEASE_MS / 4));
      look();
    },
    wake(anew = false) {
      if (anew) hop.forget();
      renew();
      look();
    },
    state: () => ({ ...hop.state(), underWay: underWay.size }),
    stop: (graceMs) => (stopped ??= stop(graceMs)),
  };
};

/** How long what was broken off may take to be given back, in ms. */
const ENDING_MS = 1_000;

type Original = { header: string; all: AsyncIterable<Uint8Array> };

/** Reads the first piece, for the header block; `all` begins with it again. */
const opened = async (content: AsyncIterable<Uint8Array>): Promise<Original> => {
  const pieces = content[Symbol.asyncIterator]();
  const first = await pieces.next();
  const beginning: Uint8Array = first.done ? new Uint8Array() : first.value;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield beginning;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  }
  return { header: headerOf(beginning), all: all() };
};

const bestOf = ({ replies }: Sent): DeliveryAttempt['outcome'] =>
  (['delivered', 'deferred'] as const).find((one) => replies.some(({ outcome }) => outcome === one)) ??
  'failed';

const unsent = (recipients: string[], outcome: 'deferred' | 'failed', reply: string): Sent => ({
  reached: false,
  tls: null,
  reply,
  perhapsTaken: false,
  replies: recipients.map((address) => ({ address, outcome, reply })),
});

const pause = (ms: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, ms);
  });

const inTime = async (work: Promise<unknown>, ms: number): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
};
