/** `expect` with matchers in the words of SMTP+. A verdict may be given as the promise of one. */

import { expect as base } from '@playwright/test';

import type { Mailbox } from './fixtures/mailbox.ts';
import { toBeAccepted } from './matchers/to-be-accepted.ts';
import { toBeRefusedBy } from './matchers/to-be-refused-by.ts';
import { toHaveArrivedAt } from './matchers/to-have-arrived-at.ts';
import type { Verdict } from './verdict.ts';
import type { FAULT_RULE, RuleId } from '../src/policy/catalogue.ts';

export const expect = base.extend({
  /** Passes for a reply of 2xx, or a program that was content. `.not` wants a refusal by a rule. */
  toBeAccepted(received: Verdict | Promise<Verdict>) {
    return toBeAccepted(this.isNot, received);
  },

  /** Passes where the reply names this rule, bears its codes, and leads to a decision by it. `.not` wants another answer, not none. */
  toBeRefusedBy(received: Verdict | Promise<Verdict>, rule: RuleId | typeof FAULT_RULE) {
    return toBeRefusedBy(this.isNot, received, rule);
  },

  /** Of a verdict: this very message lies in that inbox. Of `mailbox`: any message that a user sent there; it waits for one. */
  toHaveArrivedAt(received: Verdict | Promise<Verdict> | Mailbox, address: string) {
    return toHaveArrivedAt(this.isNot, received, address);
  },
});
