/** Which scenarios are run without which rule: those that saw it refuse, first the one that is about it. */

import { RULES, type RuleId } from '../../src/policy/catalogue.ts';
import type { ScenarioFacts } from '../reporter/facts.ts';
import type { Report } from '../reporter/report.ts';

export type Plan = { rule: RuleId | null; scenarios: Pick<ScenarioFacts, 'title' | 'file'>[] }[];

/** What a scenario is said to run without, where that is no rule. */
export const ALL_ON = 'every rule on';

/** The annotation of a scenario that tells which rule was off. */
export const WITHOUT = 'without';

/** By the titles of scenarios, the rule that is off while each runs; null where all are on. */
export type Round = ReadonlyMap<string, RuleId | null>;

/**
 * For each rule at most `most` scenarios; before them the first of every rule, with every rule on: there none may fail.
 * Only scenarios that passed when `report` was made count, and of them those of the wide window.
 */
export const planRun = (report: Pick<Report, 'rules' | 'scenarios'>, most: number): Plan => {
  const without = RULES.map(({ id }) => ({ rule: id, scenarios: refusedBy(report, id).slice(0, most) }));
  const first = without.flatMap(({ scenarios }) => scenarios.slice(0, 1));
  return [{ rule: null, scenarios: [...new Set(first)] }, ...without];
};

/** In as few rounds as can be, since each starts services of its own: within one a scenario runs but once. */
export const inRounds = (plan: Plan): Round[] => {
  const rounds: Map<string, RuleId | null>[] = [];
  for (const { rule, scenarios } of plan)
    for (const { title } of scenarios) {
      const free = rounds.find((round) => !round.has(title));
      if (free) free.set(title, rule);
      else rounds.push(new Map([[title, rule]]));
    }
  return rounds;
};

/** Matches these scenarios and no other: Playwright holds it against project, file, groups, title and tags in one line. */
export const grepFor = (titles: readonly string[]): RegExp => {
  const escaped = titles.map((title) => escape(title.replaceAll(' › ', ' ')));
  return escaped.length === 0 ? /(?!)/ : new RegExp(`\\s(?:${escaped.join('|')})(?:\\s@\\S+)*$`);
};

const refusedBy = (
  { rules, scenarios }: Pick<Report, 'rules' | 'scenarios'>,
  id: RuleId,
): ScenarioFacts[] => {
  const ids = new Set(rules.find((row) => row.id === id)?.scenarios.refuse);
  return scenarios
    .filter((scenario) => ids.has(scenario.id) && scenario.project === 'scenarios')
    .filter(({ status }) => status === 'passed')
    .toSorted((a, b) => Number(isAbout(b, id)) - Number(isAbout(a, id)) || a.durationMs - b.durationMs);
};

/** A dialogue file that bears the rule's name; such a one needs no browser. */
const isAbout = ({ file }: ScenarioFacts, id: RuleId): boolean => file.endsWith(`/${id}.smtp`);

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
