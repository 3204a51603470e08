/** A next hop as the service has one: it takes messages into the queue, works on that, and does what an admin asks. */

import type { Delivery as QueueEntry } from '../model/delivery.ts';
import { newDelivery, type DeliveryState } from '../model/delivery.ts';
import { defect, ok, type Result } from '../model/result.ts';
import type { Delivery } from './delivery.ts';
import { writeBounce } from './bounce.ts';
import type { HopState } from './hop-state.ts';
import { headerOf } from './original.ts';
import { givenUp } from './schedule.ts';
import { createWorker, LEASE_MS, type WorkerParts } from './worker.ts';

export type NextHop = Delivery & {
  /** What is known of it; `connections` are open, `underWay` messages on their way. */
  status(): HopStatus;
  /** Tries whoever waits now. Fails with code `no-delivery`, `being-tried` or `finished`. */
  retry(id: string): Promise<Result<QueueEntry>>;
  /** Tries nobody any more, and tells the sender. Fails as `retry`. */
  giveUp(id: string): Promise<Result<QueueEntry>>;
  start(): void;
  /** The clock was moved. */
  wake(): void;
  stop(graceMs: number): Promise<void>;
};

export type HopStatus = HopState & { hop: string; connections: number; underWay: number };

export const createNextHop = (parts: WorkerParts): NextHop => {
  const { store, clock, makeId, transport, host } = parts;
  const worker = createWorker(parts);

  /** Holds the delivery while it is changed, so that no attempt is under way. */
  const change = async (
    id: string,
    changed: (delivery: QueueEntry) => ReturnType<typeof givenUp>,
  ): Promise<Result<QueueEntry>> => {
    const [holder, now] = [makeId('w'), clock.now()];
    const delivery = await store.claimDelivery(id, { holder, now, until: now + LEASE_MS });
    if (!delivery) return notHeld(id, (await store.deliveriesOf([id]))[0]?.state);
    if (delivery.dueAt === null) {
      await store.settleDelivery(holder, delivery);
      return notHeld(id, delivery.state);
    }
    const next = changed(delivery);
    const message = await store.message(id);
    if (!message) return notHeld(id, undefined);
    const { failed } = next;
    const header = failed.length > 0 ? await readHeader(id) : '';
    const bounce =
      failed.length > 0
        ? writeBounce({ id: makeId('m'), at: now, host, hop: transport.hop, message, failed, header })
        : null;
    return (await store.settleDelivery(holder, next.delivery, bounce))
      ? ok(next.delivery)
      : notHeld(id, undefined);
  };
  const readHeader = async (id: string): Promise<string> => {
    for await (const piece of (await store.content(id)) ?? []) return headerOf(piece);
    return '';
  };

  return {
    deliver: (message, content, decision) =>
      store.commitMessage(message, content, decision, newDelivery(message, clock.now())),
    status: () => ({ ...worker.state(), hop: transport.hop, connections: transport.connections() }),
    async retry(id) {
      const retried = await change(id, (delivery) => ({
        delivery: { ...delivery, dueAt: Math.min(clock.now(), delivery.dueAt ?? Infinity) },
        failed: [],
      }));
      if (retried.ok) worker.wake(true);
      return retried;
    },
    giveUp: (id) => change(id, (delivery) => givenUp(delivery, lastWords(delivery))),
    start: worker.start,
    wake: () => worker.wake(),
    stop: worker.stop,
  };
};

const lastWords = ({ attempts }: QueueEntry): string => {
  const last = attempts.at(-1)?.reply;
  return last === undefined ? 'given up by hand' : `given up by hand; the last try: ${last}`;
};

const notHeld = (id: string, state: DeliveryState | undefined) => {
  if (state === undefined) return defect('no-delivery', `the message "${id}" is not in the queue`);
  if (state === 'delivered' || state === 'failed')
    return defect('finished', `the message "${id}" waits for nothing any more: it is ${state}`);
  return defect('being-tried', `the message "${id}" is being tried right now; ask again after that`);
};
