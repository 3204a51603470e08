/** How a verification mail stands to the sender that it is about. */

import type { MessageJson } from '../../../src/http/contract/messages.ts';
import type { SenderJson } from '../../../src/http/contract/senders.ts';

export type VerificationState = {
  state: 'verified' | 'waiting' | 'expired' | 'superseded' | 'unknown';
  /** Null where no user names it any more. */
  sender: SenderJson | null;
};

/** The subject names the sender: the mail for `acme.test` and that for `postmaster@acme.test` go to the same mailbox. */
export const verificationState = (
  { subject, at }: Pick<MessageJson, 'subject' | 'at'>,
  senders: readonly SenderJson[],
  now: number,
): VerificationState => {
  const sender = senders.find(({ display }) => subject.includes(` ${display} `)) ?? null;
  if (!sender) return { state: 'unknown', sender };
  if (sender.status === 'verified') return { state: 'verified', sender };
  if (Date.parse(sender.requestedAt) > Date.parse(at)) return { state: 'superseded', sender };
  const expired = sender.expiresAt !== null && Date.parse(sender.expiresAt) <= now;
  return { state: expired ? 'expired' : 'waiting', sender };
};
