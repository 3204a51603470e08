/** What the checks say of senders: which one covers an address, which ones there are, and what mends a refusal. */

import { formatAddress, type Address } from '../../model/address.ts';
import type { Sender } from '../../model/sender.ts';
import { coveredBy, verifiedBy, type Match } from '../match.ts';
import { instant, listed, quoted } from '../words.ts';

/** The address in quotes. */
export const shown = (address: Address): string => quoted(formatAddress(address));

/** `"a@x.test" is covered by the domain "x.test"`. The match must not be empty, here and below. */
export const describeCover = (address: Address, match: Match): string => {
  const sender = coveringOf(match);
  return `${shown(address)} is covered by the ${sender.kind} ${quoted(sender.value)}`;
};

/** The same with the sender's state: `…, verified 2026-01-01T00:00:00Z`. */
export const describeState = (address: Address, match: Match): string => {
  const sender = coveringOf(match);
  const aside =
    match.exact && sender === match.domain ? `; the address ${shown(address)} itself is still pending` : '';
  return `${describeCover(address, match)}, ${state(sender)}${aside}`;
};

/** `"c@c.test": not among the user's senders, which are "a.test" (verified), "b.test" (pending)`. */
export const describeMiss = (addresses: readonly Address[], senders: readonly Sender[]): string => {
  const named = listed(addresses.map(shown));
  if (senders.length === 0) return `${named}: the user has no senders`;
  const theirs = listed(senders.map(({ value, status }) => `${quoted(value)} (${status})`));
  return `${named}: not among the user's senders, which are ${theirs}`;
};

/** What to do where an address is not among the user's senders; `user` is the name, in quotes. */
export const adviseToAdd = (address: Address, user: string, senders: readonly Sender[]): string => {
  const verified = senders.filter(({ status }) => status === 'verified').map(({ value }) => quoted(value));
  const domain = address.domain.literal ? '' : ` or its domain ${quoted(address.domain.ascii)}`;
  const add = `dd ${shown(address)}${domain} to the user ${user} and have it verified.`;
  return verified.length === 0
    ? `A${add}`
    : `Send as one of the user's verified senders (${listed(verified)}), or a${add}`;
};

/** What to do where a sender is not verified yet: whom to ask, and whether the link still works. */
export const adviseToVerify = (sender: Sender, now: number): string => {
  const mailbox = quoted(sender.kind === 'domain' ? `postmaster@${sender.value}` : sender.value);
  const ask = `Ask the owner of ${quoted(sender.value)} to open the mail sent to ${mailbox} and confirm.`;
  if (sender.expiresAt === null) return `${ask} Resend it from the user's page if it is lost.`;
  return sender.expiresAt > now
    ? `${ask} Its link works until ${instant(sender.expiresAt)}; resend it from the user's page if it is lost.`
    : `The link sent to ${mailbox} expired on ${instant(sender.expiresAt)}: resend it from the user's page, and ask the owner of ${quoted(sender.value)} to confirm.`;
};

/** The sender by which the address passes, where it does. */
const coveringOf = (match: Match): Sender => (verifiedBy(match) ?? coveredBy(match)) as Sender;

const state = ({ status, verifiedAt }: Sender): string =>
  status === 'verified' && verifiedAt !== null ? `verified ${instant(verifiedAt)}` : status;
