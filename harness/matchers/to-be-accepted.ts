/** `await expect(verdict).toBeAccepted()`: what was asked for was granted. */

import type { Verdict } from '../verdict.ts';
import { came, tell, type Outcome } from './tell.ts';

/**
 * Passes for a reply of 2xx, or a program that was content. `.not` wants a refusal: 4xx or 5xx by a rule of the policy,
 * so that a line which the server could not even read does not pass for one.
 */
export const toBeAccepted = async (
  isNot: boolean,
  received: Verdict | Promise<Verdict>,
): Promise<Outcome> => {
  const verdict = await received;
  const line = `expect(verdict)${isNot ? '.not' : ''}.toBeAccepted()`;
  const code = verdict.reply?.code;
  const accepted =
    verdict.accepted && (code === undefined || (code >= 200 && code < 300)) && verdict.rule === null;
  const refused = !verdict.accepted && verdict.rule !== null;
  const pass = isNot ? !refused : accepted;
  const wanted = isNot ? 'a refusal by a rule' : 'an acceptance, 2xx';
  const words = pass === isNot ? await tell(line, wanted, verdict) : '';
  return { pass, expected: wanted, actual: came(verdict), message: () => words };
};
