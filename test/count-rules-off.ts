/** What the rules switched off come to, read from `scenarios-report/rules-off.json`: one check a rule. */

import type { Count } from './count.ts';

/** The part of the findings that is read here. */
type Findings = { rules: { broke: string[] }[]; problems: string[] };

/** `json` is null where the run wrote no findings. */
export const countRulesOff = (json: string | null): Count => {
  if (json === null) return { passed: 0, failed: ['rules off: the run wrote no findings'], skipped: [] };
  const { rules, problems } = JSON.parse(json) as Findings;
  const missed = rules.filter(({ broke }) => broke.length > 0);
  const failed = rules.length > 0 ? problems : ['the findings tell of no rule'];
  return { passed: missed.length, failed: failed.map((problem) => `rules off: ${problem}`), skipped: [] };
};
