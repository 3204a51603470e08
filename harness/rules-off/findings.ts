/** What the scenarios missed when rules were switched off, and what is wrong with that. */

import { RULES } from '../../src/policy/catalogue.ts';
import { ALL_ON } from './plan.ts';

/** How one scenario ended in a service without `rule`, or with `ALL_ON`. */
export type Run = {
  rule: string;
  title: string;
  status: string;
  /** Whether a decision of this scenario tells that the rule refused all the same. */
  refused: boolean;
};

export type Findings = {
  /** By rule, the titles of what was run and of what broke. */
  rules: { id: string; ran: string[]; broke: string[] }[];
  /** Why the run shows nothing, or which rule nobody would miss; none where all is well. */
  problems: string[];
};

/** A rule is missed where a scenario failed. One that ran out of time has shown nothing: it may have been the machine. */
export const findGaps = (runs: readonly Run[]): Findings => {
  const rules = RULES.map(({ id }) => {
    const of = runs.filter(({ rule }) => rule === id);
    const broken = of.filter(({ status }) => status === 'failed');
    return { id, ran: of.map(({ title }) => title), broke: broken.map(({ title }) => title) };
  });
  return {
    rules,
    problems: [...untrusted(runs), ...rules.filter(({ broke }) => broke.length === 0).map(notMissed)],
  };
};

/** A line for each rule: what broke without it. */
export const formatFindings = ({ rules }: Findings): string[] => {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(
    ({ id, ran, broke }) =>
      `${id.padEnd(width)}  broke ${broke.length} of ${ran.length}${broke.length === 0 ? '' : `: ${broke[0]}`}`,
  );
};

const notMissed = ({ id, ran }: Findings['rules'][number]): string =>
  ran.length === 0
    ? `no scenario was run without ${id}: run npm run scenarios, and write one that sees it refuse`
    : `nobody misses ${id}: of ${ran.length} scenarios without it none failed`;

/** With every rule on all must pass, and a rule must really be off: else a failure without a rule says nothing of it. */
const untrusted = (runs: readonly Run[]): string[] => {
  const control = runs.filter(({ rule }) => rule === ALL_ON);
  if (control.length === 0) return ['no scenario was run with every rule on'];
  const failed = control.filter(({ status }) => status !== 'passed');
  const stillOn = runs.filter(({ rule, refused }) => rule !== ALL_ON && refused);
  return [
    ...failed.map(({ title, status }) => `with every rule on, "${title}" ${status}`),
    ...stillOn.map(({ rule, title }) => `${rule} was switched off, and refused in "${title}" all the same`),
  ];
};
