/** `await expect(verdict).toBeRefusedBy('from.authorized')`: this rule's reply went out, and its decision says the same. */

import type { Verdict } from '../verdict.ts';
import { ruleById, type FAULT_RULE, type RuleId } from '../../src/policy/catalogue.ts';
import { came, tell, type Outcome } from './tell.ts';

/**
 * Passes where the reply names the rule, bears the codes of the catalogue, and leads to a decision by that rule.
 * `.not` wants an answer that another rule refused, or that nobody did: what was never answered does not pass for it.
 */
export const toBeRefusedBy = async (
  isNot: boolean,
  received: Verdict | Promise<Verdict>,
  rule: RuleId | typeof FAULT_RULE,
): Promise<Outcome> => {
  const verdict = await received;
  const line = `expect(verdict)${isNot ? '.not' : ''}.toBeRefusedBy('${rule}')`;
  const known = ruleById(rule)?.reply;
  const codes = known ? `${known.code} ${known.enhanced}` : 'the codes of the fault';
  const differs = await difference(verdict, rule);
  const answered = verdict.reply !== null || verdict.accepted;
  const pass = isNot ? !answered || verdict.rule === rule : differs === null;
  const wanted = isNot ? `anything but a refusal by ${rule}` : `${codes} by ${rule}`;
  const failed = pass === isNot;
  const words = failed
    ? await tell(differs === null || isNot ? line : `${line}\n${differs}`, wanted, verdict)
    : '';
  return { pass, expected: wanted, actual: came(verdict), message: () => words };
};

/** What keeps the verdict from being a refusal by this rule; null where nothing does. */
const difference = async (verdict: Verdict, rule: string): Promise<string | null> => {
  if (verdict.rule === null)
    return verdict.accepted ? 'it was not refused at all' : 'the refusal names no rule';
  if (verdict.rule !== rule) return `another rule refused: ${verdict.rule}`;
  const known = ruleById(rule)?.reply;
  const { reply } = verdict;
  if (known && reply && (reply.code !== known.code || reply.enhanced !== known.enhanced))
    return `the reply has ${reply.code} ${reply.enhanced}, and the catalogue ${known.code} ${known.enhanced}`;
  const decision = await verdict.decision();
  if (decision?.rule !== rule)
    return `the decision that the reply names says "${decision?.rule ?? 'accepted'}"`;
  return null;
};
