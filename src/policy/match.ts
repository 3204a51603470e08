/** Which of a user's senders cover an address (CONTRACT section 3, Matching). */

import { addressKey, type Address } from '../model/address.ts';
import type { Sender } from '../model/sender.ts';

export type Match = {
  /** The sender that is this very address. */
  exact: Sender | null;
  /** The sender that is exactly the address's domain: never a parent of it, never for an address literal. */
  domain: Sender | null;
};

export const matchSenders = (address: Address, senders: readonly Sender[]): Match => {
  const key = addressKey(address);
  const { ascii, literal } = address.domain;
  return {
    exact: best(senders.filter((sender) => sender.kind === 'address' && sender.value === key)),
    domain: literal
      ? null
      : best(senders.filter((sender) => sender.kind === 'domain' && sender.value === ascii)),
  };
};

/** The sender that covers the address, the more exact one first; null where none does. */
export const coveredBy = ({ exact, domain }: Match): Sender | null => exact ?? domain;

/** The verified sender that covers the address: any verified one suffices, the more exact one first. */
export const verifiedBy = ({ exact, domain }: Match): Sender | null =>
  [exact, domain].find((sender) => sender?.status === 'verified') ?? null;

/** Equal senders should not occur; where they do, a pending one takes nothing away from a verified one. */
const best = (equal: Sender[]): Sender | null =>
  equal.find((sender) => sender.status === 'verified') ?? equal[0] ?? null;
