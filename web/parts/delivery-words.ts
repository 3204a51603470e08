/** The states of a delivery in words and shapes, for the page of the queue and for the message. */

import type { DeliveryJson } from '../../src/http/contract/way.ts';
import type { State } from '../ui/status.tsx';

/** `label` is what a filter says of many. */
export const DELIVERY_WORDS: Record<DeliveryJson['state'], { status: State; word: string; label: string }> = {
  queued: { status: 'pending', word: 'Queued', label: 'Queued' },
  deferred: { status: 'defer', word: 'Tried again later', label: 'Tried again later' },
  failed: { status: 'fail', word: 'Not delivered', label: 'Not delivered' },
  delivered: { status: 'verified', word: 'Delivered', label: 'Delivered' },
};

/** Whether somebody still waits for it. */
export const isWaiting = ({ state }: Pick<DeliveryJson, 'state'>): boolean =>
  state === 'queued' || state === 'deferred';

/** What was said last, in one line, and rather to one who has not got it; null before the first try. */
export const lastReply = ({
  attempts,
  recipients,
}: Pick<DeliveryJson, 'attempts' | 'recipients'>): string | null =>
  (recipients.find(({ state }) => state !== 'delivered')?.reply ?? attempts.at(-1)?.reply)?.replace(
    /\s+/g,
    ' ',
  ) ?? null;
