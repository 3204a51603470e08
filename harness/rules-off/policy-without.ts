/** The policy of SMTP+ with one of its rules switched off: that rule passes, whatever it is asked. */

import type { RuleId } from '../../src/policy/catalogue.ts';
import { pass } from '../../src/policy/checks/check.ts';
import { CHECKS, decideBy, type Decide } from '../../src/policy/decide.ts';

/** What the decisions say of a rule that is switched off. */
const SWITCHED_OFF = 'switched off, to see which scenario misses it';

/** `off` tells which, anew for each decision; null where all are on. */
export const policyWithout =
  (off: () => RuleId | null): Decide =>
  (request, facts, now) => {
    const rule = off();
    const checks = rule === null ? CHECKS : { ...CHECKS, [rule]: () => pass(SWITCHED_OFF) };
    return decideBy(checks, request, facts, now);
  };
