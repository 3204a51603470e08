/** The rules as a short table for a terminal: how often each passed and refused, and in how many scenarios it was met. */

import type { Report } from './report.ts';

/** One line a rule, in the order of the catalogue; where the run is of every scenario, a gap is marked. */
export const formatText = ({
  rules,
  scenarios,
  complete,
}: Pick<Report, 'rules' | 'scenarios' | 'complete'>): string[] => {
  const rows = rules.map(({ id, passed, refused, gap }) => {
    const met = scenarios.filter(
      ({ cells }) => (cells[id]?.passed ?? 0) + (cells[id]?.refused ?? 0) > 0,
    ).length;
    return { id, numbers: [passed, refused, met], gap };
  });
  const width = Math.max(...rows.map(({ id }) => id.length), 'rule'.length);
  const line = (id: string, numbers: readonly (string | number)[]): string =>
    id.padEnd(width) + numbers.map((one) => String(one).padStart(11)).join('');
  return [
    line('rule', ['passed', 'refused', 'scenarios']),
    ...rows.map(
      ({ id, numbers, gap }) => line(id, numbers) + (gap === null || !complete ? '' : `   ${GAPS[gap]}`),
    ),
  ];
};

const GAPS = { pass: '<- never passed', refuse: '<- never refused', both: '<- never seen' } as const;
