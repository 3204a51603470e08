/** What SMTP would answer to a message, without sending it: the same rules, at the same stages, by the same facts. */

import { parseAddress } from '../model/address.ts';
import { readHeaderBlock } from '../model/header-block.ts';
import { readOriginators } from '../model/originators.ts';
import type { Stage } from './catalogue.ts';
import { decide, type Facts, type Request, type Verdict } from './decide.ts';
import { readFormMarks } from './form-marks.ts';

export type Explained = {
  username: string;
  /** The reverse-path without its brackets; '' is the null path. */
  mailFrom: string;
  /** One recipient where it is left out. */
  rcptTo?: readonly string[] | undefined;
  /** With CRLF line ends, as it would come over the wire. */
  message: Uint8Array;
};

/**
 * The verdict of the first stage that refuses, else that of the last. Assumes that the session is encrypted, that the
 * password is right, that SMTPUTF8 is used, and that the store is well. `facts.user` is null for an unknown user.
 */
export const explain = (asked: Explained, facts: Pick<Facts, 'user' | 'senders'>, now: number): Verdict => {
  const known: Facts = { ...facts, throttled: null, credentials: 'good', storeFailure: null };
  const at = requestOf(asked);
  const verdicts = EARLIER.map((stage) => decide(at(stage), known, now));
  return verdicts.find(({ action }) => action !== 'accept') ?? decide(at('commit'), known, now);
};

const EARLIER: readonly Stage[] = ['auth', 'mail', 'rcpt', 'data'];

/** The request as it stands at each stage: nothing in it that a client would say only later. */
const requestOf = ({ username, mailFrom, rcptTo, message }: Explained): ((stage: Stage) => Request) => {
  const login = { mechanism: 'PLAIN', username };
  const mail = {
    text: mailFrom,
    path: parseAddress(mailFrom),
    declaredSize: message.length,
  };
  const recipients = rcptTo?.length || 1;
  const block = readHeaderBlock(message, { smtpUtf8: true });
  const originators = readOriginators(block, { smtpUtf8: true });
  const content = { size: message.length, originators, formMarks: readFormMarks(block.fields) };
  return (stage) => {
    const told = { stage, tls: true, tlsRequired: false, login };
    if (stage === 'auth') return { ...told, mail: null, recipients: 0, message: null };
    if (stage === 'mail') return { ...told, mail, recipients: 0, message: null };
    if (stage === 'rcpt') return { ...told, mail, recipients, message: null };
    return { ...told, mail, recipients, message: content };
  };
};
