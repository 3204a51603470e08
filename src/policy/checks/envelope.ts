/** The rules about MAIL FROM, RCPT TO and the size of the message. */

import type { Address } from '../../model/address.ts';
import type { Request } from '../decide.ts';
import { MAX_MESSAGE_SIZE, MAX_RECIPIENTS } from '../limits.ts';
import { coveredBy, matchSenders, verifiedBy } from '../match.ts';
import { quoted } from '../words.ts';
import { fail, notReached, pass, type Check, type Finding } from './check.ts';
import { shownUser } from './login.ts';
import { adviseToAdd, adviseToVerify, describeCover, describeMiss, describeState, shown } from './senders.ts';

const wellFormed: Check = ({ request }) => {
  const { text, path } = givenMail(request);
  if (path.ok) return pass(`${shown(path.value)} is an address`);
  const named = quoted(text === '' ? '<>' : text);
  return fail(`${named}: ${path.error.message}`, { named: [named] });
};

const authorized: Check = ({ request, facts }) => {
  const address = readable(request);
  if (typeof address === 'string') return notReached(address);
  const match = matchSenders(address, facts.senders);
  if (coveredBy(match)) return pass(describeCover(address, match));
  return fail(describeMiss([address], facts.senders), {
    named: [shown(address)],
    advice: adviseToAdd(address, shownUser(request, facts), facts.senders),
  });
};

const verified: Check = ({ request, facts, now }) => {
  const address = readable(request);
  if (typeof address === 'string') return notReached(address);
  const match = matchSenders(address, facts.senders);
  const covering = coveredBy(match);
  if (!covering) return notReached(`${shown(address)} is not among the user's senders`);
  const detail = describeState(address, match);
  if (verifiedBy(match)) return pass(detail);
  return fail(detail, { named: [shown(address)], advice: adviseToVerify(covering, now) });
};

const recipients: Check = ({ request: { recipients: count } }) =>
  count >= 0 && count <= MAX_RECIPIENTS
    ? pass(`${count} of at most ${MAX_RECIPIENTS} recipients`)
    : fail(`${count} of at most ${MAX_RECIPIENTS} recipients`);

/** At MAIL by the size that the client declared, so that nothing is sent in vain; at the end of DATA by what came. */
const size: Check = ({ request, stage }) => {
  if (stage !== 'mail') return judgeSize('the message has', givenMessage(request).size);
  const { declaredSize } = givenMail(request);
  if (declaredSize === null) return pass('no size was declared; the message is measured at the end of DATA');
  return judgeSize('the client declared', declaredSize);
};

export const ENVELOPE_CHECKS = {
  'sender.well-formed': wellFormed,
  'sender.authorized': authorized,
  'sender.verified': verified,
  'recipient.limit': recipients,
  'message.size': size,
} as const;

/** What must have been said at this stage; where it is not there the rule cannot be judged, hence the exception. */
export const givenMail = ({ mail }: Request): NonNullable<Request['mail']> => {
  if (mail === null) throw new Error('no MAIL FROM was given');
  return mail;
};

export const givenMessage = ({ message }: Request): NonNullable<Request['message']> => {
  if (message === null) throw new Error('no message was given');
  return message;
};

/** The reverse-path as an address, or why there is none to look for. */
const readable = (request: Request): Address | string => {
  if (request.login === null) return 'nobody is logged in, so there are no senders to look among';
  const { path } = givenMail(request);
  return path.ok ? path.value : 'the reverse-path is not an address';
};

const judgeSize = (who: string, bytes: number): Finding => {
  const detail = `${who} ${bytes} of at most ${MAX_MESSAGE_SIZE} bytes`;
  return bytes >= 0 && bytes <= MAX_MESSAGE_SIZE
    ? pass(detail)
    : fail(detail, { named: [`${bytes} of at most ${MAX_MESSAGE_SIZE} bytes`] });
};
