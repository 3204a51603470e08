/** What the policy answers to a request: a pure function of the request, the facts and the time. */

import { formatAddress, type Address } from '../model/address.ts';
import type { Decision } from '../model/decision.ts';
import type { Originators } from '../model/originators.ts';
import type { Defect, Result } from '../model/result.ts';
import type { Sender } from '../model/sender.ts';
import type { Stage } from './catalogue.ts';
import type { Checks } from './checks/check.ts';
import { ENVELOPE_CHECKS } from './checks/envelope.ts';
import { FROM_CHECKS } from './checks/from.ts';
import { LOGIN_CHECKS, usernameOf } from './checks/login.ts';
import { OTHER_CHECKS } from './checks/others.ts';
import { grantsOf } from './grants.ts';
import { judge, type Judgement } from './judge.ts';
import { ACCEPTED, refusal, tagged, UNJUDGED } from './reply.ts';

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

/**
 * Judges every rule of every stage that the request has come to, and refuses by the first that fails (RFC 5321 section
 * 4.2: one reply). Once a rule of one stage refuses, the rules of later stages are not reached. What does not pass is
 * refused: a rule that throws, that cannot be judged, or that has no check answers 451. Never throws.
 */
export const decide = (request: Request, facts: Facts, now: number): Verdict =>
  decideBy(CHECKS, request, facts, now);

/** The form of `decide`, for whoever is handed one. */
export type Decide = typeof decide;

/** `decide` with the checks handed in: without any, nothing passes. */
export const decideBy = (checks: Partial<Checks>, request: Request, facts: Facts, now: number): Verdict => {
  const judgement = judge(checks, request, facts, now);
  const granted = judgement.refused === null && judgement.stages.includes('data');
  return {
    at: now,
    ...answer(judgement),
    rules: judgement.findings.map(({ rule: { id }, finding: { outcome, detail } }) => ({
      id,
      outcome,
      detail,
    })),
    username: attempt(() => usernameOf(request, facts), null),
    mailFrom: attempt(() => request.mail?.text ?? null, null),
    headerFrom: attempt(() => headerFrom(request), []),
    grantedBy: granted ? attempt(() => grantsOf(request, facts), []) : [],
  };
};

/** Gives a verdict its id; the reply of a refusal then ends with `[rule-id decision-id]`. */
export const nameDecision = (verdict: Verdict, id: string): Decision => ({
  id,
  ...verdict,
  reply: verdict.rule === null ? verdict.reply : tagged(verdict.reply, verdict.rule, id),
});

export const CHECKS: Checks = { ...LOGIN_CHECKS, ...ENVELOPE_CHECKS, ...FROM_CHECKS, ...OTHER_CHECKS };

/** 4xx puts the client off, 5xx turns it away. */
const answer = ({ refused, stages }: Judgement): Pick<Verdict, 'action' | 'rule' | 'reply' | 'advice'> => {
  if (refused === null) {
    // Where no stage was reached something always refuses.
    const stage = stages.at(-1) as Stage;
    return { action: 'accept', rule: null, reply: ACCEPTED[stage], advice: '' };
  }
  const { rule, finding } = refused;
  const reply = finding.unjudged ? UNJUDGED : refusal(rule, finding.named);
  const action = `${reply.code}`.startsWith('4') ? 'defer' : 'reject';
  return { action, rule: rule.id, reply, advice: finding.advice ?? rule.advice };
};

const headerFrom = ({ message }: Request): string[] =>
  message === null ? [] : message.originators.from.map(({ address }) => formatAddress(address));

/** What only describes the verdict must not break it. */
const attempt = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};
