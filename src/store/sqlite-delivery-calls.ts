/** The calls of the SQLite store that are about the queue: what they ask of the writer and of the reader. */

import type { Delivery } from '../model/delivery.ts';
import type { ServiceEvent } from '../model/events.ts';
import type { Message } from '../model/message.ts';
import type { Listing } from './cursor.ts';
import { deliveryRow, parseDelivery } from './sqlite-deliveries.ts';
import type { WriteQueue } from './sqlite-queue.ts';
import type { Found, Range } from './sqlite-reads.ts';
import { messageRow } from './sqlite-rows.ts';
import type { ReaderThread } from './sqlite-threads.ts';
import type { Page, Paged, Store } from './store.ts';

export type DeliveryParts = {
  queue: Pick<WriteQueue, 'write'>;
  reader: Pick<ReaderThread, 'ask'>;
  tell(event: ServiceEvent): void;
  /** Resolves once the reader sees what was asked for so far. */
  caughtUp(): Promise<unknown>;
  messageStored(message: Message, decision: null): void;
  page<T>(listing: Listing, asked: Page, ask: (range: Range) => Promise<Found<T>>): Promise<Paged<T>>;
};

export const createDeliveryCalls = ({
  queue,
  reader,
  tell,
  caughtUp,
  messageStored,
  page,
}: DeliveryParts): Pick<
  Store,
  | 'claimDeliveries'
  | 'claimDelivery'
  | 'renewDeliveries'
  | 'settleDelivery'
  | 'deliveriesOf'
  | 'deliveries'
  | 'queueTotals'
> => ({
  claimDeliveries: async (claim) => (await queue.write<string[]>(['claim', claim])).map(parseDelivery),
  async claimDelivery(id, claim) {
    const [record] = await queue.write<string[]>(['claim-one', id, claim]);
    return record === undefined ? null : parseDelivery(record);
  },
  renewDeliveries: (holder, until) => queue.write<void>(['renew', holder, until]),
  settleDelivery(holder, delivery, bounce) {
    const { id, list, state } = delivery;
    const row = bounce ? messageRow(bounce.message) : null;
    return queue.write<boolean>(
      ['settle', holder, id, deliveryRow(delivery), row, bounce?.content.length ?? 0],
      (settled) => {
        if (!settled) return;
        if (bounce) messageStored(bounce.message, null);
        tell({ type: 'delivery', action: 'updated', list, id, state });
      },
      bounce?.content,
    );
  },
  async deliveriesOf(ids): Promise<Delivery[]> {
    await caughtUp();
    return reader.ask('deliveriesOf', ids);
  },
  deliveries: (filter, asked) => page('q', asked, (range) => reader.ask('deliveries', filter, range)),
  async queueTotals(list) {
    await caughtUp();
    return reader.ask('queueTotals', list);
  },
});
