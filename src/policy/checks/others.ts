/** The rules about the other originator fields, and about the store. */

import type { Originators } from '../../model/originators.ts';
import type { Facts } from '../decide.ts';
import { coveredBy, matchSenders, verifiedBy } from '../match.ts';
import { ascii, distinct, listed } from '../words.ts';
import { fail, pass, type Check } from './check.ts';
import { givenMessage } from './envelope.ts';
import { adviseToVerify, describeState, shown } from './senders.ts';

/** Sender, Resent-From and Resent-Sender (RFC 5322 sections 3.6.2 and 3.6.6): each mailbox a verified sender. */
const otherSenders: Check = ({ request, facts, now }) => {
  const { others } = givenMessage(request).originators;
  if (others.length === 0) return pass('there is no Sender, Resent-From or Resent-Sender header');
  const judged = others.flatMap((other) => judge(other, facts, now));
  const refused = judged.filter((each) => each.named !== null);
  if (refused.length === 0) return pass(listed(judged.map(({ detail }) => detail)));
  const owners = distinct(refused.flatMap(({ advice }) => advice));
  return fail(listed(refused.map(({ detail }) => detail)), {
    named: distinct(refused.map(({ named }) => named)),
    ...(owners.length > 0 && { advice: owners.slice(0, 3).join(' ') }),
  });
};

/** The client learns that the message is not stored, not why: the store's words may name paths and hosts. */
const store: Check = ({ facts: { storeFailure } }) =>
  storeFailure === null ? pass('the store has not failed') : fail(`the store failed: ${storeFailure}`);

export const OTHER_CHECKS = { 'other-senders.authorized': otherSenders, 'store.available': store } as const;

type Judged =
  | { detail: string; named: null }
  | { detail: string; named: string; /** None where the rule's own will do. */ advice: string[] };

const judge = (other: Originators['others'][number], { senders }: Facts, now: number): Judged[] => {
  const field = ascii(other.field);
  const [flaw] = other.defects;
  if (flaw || other.mailboxes.length === 0) {
    const detail = `${field}: ${flaw ? flaw.message : 'names no mailbox'}`;
    return [{ detail, named: `${field} cannot be read with certainty`, advice: [] }];
  }
  return other.mailboxes.map(({ address }): Judged => {
    const match = matchSenders(address, senders);
    const named = `${field} ${shown(address)}`;
    const covering = coveredBy(match);
    if (!covering) return { detail: `${named} is not among the user's senders`, named, advice: [] };
    const detail = `${field} ${describeState(address, match)}`;
    return verifiedBy(match)
      ? { detail, named: null }
      : { detail, named, advice: [adviseToVerify(covering, now)] };
  });
};
