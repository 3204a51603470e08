/** The rules, in the order in which a client meets them: the one place for ids, replies, words, advice and sources. */

import type { Reply } from '../model/decision.ts';
import { MAX_RECIPIENTS } from './limits.ts';

/** What the client is doing. All rules of a stage are evaluated; a later stage is not reached when an earlier one refuses. */
export const STAGES = ['auth', 'mail', 'rcpt', 'data', 'commit'] as const;
export type Stage = (typeof STAGES)[number];

export type Rule = {
  id: string;
  stage: Stage;
  /** `text` is the short sentence with which the reply begins; the refused value follows it. */
  reply: Reply;
  /** What the rule refuses, for people. */
  text: string;
  /** What to do when it refuses. */
  advice: string;
  source: string;
};

const rule = <Id extends string>(
  id: Id,
  stage: Stage,
  code: number,
  enhanced: string,
  says: string,
  more: Pick<Rule, 'text' | 'advice' | 'source'>,
) => ({ id, stage, reply: { code, enhanced, text: says }, ...more }) as const;

const SMTP_PLUS = 'SMTP+ sender policy';

export const RULES = [
  rule('auth.required', 'mail', 530, '5.7.0', 'Authentication required', {
    text: 'MAIL before AUTH',
    advice: 'Log in with AUTH PLAIN or AUTH LOGIN and an SMTP+ user before MAIL FROM.',
    source: 'RFC 4954 section 6',
  }),
  rule('auth.tls-required', 'auth', 538, '5.7.11', 'Encryption required for authentication', {
    text: 'AUTH in plain text where TLS is required',
    advice: 'Switch the mail client to STARTTLS on the same port, then log in.',
    source: 'RFC 4954 section 6; RFC 5248',
  }),
  rule('auth.mechanism', 'auth', 504, '5.5.4', 'Authentication mechanism not supported', {
    text: 'Any mechanism but PLAIN and LOGIN',
    advice: 'Set the mail client to a normal password (PLAIN or LOGIN); encryption comes from STARTTLS.',
    source: 'RFC 4954 section 4',
  }),
  rule('auth.credentials', 'auth', 535, '5.7.8', 'Authentication credentials invalid', {
    text: 'An unknown or deleted user, a wrong or superseded password',
    advice:
      'Check the user name as the SMTP+ page shows it. If the password is lost, reset it there; the old one stops working at once.',
    source: 'RFC 4954 section 6',
  }),
  rule('auth.throttled', 'auth', 421, '4.7.0', 'Too many failed logins, try again later', {
    text: 'Too many failed logins from one address or for one user in a short time',
    advice:
      'Wait a minute, correct the password in the client and try again. Resetting the password lifts it for the user.',
    source: 'RFC 4954 section 4; RFC 5321 section 3.8',
  }),
  rule('user.active', 'auth', 525, '5.7.13', 'User account is not active', {
    text: 'The right password of a user who is not active',
    advice: 'Have a sender of the user verified by its owner, then set the user to active on the SMTP+ page.',
    source: 'RFC 5248 section 2.4; ' + SMTP_PLUS,
  }),
  rule('sender.well-formed', 'mail', 553, '5.1.7', 'Sender address is not usable', {
    text: 'A null or malformed reverse-path',
    advice: "Give MAIL FROM:<address> with a full address of one of the user's authorized senders.",
    source: 'RFC 5321 section 4.1.2',
  }),
  rule('sender.authorized', 'mail', 550, '5.7.1', 'Sender address is not authorized for this user', {
    text: "A MAIL FROM that matches none of the user's senders",
    advice:
      "Send as one of the user's authorized senders, or add this address or exactly its domain to the user and have it verified.",
    source: SMTP_PLUS,
  }),
  rule('sender.verified', 'mail', 550, '5.7.1', 'Sender address is not verified yet', {
    text: 'A MAIL FROM that matches a sender which is not verified',
    advice:
      "Ask the owner to open the verification mail and confirm; resend it from the user's page if it has expired.",
    source: SMTP_PLUS,
  }),
  rule('recipient.limit', 'rcpt', 452, '4.5.3', `Too many recipients, ${MAX_RECIPIENTS} a message`, {
    text: `Recipient ${MAX_RECIPIENTS + 1} of a message`,
    advice: `The first ${MAX_RECIPIENTS} are taken. Send the rest with a further message.`,
    source: 'RFC 5321 section 4.5.3.1.10',
  }),
  rule('message.size', 'data', 552, '5.3.4', 'Message too big', {
    text: 'A message larger than SIZE, declared at MAIL or found at the end of DATA',
    advice: 'Keep the message with its attachments, as encoded, within 25 MiB.',
    source: 'RFC 1870 section 6',
  }),
  rule('from.present', 'data', 550, '5.7.1', 'No From header', {
    text: 'A message without a From header',
    advice: 'Add one From header that names an authorized, verified sender of the user.',
    source: 'RFC 5322 section 3.6',
  }),
  rule('from.single', 'data', 550, '5.7.1', 'More than one From header', {
    text: 'More than one From header, however disguised',
    advice:
      'Keep exactly one From header; give several authors in that one, separated by commas, with a Sender.',
    source: 'RFC 5322 section 3.6',
  }),
  rule('from.well-formed', 'data', 550, '5.7.1', 'From header cannot be read with certainty', {
    text: 'A From that does not parse as RFC 5322, or that two readers could read differently',
    advice:
      'Write From as "Name" <address>, end every line with CRLF, and let no control characters or raw 8-bit text into the header.',
    source: 'RFC 5322 sections 2.2, 3.4 and 3.6.2',
  }),
  rule('from.authorized', 'data', 550, '5.7.1', 'From address is not authorized for this user', {
    text: "A mailbox in From that is not among the user's senders",
    advice:
      "Send as one of the user's authorized senders, or add the address or exactly its domain to the user and have it verified.",
    source: SMTP_PLUS + '; RFC 6409 section 6.1',
  }),
  rule('from.verified', 'data', 550, '5.7.1', 'From address is not verified yet', {
    text: 'A mailbox in From that matches a sender which is not verified',
    advice:
      "Ask the owner to open the verification mail and confirm; resend it from the user's page if it has expired.",
    source: SMTP_PLUS,
  }),
  rule('from.form-supplied', 'data', 550, '5.7.1', 'From address was supplied by an online form', {
    text: "The From of a message that an online form made, unless it is one of the user's exact addresses",
    advice: 'Send as your own address and put the visitor in Reply-To.',
    source: SMTP_PLUS,
  }),
  rule(
    'other-senders.authorized',
    'data',
    550,
    '5.7.1',
    'Sender or Resent address is not authorized for this user',
    {
      text: "A Sender, Resent-From or Resent-Sender that is not among the user's verified senders",
      advice: "Leave the field out, or set it to one of the user's verified senders.",
      source: SMTP_PLUS + '; RFC 5322 sections 3.6.2 and 3.6.6',
    },
  ),
  rule('store.available', 'commit', 451, '4.3.0', 'Message could not be stored, try again later', {
    text: 'A message that could not be made durable',
    advice: 'Nothing was accepted. Free disk space or repair the store, then let the client send again.',
    source: 'RFC 5321 section 6.1',
  }),
] as const satisfies readonly Rule[];

export type RuleId = (typeof RULES)[number]['id'];

/** The rule of decisions that a fault on purpose made; it stands outside the policy. */
export const FAULT_RULE = 'fault.injected';

export const ruleById = (id: string): Rule | null => RULES.find((rule) => rule.id === id) ?? null;
