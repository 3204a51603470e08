/** Which senders let a message through: those that cover its envelope and header, in that order. */

import type { Address } from '../model/address.ts';
import type { Grant } from '../model/decision.ts';
import type { Sender } from '../model/sender.ts';
import type { Facts, Request } from './decide.ts';
import { matchSenders, verifiedBy } from './match.ts';

/**
 * Each sender once: MAIL FROM first, then From, then Sender, Resent-From and Resent-Sender. Only verified ones; none
 * where envelope or message are not there.
 */
export const grantsOf = ({ mail, message }: Request, { senders }: Facts): Grant[] => {
  if (!mail?.path.ok || !message) return [];
  const { from, others } = message.originators;
  const mailboxes = [...from, ...others.flatMap((other) => other.mailboxes)];
  const addresses: Address[] = [mail.path.value, ...mailboxes.map(({ address }) => address)];
  const granting = addresses.map((address) => verifiedBy(matchSenders(address, senders)));
  return [...new Set(granting.filter((sender) => sender !== null))].map(grant);
};

const grant = ({ id, kind, value }: Sender): Grant => ({ id, kind, value });
