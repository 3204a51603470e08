/** A sender: an address or a domain that users of a list name, and that its owner verifies once per list. */

export type SenderKind = 'address' | 'domain';

/**
 * What identifies a sender within its list. `value` is in canonical form: a domain in lower-case A-labels,
 * an address as `formatAddress` writes it with the local part in ASCII lower case, so that equal senders have equal values.
 */
export type SenderKey = { kind: SenderKind; value: string };

export type SenderStatus = 'pending' | 'verified';

export type Sender = SenderKey & {
  id: string;
  list: string;
  status: SenderStatus;
  /** When its owner was last asked, in ms since the epoch. */
  requestedAt: number;
  verifiedAt: number | null;
  /** When the link that is out now dies; null once verified. */
  expiresAt: number | null;
};

export const sameSender = (a: SenderKey, b: SenderKey): boolean => a.kind === b.kind && a.value === b.value;
