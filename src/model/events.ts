/** What happened, told after it was stored. */

import type { Message } from './message.ts';
import type { Decision } from './decision.ts';
import type { DeliveryState } from './delivery.ts';

/** `list` is null for what belongs to none. Payloads are small and free of secrets. */
export type ServiceEvent =
  | { type: 'message'; action: 'created'; list: string; id: string; message: Message }
  | { type: 'message'; action: 'deleted'; list: string; id: string }
  /** Every message of the list is gone. */
  | { type: 'messages'; action: 'deleted'; list: string; id: string }
  /** The state of a message's delivery, or what is known of it; that it came to be is told by its message. */
  | { type: 'delivery'; action: 'updated'; list: string; id: string; state: DeliveryState }
  | { type: 'session'; action: 'created' | 'updated'; list: string | null; id: string }
  | {
      type: 'decision';
      action: 'created';
      list: string | null;
      id: string;
      rule: string | null;
      outcome: Decision['action'];
    }
  | { type: 'user'; action: 'created' | 'updated' | 'deleted'; list: string; id: string }
  | { type: 'sender'; action: 'created' | 'updated' | 'deleted'; list: string; id: string }
  | { type: 'list'; action: 'created' | 'deleted'; list: string; id: string };

export type Unsubscribe = () => void;
