/**
 * Message submission (RFC 6409) as a pure machine: what a client has said so far, what it may say next, and what that
 * asks of the policy. A protocol server drives it in Node, a page in a tab.
 */

import type { Reply } from '../model/decision.ts';
import type { Stage } from './catalogue.ts';
import type { Request } from './decide.ts';

export type Submission = {
  tls: boolean;
  tlsRequired: boolean;
  login: Login | null;
  mail: MailGiven | null;
  /** Forward-paths taken, as written. */
  recipients: readonly string[];
};

/** Who logged in, and the password hash that was right then: another one now means that the password was reset. */
export type Login = {
  mechanism: string;
  username: string;
  userId: string;
  list: string;
  passwordHash: string;
};

export type MailGiven = NonNullable<Request['mail']> & { smtpUtf8: boolean };

export const begin = (tlsRequired: boolean): Submission => ({
  tls: false,
  tlsRequired,
  login: null,
  mail: null,
  recipients: [],
});

/** After the TLS handshake the server forgets all that it was told before (RFC 3207 section 4.2). */
export const secured = (submission: Submission): Submission => ({
  ...begin(submission.tlsRequired),
  tls: true,
});

/** RSET, EHLO, HELO and the end of a message end the transaction, not the login (RFC 5321 section 4.1.4). */
export const reset = (submission: Submission): Submission =>
  submission.mail === null ? submission : { ...submission, mail: null, recipients: [] };

export const loggedIn = (submission: Submission, login: Login): Submission => ({ ...submission, login });

export const mailGiven = (submission: Submission, mail: MailGiven): Submission => ({
  ...submission,
  mail,
  recipients: [],
});

/** A recipient that was given already counts once. */
export const recipientGiven = (submission: Submission, recipient: string): Submission =>
  submission.recipients.includes(recipient)
    ? submission
    : { ...submission, recipients: [...submission.recipients, recipient] };

/** 503 where a command comes out of order (RFC 5321 section 4.1.4); null where it may come. */
export const outOfOrder = (submission: Submission, verb: 'MAIL' | 'RCPT' | 'DATA'): Reply | null => {
  if (verb === 'MAIL')
    return submission.mail === null ? null : badSequence('sender already given, RSET or DATA first');
  if (submission.mail === null) return badSequence('need MAIL FROM first');
  if (verb === 'DATA' && submission.recipients.length === 0) return badSequence('need RCPT TO first');
  return null;
};

/** What the policy is asked at a stage, beyond what the submission holds. */
export type Asked = Partial<Pick<Request, 'login' | 'mail' | 'recipients' | 'message'>>;

export const requestAt = (submission: Submission, stage: Stage, asked: Asked = {}): Request => ({
  stage,
  tls: submission.tls,
  tlsRequired: submission.tlsRequired,
  login: submission.login,
  mail: submission.mail,
  recipients: submission.recipients.length,
  message: null,
  ...asked,
});

const badSequence = (text: string): Reply => ({
  code: 503,
  enhanced: '5.5.1',
  text: `Bad sequence of commands: ${text}`,
});
