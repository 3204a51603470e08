/** MAIL and RCPT: the envelope, judged as it is given (RFC 5321 sections 4.1.1.2 and 4.1.1.3). */

import type { Reply, StoredDecision } from '../model/decision.ts';
import { parseMailCommand, parseRcptCommand } from '../model/envelope-path.ts';
import { MAX_RECIPIENTS } from '../policy/limits.ts';
import { mailGiven, outOfOrder, recipientGiven, requestAt, type Submission } from '../policy/submission.ts';
import type { Context } from './context.ts';
import type { Handlers } from './handlers.ts';
import { judgeLoggedIn } from './judge.ts';

export const mail =
  (context: Context): Handlers['mail'] =>
  async (line) => {
    const { submission } = context;
    const parsed = parseMailCommand(line);
    if (!parsed.ok) return syntax(parsed.error);
    const wrong = submission.login && outOfOrder(submission, 'MAIL');
    if (wrong) return wrong;
    const { text, path, params } = parsed.value;
    const declared = params.get('SIZE');
    const declaredSize = typeof declared === 'string' ? Number(declared) : null;
    const given = { text, path, declaredSize, smtpUtf8: params.has('SMTPUTF8') };
    const request = requestAt(submission, 'mail', { mail: given });
    const { verdict } = await judgeLoggedIn(context, submission.login, request);
    if (verdict.action !== 'accept') return context.refuse(context.decide(verdict));
    const refused = await context.fault('mail', text, () => verdict);
    if (refused) return refused;
    context.submission = mailGiven(submission, given);
    return verdict.reply;
  };

/**
 * The user is looked at anew at MAIL and at the end of DATA; in between only the number of recipients can refuse. All
 * recipients over the limit of one message share one decision.
 */
export const rcpt = (context: Context): Handlers['rcpt'] => {
  const overLimit = createOverLimit(context);
  return async (line) => {
    const { submission } = context;
    const parsed = parseRcptCommand(line, { smtpUtf8: submission.mail?.smtpUtf8 ?? false });
    if (!parsed.ok) return syntax(parsed.error);
    const wrong = outOfOrder(submission, 'RCPT');
    if (wrong) return wrong;
    const { text, path } = parsed.value;
    if (!path.ok)
      return { code: 501, enhanced: '5.1.3', text: `Recipient address is not usable: ${path.error.message}` };
    const next = recipientGiven(submission, text);
    if (next.recipients.length > MAX_RECIPIENTS) return overLimit(next);
    const refused = await context.fault('rcpt', text, async () => {
      const { verdict } = await judgeLoggedIn(context, submission.login, requestAt(next, 'rcpt'));
      return verdict;
    });
    if (refused) return refused;
    context.submission = next;
    return RECIPIENT_OK;
  };
};

const RECIPIENT_OK: Reply = { code: 250, enhanced: '2.1.5', text: 'Recipient ok' };

const createOverLimit = (context: Context) => {
  let last: { mail: Submission['mail']; decision: StoredDecision } | null = null;
  return async (submission: Submission): Promise<Reply> => {
    if (last?.mail === submission.mail) return last.decision.reply;
    const request = requestAt(submission, 'rcpt');
    const { verdict } = await judgeLoggedIn(context, submission.login, request);
    last = { mail: submission.mail, decision: context.decide(verdict) };
    return context.refuse(last.decision);
  };
};

const syntax = ({ code, enhanced, message }: { code: number; enhanced: string; message: string }): Reply => ({
  code,
  enhanced,
  text: message,
});
