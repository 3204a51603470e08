/** The ids of the rules that decisions name, stored once under a number that every process makes the same of them. */

import { createHash } from 'node:crypto';

import type { RuleOutcome } from '../model/decision.ts';
import type { Write } from './sqlite-rows.ts';

/** `record` is called with each set that is not known to be stored, ahead of the decision that needs it. */
export const createRuleNumbers = (record: (write: Write, stored: () => void) => void) => {
  const sets = new Map<string, RuleSet>();
  let last: RuleSet | undefined;

  const setOf = (rules: readonly RuleOutcome[]): RuleSet => {
    const ids = rules.map(({ id }) => id);
    const text = JSON.stringify(ids);
    const set = sets.get(text) ?? { id: numberOf(text), ids, text, durable: false };
    sets.set(text, set);
    return set;
  };

  return {
    numberOf(rules: readonly RuleOutcome[]): number {
      if (!last || !isSame(last.ids, rules)) last = setOf(rules);
      const set = last;
      // Tried again like the decision itself, and ahead of it: none is ever stored without its set.
      if (!set.durable) record(['rule-set', set.id, set.text], () => void (set.durable = true));
      return set.id;
    },
  };
};

type RuleSet = { id: number; ids: string[]; text: string; durable: boolean };

const isSame = (ids: readonly string[], rules: readonly RuleOutcome[]): boolean => {
  if (ids.length !== rules.length) return false;
  for (let at = 0; at < ids.length; at++) if (ids[at] !== rules[at]?.id) return false;
  return true;
};

/** 48 bits of a hash: exact as a JavaScript number. */
const numberOf = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6);
