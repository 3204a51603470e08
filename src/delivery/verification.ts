/** Asks the owner of a sender to confirm it: makes a link, and mails it through the way of every message. */

import type { Clock } from '../model/clock.ts';
import type { MakeId, Random } from '../model/id.ts';
import { hashToken } from '../model/password.ts';
import type { Sender } from '../model/sender.ts';
import type { Store } from '../store/store.ts';
import type { Delivery } from './delivery.ts';
import { writeVerificationMail } from './verification-mail.ts';

export type VerificationParts = {
  store: Pick<Store, 'issueToken' | 'list'>;
  clock: Clock;
  random: Random;
  makeId: MakeId;
  /** Where the pages are reached, without a final slash. */
  publicUrl: () => string;
  deliver: Delivery['deliver'];
};

export type Verification = {
  /**
   * Makes a new link for each sender that is pending and mails it to its owner; an earlier link dies. One that fails
   * does not keep the others from going; rejects with the first failure, `StoreUnavailable` as a rule.
   */
  ask(senders: readonly Sender[]): Promise<void>;
};

/** How long a link lives, in ms. */
export const TOKEN_LIFE = 48 * 60 * 60 * 1000;

export const createVerification = ({
  store,
  clock,
  random,
  makeId,
  publicUrl,
  deliver,
}: VerificationParts): Verification => {
  const askOne = async ({ list, id }: Sender): Promise<void> => {
    const token = base64Url(random(32));
    const at = clock.now();
    const expiresAt = at + TOKEN_LIFE;
    const sender = await store.issueToken(list, id, { hash: await hashToken(token), at, expiresAt });
    if (sender?.status !== 'pending') return;
    const { message, content } = writeVerificationMail({
      id: makeId('m'),
      sender,
      listName: (await store.list(list))?.name ?? list,
      link: `${publicUrl()}/verify/${token}`,
      at,
      expiresAt,
    });
    await deliver(message, content, null);
  };
  return {
    async ask(senders) {
      const outcomes = await Promise.allSettled(senders.map(askOne));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
};

/** RFC 4648 section 5, without padding. */
const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
