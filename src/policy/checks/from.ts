/** The rules about the From header: there, once, readable, and every mailbox in it the user's own. */

import type { Address } from '../../model/address.ts';
import type { Sender } from '../../model/sender.ts';
import type { Facts, Request } from '../decide.ts';
import { coveredBy, matchSenders, verifiedBy, type Match } from '../match.ts';
import { distinct, listed, quoted } from '../words.ts';
import { fail, notReached, pass, type Check } from './check.ts';
import { givenMessage } from './envelope.ts';
import { shownUser } from './login.ts';
import { adviseToAdd, adviseToVerify, describeCover, describeMiss, describeState, shown } from './senders.ts';

const present: Check = ({ request }) => {
  const { fromCount } = givenMessage(request).originators;
  return fromCount >= 1 ? pass('there is a From header') : fail('there is no From header');
};

const single: Check = ({ request }) => {
  const { fromCount } = givenMessage(request).originators;
  if (!(fromCount >= 1)) return notReached('there is no From header');
  if (fromCount === 1) return pass('there is one From header');
  return fail(`there are ${fromCount} From headers, disguised ones counted`, {
    named: [`${fromCount} of them`],
  });
};

const wellFormed: Check = ({ request }) => {
  const { fromCount, from, fromDefects } = givenMessage(request).originators;
  if (fromDefects.length > 0) {
    const messages = distinct(fromDefects.map(({ message }) => message));
    return fail(listed(messages), { named: messages });
  }
  if (fromCount !== 1) return notReached('there is not just one From header to read');
  if (from.length === 0) return fail('the From header names no mailbox', { named: ['it names no mailbox'] });
  return pass(`the From header names ${listed(from.map(({ address }) => shown(address)))}`);
};

const authorized: Check = ({ request, facts }) => {
  const mailboxes = readMailboxes(request, facts);
  if (typeof mailboxes === 'string') return notReached(mailboxes);
  const missing = mailboxes.filter(({ match }) => !coveredBy(match)).map(({ address }) => address);
  if (missing.length === 0)
    return pass(listed(mailboxes.map(({ address, match }) => describeCover(address, match))));
  const { formMarks } = givenMessage(request);
  if (formMarks.length > 0) return notReached(leftToForm(formMarks));
  return fail(describeMiss(missing, facts.senders), {
    named: distinct(missing.map(shown)),
    advice: adviseToAdd(missing[0] as Address, shownUser(request, facts), facts.senders),
  });
};

const verified: Check = ({ request, facts, now }) => {
  const mailboxes = readMailboxes(request, facts);
  if (typeof mailboxes === 'string') return notReached(mailboxes);
  const { formMarks } = givenMessage(request);
  const made = formMarks.length > 0;
  if (made && mailboxes.some(({ match }) => !match.exact)) return notReached(leftToForm(formMarks));
  // Of a form's message only the exact address counts, so it is that one which must be verified.
  const covered = made ? mailboxes.map(exactly) : mailboxes.filter(({ match }) => coveredBy(match));
  if (covered.length === 0) return notReached("no mailbox in From is among the user's senders");
  const pending = covered.filter(({ match }) => !verifiedBy(match));
  if (pending.length === 0) return pass(describeStates(covered));
  const owners = distinct(pending.map(({ match }) => adviseToVerify(coveredBy(match) as Sender, now)));
  return fail(describeStates(pending), {
    named: distinct(pending.map(({ address }) => shown(address))),
    advice: owners.slice(0, 3).join(' '),
  });
};

const formSupplied: Check = ({ request, facts }) => {
  const mailboxes = readMailboxes(request, facts);
  if (typeof mailboxes === 'string') return notReached(mailboxes);
  const { formMarks } = givenMessage(request);
  if (formMarks.length === 0) return pass('the message bears no marks of an online form');
  const marks = `the message bears ${listed(formMarks)}`;
  const visitors = mailboxes.filter(({ match }) => !match.exact).map(({ address }) => shown(address));
  if (visitors.length === 0)
    return pass(`${marks}, and each mailbox in From is one of the user's exact addresses`);
  const own = facts.senders.filter(({ kind }) => kind === 'address').map(({ value }) => quoted(value));
  return fail(
    `${marks}, and ${listed(visitors)} is none of the user's exact addresses (${listed(own) || 'there are none'})`,
    {
      named: distinct(visitors),
      advice: adviseToReplyTo(distinct(visitors), own),
    },
  );
};

export const FROM_CHECKS = {
  'from.present': present,
  'from.single': single,
  'from.well-formed': wellFormed,
  'from.authorized': authorized,
  'from.verified': verified,
  'from.form-supplied': formSupplied,
} as const;

type Matched = { address: Address; match: Match };

/** Each mailbox of From with the senders that cover it, or why From cannot be relied on. */
const readMailboxes = (request: Request, facts: Facts): Matched[] | string => {
  const { fromCount, from, fromDefects } = givenMessage(request).originators;
  if (fromCount !== 1 || from.length === 0 || fromDefects.length > 0)
    return 'there is no single From header that can be read with certainty';
  return from.map(({ address }) => ({ address, match: matchSenders(address, facts.senders) }));
};

const exactly = ({ address, match }: Matched): Matched => ({
  address,
  match: { exact: match.exact, domain: null },
});

const describeStates = (mailboxes: readonly Matched[]): string =>
  listed(mailboxes.map(({ address, match }) => describeState(address, match)));

const leftToForm = (formMarks: readonly string[]): string =>
  `left to from.form-supplied, because the message bears ${listed(formMarks)}`;

const adviseToReplyTo = (visitors: readonly string[], own: readonly string[]): string =>
  own.length > 0
    ? `Send as your own address (${listed(own)}) and put the visitor in Reply-To (${listed(visitors)}).`
    : `Send as your own address and put the visitor in Reply-To (${listed(visitors)}). Your own must be added in full to the authorized senders and verified: a domain alone does not do for a form.`;
