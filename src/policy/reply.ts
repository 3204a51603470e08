/** The replies of the policy, and how a decision's id gets into them. One line each, printable ASCII, 512 octets at most. */

import type { Reply } from '../model/decision.ts';
import type { Rule, Stage } from './catalogue.ts';
import { listWithin } from './words.ts';

/** What goes out where nothing refuses and nothing else is said. */
export const ACCEPTED: Readonly<Record<Stage, Reply>> = {
  auth: { code: 235, enhanced: '2.7.0', text: 'Authentication successful' },
  mail: { code: 250, enhanced: '2.1.0', text: 'Sender ok' },
  rcpt: { code: 250, enhanced: '2.1.5', text: 'Recipient ok' },
  data: { code: 250, enhanced: '2.0.0', text: 'Ok' },
  commit: { code: 250, enhanced: '2.0.0', text: 'Ok' },
};

/** The rule's sentence and behind it what it refused (`named`, in ASCII), with room left for the ids of rule and decision. */
export const refusal = (rule: Rule, named: readonly string[]): Reply => {
  const { code, enhanced, text } = rule.reply;
  if (named.length === 0) return rule.reply;
  const room = roomFor(rule.reply, tag(rule.id, ID_ROOM)) - `${text}: `.length;
  return { code, enhanced, text: `${text}: ${listWithin(named, room)}` };
};

/** What goes out where a rule could not be judged (RFC 3463: 4.3.0, the system, not the message). */
export const UNJUDGED: Reply = { code: 451, enhanced: '4.3.0', text: 'Could not be judged, try again later' };

/** The reply with `[rule-id decision-id]` at its end, whatever else has to be cut for it. */
export const tagged = (reply: Reply, ruleId: string, decisionId: string): Reply => {
  const end = tag(ruleId, decisionId);
  return { ...reply, text: reply.text.slice(0, roomFor(reply, end)) + end };
};

/** The text of the 250 that stands for a message made durable. Both are ids that the service made. */
export const formatAccepted = (messageId: string, decisionId: string): string =>
  `Ok: queued as ${messageId}${tag('accept', decisionId)}`;

/** RFC 5321 section 4.5.3.1.5, the CRLF counted. */
const LINE_MAX = 512;

/** As long as an id of ours, with room to grow. */
const ID_ROOM = '_'.repeat(32);

const tag = (ruleId: string, decisionId: string): string => ` [${ruleId} ${decisionId}]`;

const roomFor = ({ code, enhanced }: Reply, end: string): number =>
  LINE_MAX - `${code} ${enhanced} ${end}\r\n`.length;
