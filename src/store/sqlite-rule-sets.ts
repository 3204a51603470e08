/** The ids of the rules that decisions name: the same for thousands of decisions, hence stored once under a number. */

import type { RuleOutcome } from '../model/decision.ts';
import type { Write } from './sqlite-rows.ts';

/** `record` is called with each set that is not known to be on the disk, ahead of the decision that needs it. */
export const createRuleSets = (
  stored: readonly [id: number, ids: string][],
  record: (write: Write, stored: () => void) => void,
) => {
  const sets = stored.map(([id, ids]): RuleSet => ({ id, ids: JSON.parse(ids) as string[], durable: true }));
  let last: RuleSet | undefined;

  const add = (rules: readonly RuleOutcome[]): RuleSet => {
    const set = {
      id: Math.max(0, ...sets.map(({ id }) => id)) + 1,
      ids: rules.map(({ id }) => id),
      durable: false,
    };
    sets.push(set);
    return set;
  };

  return {
    /** The number of the set that these rules are. */
    idOf(rules: readonly RuleOutcome[]): number {
      if (!last || !isSame(last, rules)) last = sets.find((set) => isSame(set, rules)) ?? add(rules);
      const set = last;
      // Tried again like the decision itself, and ahead of it: none is ever stored without its set.
      if (!set.durable)
        record(['rule-set', set.id, JSON.stringify(set.ids)], () => void (set.durable = true));
      return set.id;
    },
  };
};

type RuleSet = { id: number; ids: string[]; durable: boolean };

const isSame = ({ ids }: RuleSet, rules: readonly RuleOutcome[]): boolean => {
  if (ids.length !== rules.length) return false;
  for (let at = 0; at < ids.length; at++) if (ids[at] !== rules[at]?.id) return false;
  return true;
};
