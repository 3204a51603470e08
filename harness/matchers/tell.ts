/** The words of a matcher that failed: what was wanted, what came, who decided, what to do, and what was said. */

import type { Verdict } from '../verdict.ts';
import { ruleById } from '../../src/policy/catalogue.ts';
import type { DecisionJson } from '../../src/http/contract/decisions.ts';

/** What a matcher answers to Playwright. */
export type Outcome = { pass: boolean; expected: string; actual: string; message: () => string };

/** `line` is how the scenario wrote it; `wanted` what it asked for. */
export const tell = async (line: string, wanted: string, verdict: Verdict): Promise<string> => {
  const decision = await verdict.decision().catch(() => null);
  return [
    line,
    '',
    `wanted:   ${wanted}`,
    `came:     ${came(verdict)}`,
    ...ruleOf(verdict, decision),
    ...(decision?.advice ? [`advice:   ${decision.advice}`] : []),
    ...(verdict.decisionUrl === null ? [] : [`decision: ${verdict.decisionUrl}`]),
    '',
    `the last of what was said (${verdict.asked}):`,
    ...verdict.transcript.slice(-LINES).map((said) => `  ${said.slice(0, WIDTH)}`),
  ].join('\n');
};

/** The reply on one line, or that there was none. */
export const came = ({ reply, accepted, asked }: Verdict): string => {
  if (reply === null) return `${asked} ${accepted ? 'was content' : 'failed'} and showed no reply`;
  return [reply.code, reply.enhanced, reply.text].filter(Boolean).join(' ');
};

const ruleOf = ({ rule }: Verdict, decision: DecisionJson | null): string[] => {
  if (rule === null) return ['rule:     none refused'];
  const detail = decision?.rules.find(({ id }) => id === rule)?.detail;
  return [
    `rule:     ${rule} (refuses: ${ruleById(rule)?.text ?? 'it is not in the catalogue'})`,
    ...(detail ? [`fact:     ${detail}`] : []),
  ];
};

/** Enough for a message's envelope with its replies. */
const LINES = 8;
const WIDTH = 200;
