/** Which senders let a message through: those that cover its envelope and header, in that order. */

import type { Address } from '../model/address.ts';
import type { Grant } from '../model/decision.ts';
import type { Sender } from '../model/sender.ts';
import type { Facts, Request } from './decide.ts';
import { matchSenders, verifiedBy } from './match.ts';

/** Each sender once: MAIL FROM first, then From, then Sender, Resent-From and Resent-Sender. Only verified ones. */
export const grantsOf = ({ mail, message }: Request, { senders }: Facts): Grant[] => {
  const path = mail?.path.ok ? [mail.path.value] : [];
  const from = message?.originators.from ?? [];
  const others = message?.originators.others.flatMap(({ mailboxes }) => mailboxes) ?? [];
  const headers = [...from, ...others].map(({ address }) => address);
  const granted = [...path, ...headers].map((address: Address) => verifiedBy(matchSenders(address, senders)));
  return [...new Set(granted.filter((sender) => sender !== null))].map(grant);
};

const grant = ({ id, kind, value }: Sender): Grant => ({ id, kind, value });
