/** What a check is handed and what it finds. */

import type { RuleId, Stage } from '../catalogue.ts';
import type { Facts, Request } from '../decide.ts';
import { ascii, printable } from '../words.ts';

/** `stage` is the one that is being judged, which may lie before the one that the request has come to. */
export type Asked = { request: Request; facts: Facts; now: number; stage: Stage };

/**
 * What one rule found. `detail` names the fact that it looked at, or the reason why it did not look. The makers below
 * see to it that each text is one printable line: a check that hands them anything but text has not judged.
 */
export type Finding = { outcome: 'pass' | 'not-reached'; detail: string } | Failure;

export type Failure = {
  outcome: 'fail';
  detail: string;
  /** What the reply names behind the rule's sentence, in printable ASCII. */
  named: readonly string[];
  /** What to do next; null for the rule's own advice. */
  advice: string | null;
  /** The rule could not be judged: the reply is 451, whatever the catalogue says. */
  unjudged: boolean;
};

/** A pure function. One that throws has not judged: the message is refused for now. */
export type Check = (asked: Asked) => Finding;

export type Checks = Readonly<Record<RuleId, Check>>;

export const pass = (detail: string): Finding => ({ outcome: 'pass', detail: printable(detail) });

export const fail = (detail: string, more: { named?: readonly string[]; advice?: string } = {}): Failure => ({
  outcome: 'fail',
  detail: printable(detail),
  named: (more.named ?? []).map(ascii),
  advice: more.advice === undefined ? null : printable(more.advice),
  unjudged: false,
});

/** An earlier rule's refusal leaves nothing to look at; says why. */
export const notReached = (detail: string): Finding => ({
  outcome: 'not-reached',
  detail: printable(detail),
});

/** A fact that should be there is not, so that the rule cannot be judged. */
export const unjudged = (why: string): Failure => ({
  ...fail(`could not be judged: ${why}`, {
    advice: 'Nothing was accepted. Try again later; if it stays so, look into the log of the service.',
  }),
  unjudged: true,
});
