/** What a decision says, in one sentence: the answer first, then the stage and the rule, then the fact. */

import { FAULT_RULE, ruleById, type Stage } from '../../src/policy/catalogue.ts';
import type { DecisionJson } from '../../src/http/contract/decisions.ts';

export type Judged = Pick<DecisionJson, 'action' | 'rule' | 'rules' | 'reply' | 'advice' | 'grantedBy'>;

export type Verdict = {
  /** `Refused at MAIL FROM by sender.authorized`, `Accepted`. */
  short: string;
  /** The fact that decided, as a sentence; what granted it where it was accepted. */
  fact: string;
};

export const ACTION_WORDS = { accept: 'Accepted', reject: 'Refused', defer: 'Put off' } as const;

/** When each stage is, as the end of a sentence. */
export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  auth: 'at the login',
  mail: 'at MAIL FROM',
  rcpt: 'at RCPT TO',
  data: 'at the end of DATA',
  commit: 'when it was to be stored',
};

export const verdictOf = (decision: Judged): Verdict => {
  const { action, rule, rules } = decision;
  if (rule === null) return { short: ACTION_WORDS.accept, fact: granted(decision) };
  if (rule === FAULT_RULE)
    return {
      short: `${ACTION_WORDS[action]} on purpose`,
      fact: 'A fault that was set for tests made this reply; the policy would have let it through.',
    };
  const stage = stageOf(decision);
  const detail = rules.find(({ id }) => id === rule)?.detail ?? '';
  return {
    short: `${ACTION_WORDS[action]}${stage ? ` ${STAGE_WORDS[stage]}` : ''} by ${rule}`,
    fact: sentence(detail),
  };
};

/** Where the rule refused. A size that the client declares is judged at MAIL already, before there is a message. */
export const stageOf = ({ rule, rules }: Pick<Judged, 'rule' | 'rules'>): Stage | null => {
  const found = rule === null ? null : ruleById(rule);
  if (found?.id !== 'message.size') return found?.stage ?? null;
  const from = rules.find(({ id }) => id === 'from.present');
  return from?.outcome === 'not-reached' ? 'mail' : 'data';
};

/** A rule's words begin in lower case and have no full stop; the first letter of a quotation stays as it is. */
export const sentence = (text: string): string =>
  text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

const granted = ({ grantedBy }: Judged): string => {
  if (grantedBy.length === 0) return 'Every rule that was due passed.';
  const senders = grantedBy.map(({ kind, value }) => `the ${kind} “${value}”`);
  return `Every rule passed; ${senders.join(' and ')} ${senders.length === 1 ? 'grants' : 'grant'} it.`;
};
