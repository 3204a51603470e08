/** What the policy answers to a request: a pure function of the request, the facts and the time. */

import type { Decision } from '../model/decision.ts';
import type { Address } from '../model/address.ts';
import type { Originators } from '../model/originators.ts';
import type { Defect, Result } from '../model/result.ts';
import type { Sender } from '../model/sender.ts';
import type { Stage } from './catalogue.ts';

/** What a client asked for, as far as it has come: everything that it said up to and with `stage`. */
export type Request = {
  stage: Stage;
  /** Whether the session is encrypted, and whether it must be before AUTH. */
  tls: boolean;
  tlsRequired: boolean;
  /** null before AUTH. `mechanism` in upper case; `username` null where none was read. */
  login: { mechanism: string; username: string | null } | null;
  /** null before MAIL. `text` as given, without the brackets; `declaredSize` of SIZE= in bytes. */
  mail: { text: string; path: Result<Address, Defect>; declaredSize: number | null } | null;
  /** Recipients taken so far; at stage `rcpt` with the one that is asked for. */
  recipients: number;
  /** null before the end of DATA. `formMarks` names the header fields that an online form left. */
  message: { size: number; originators: Originators; formMarks: string[] } | null;
};

/** What was looked up. */
export type Facts = {
  /** null where the login is not throttled; else words that say by what and until when. */
  throttled: string | null;
  /** Whether the password is (at AUTH) or still is (afterwards) the user's; null where it was not checked, because throttled. */
  credentials: 'good' | 'bad' | null;
  /** Null for an unknown or deleted user. */
  user: { username: string; active: boolean } | null;
  /** The user's senders with their state now. */
  senders: readonly Sender[];
  /** null while nothing failed; else what the store said. */
  storeFailure: string | null;
};

/** A decision without its id, and with a reply text that does not name it yet. */
export type Verdict = Omit<Decision, 'id'>;
