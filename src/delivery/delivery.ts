/** The way of an accepted message out of the service: one interface, whatever transport stands behind it. */

import type { StoredDecision } from '../model/decision.ts';
import type { Content, Message } from '../model/message.ts';
import type { Store } from '../store/store.ts';

export type Delivery = {
  /** Resolves when the message is durable; rejects with `StoreUnavailable`, and then nothing of it is kept. */
  deliver(message: Message, content: Content, decision: StoredDecision | null): Promise<void>;
};

/** The transport `inbox:`: to be stored is to have arrived. A next hop of another kind takes its place here. */
export const createDelivery = ({ store }: { store: Pick<Store, 'commitMessage'> }): Delivery => ({
  deliver: (message, content, decision) => store.commitMessage(message, content, decision),
});
