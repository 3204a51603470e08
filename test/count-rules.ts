/** What the gate of the rules comes to, read from `scenarios-report/rules.json`. */

import type { Count } from './count.ts';

/** The part of the report that is read here. */
type Rules = { complete: boolean; partial: string | null; rules: unknown[]; problems: string[] };

/** `json` is null where the run wrote no report. A run that was not of every scenario has shown nothing of the rules. */
export const countRules = (json: string | null): Count => {
  const failed = (...words: string[]): Count => ({
    passed: 0,
    failed: words.map((one) => `rules: ${one}`),
    skipped: [],
  });
  if (json === null) return failed('the scenarios wrote no report');
  const { complete, partial, rules, problems } = JSON.parse(json) as Rules;
  if (!complete) return failed(`the run was partial (${partial}), so that the gate was not applied`);
  if (problems.length > 0) return failed(...problems);
  return rules.length > 0 ? { passed: 1, failed: [], skipped: [] } : failed('the report tells of no rule');
};
