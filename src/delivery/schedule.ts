/** When a message is tried again, until when, and what an attempt makes of its delivery; pure. */

import type { Delivery, DeliveryAttempt, RecipientDelivery } from '../model/delivery.ts';

const MINUTE = 60_000;

/** How long after the first, second, third ... attempt the next one is made, in ms; the last repeats. */
export const RETRY_AFTER = [1, 5, 15, 30, 60, 120, 240].map((minutes) => minutes * MINUTE);

/** How long a message is tried in all, in ms: 5 days, as RFC 5321 section 4.5.4.1 has it. */
export const EXPIRY = 5 * 24 * 60 * MINUTE;

/** Of a delivery the first attempt and the newest ones are kept: this many in all. */
export const KEPT_ATTEMPTS = 20;

/** `tries`: how often it was tried so far, at least once. */
export const retryAfter = (tries: number): number =>
  RETRY_AFTER[Math.min(tries, RETRY_AFTER.length) - 1] ?? MINUTE;

/**
 * The delivery after an attempt, and whom that failed for. Who was refused for now is tried again, at the latest at
 * the end of `expiryMs`, which is the last time.
 */
export const afterAttempt = (
  delivery: Delivery,
  attempt: DeliveryAttempt,
  expiryMs: number,
): { delivery: Delivery; failed: RecipientDelivery[] } => {
  const now = attempt.endedAt;
  const end = delivery.queuedAt + expiryMs;
  const expired = now >= end;
  const tries = delivery.tries + 1;
  const recipients = delivery.recipients.map((recipient): RecipientDelivery => {
    const said = attempt.replies.find(({ address }) => address === recipient.address);
    if (recipient.state !== 'pending' || !said) return recipient;
    const { address, outcome, reply } = said;
    if (outcome !== 'deferred') return { address, state: outcome, reply };
    return expired
      ? { address, state: 'failed', reply: `${EXPIRED}: ${reply}` }
      : { address, state: 'pending', reply };
  });
  const attempts = [...delivery.attempts, attempt];
  if (attempts.length > KEPT_ATTEMPTS) attempts.splice(1, attempts.length - KEPT_ATTEMPTS);
  const next = { ...delivery, recipients, tries, attempts };
  return finish(delivery, next, Math.min(now + retryAfter(tries), Math.max(end, now)));
};

/** The delivery when whoever still waits is given up, with `reply` as the reason; and who that is. */
export const givenUp = (
  delivery: Delivery,
  reply: string,
): { delivery: Delivery; failed: RecipientDelivery[] } => {
  const recipients = delivery.recipients.map((recipient): RecipientDelivery =>
    recipient.state === 'pending' ? { ...recipient, state: 'failed', reply } : recipient,
  );
  return finish(delivery, { ...delivery, recipients }, null);
};

/** How the words of one that expired begin; the last reply follows. */
export const EXPIRED = 'not delivered in time';

const finish = (
  before: Delivery,
  next: Delivery,
  dueAt: number | null,
): { delivery: Delivery; failed: RecipientDelivery[] } => {
  const pending = next.recipients.some(({ state }) => state === 'pending');
  const failed = next.recipients.filter(
    ({ state }, at) => state === 'failed' && before.recipients[at]?.state === 'pending',
  );
  const bad = next.recipients.some(({ state }) => state === 'failed');
  const state = pending ? 'deferred' : bad ? 'failed' : 'delivered';
  return { delivery: { ...next, state, dueAt: pending ? dueAt : null }, failed };
};
