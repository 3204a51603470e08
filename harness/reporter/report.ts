/** Rules x scenarios: which rule was seen to pass and to refuse, and where; and what is wrong with that. */

import { FAULT_RULE, RULES, type Stage } from '../../src/policy/catalogue.ts';
import type { ScenarioFacts, SeenReply } from './facts.ts';

export type RunFacts = {
  /** Hash of the commit, '' where there is none. */
  commit: string;
  /** When the run began, ISO 8601. */
  run: string;
  /** Why this is not every scenario; null for all of them. */
  partial: string | null;
  shard: { current: number; total: number } | null;
};

export type RuleRow = {
  id: string;
  stage: Stage;
  passed: number;
  refused: number;
  shadowed: number;
  /** Ids of scenarios. */
  scenarios: { pass: string[]; refuse: string[] };
  /** What it was never seen to do. */
  gap: 'pass' | 'refuse' | 'both' | null;
  /** The replies that went out for it, each once. */
  replies: Omit<SeenReply, 'rule'>[];
};

export type Report = RunFacts & {
  version: 1;
  /** Whether it is of every scenario, so that a gap is one. */
  complete: boolean;
  rules: RuleRow[];
  scenarios: ScenarioFacts[];
  /** What is wrong, in words; the run fails by it where it is complete. */
  problems: string[];
};

export const makeReport = (run: RunFacts, scenarios: readonly ScenarioFacts[]): Report => {
  const sorted = scenarios.toSorted(
    (a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.project, b.project),
  );
  const rules = RULES.map(({ id, stage }) => rowOf(id, stage, sorted));
  return {
    version: 1,
    ...run,
    complete: run.partial === null && run.shard === null,
    rules,
    scenarios: sorted,
    problems: [...gaps(rules), ...strangers(sorted), ...otherReplies(rules)],
  };
};

/** What a person wants to hear first. */
export const headline = ({ rules }: Pick<Report, 'rules'>): string =>
  `${rules.filter(({ gap }) => gap === null).length} of ${rules.length} rules were seen to pass and to refuse.`;

/** The same with those that were not. */
export const summary = (report: Pick<Report, 'rules'>): string => {
  const missing = report.rules.filter(({ gap }) => gap !== null).map(({ id }) => id);
  return missing.length === 0 ? headline(report) : `${headline(report)} Missing: ${missing.join(', ')}.`;
};

const rowOf = (id: string, stage: Stage, scenarios: readonly ScenarioFacts[]): RuleRow => {
  const sum = (field: 'passed' | 'refused' | 'shadowed'): number =>
    scenarios.reduce((total, { cells }) => total + (cells[id]?.[field] ?? 0), 0);
  const where = (field: 'passed' | 'refused'): string[] =>
    scenarios.filter(({ cells }) => (cells[id]?.[field] ?? 0) > 0).map((scenario) => scenario.id);
  const [passed, refused] = [sum('passed'), sum('refused')];
  const seen = scenarios.flatMap(({ replies }) => replies.filter(({ rule }) => rule === id));
  const replies = [
    ...new Map(seen.map(({ code, enhanced }) => [`${code} ${enhanced}`, { code, enhanced }])).values(),
  ];
  return {
    id,
    stage,
    passed,
    refused,
    shadowed: sum('shadowed'),
    scenarios: { pass: where('passed'), refuse: where('refused') },
    gap: gapOf(passed, refused),
    replies,
  };
};

/** Only a rule whose own reply went out has refused: one that is always shadowed by another is a gap. */
const gapOf = (passed: number, refused: number): RuleRow['gap'] => {
  if (passed > 0) return refused > 0 ? null : 'refuse';
  return refused > 0 ? 'pass' : 'both';
};

const WORDS = { pass: 'pass', refuse: 'refuse', both: 'pass or to refuse' } as const;

const gaps = (rules: readonly RuleRow[]): string[] =>
  rules.flatMap(({ id, gap, shadowed }) => {
    if (gap === null) return [];
    const hidden = gap !== 'pass' && shadowed > 0 ? ` (it failed ${shadowed} times behind another rule)` : '';
    return [`no scenario saw ${id} ${WORDS[gap]}${hidden}`];
  });

const KNOWN: readonly string[] = [...RULES.map(({ id }) => id), FAULT_RULE];

const strangers = (scenarios: readonly ScenarioFacts[]): string[] => {
  const told = scenarios.flatMap(({ cells, replies }) => [
    ...Object.keys(cells),
    ...replies.map(({ rule }) => rule),
  ]);
  return [...new Set(told)]
    .filter((id) => !KNOWN.includes(id))
    .map((id) => `decisions tell of "${id}", which is no rule of the catalogue`);
};

const otherReplies = (rules: readonly RuleRow[]): string[] =>
  rules.flatMap(({ id, replies }) => {
    const due = RULES.find((rule) => rule.id === id)?.reply;
    return replies
      .filter(({ code, enhanced }) => code !== due?.code || enhanced !== due.enhanced)
      .map(
        ({ code, enhanced }) =>
          `${id} answered ${code} ${enhanced}, and the catalogue has ${due?.code} ${due?.enhanced}`,
      );
  });

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
