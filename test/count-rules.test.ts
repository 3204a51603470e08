import { expect, test } from 'vitest';

import { countRules } from './count-rules.ts';

const report = (more: object): string =>
  JSON.stringify({ complete: true, partial: null, rules: [{}], problems: [], ...more });

test('a complete report without problems is one check that passed', () => {
  expect(countRules(report({}))).toEqual({ passed: 1, failed: [], skipped: [] });
});

test.each([
  ['no report', null, ['rules: the scenarios wrote no report']],
  [
    'a gap',
    report({ problems: ['no scenario saw from.single refuse'] }),
    ['rules: no scenario saw from.single refuse'],
  ],
  [
    'a partial run',
    report({ complete: false, partial: 'filtered by --grep' }),
    [expect.stringContaining('--grep')],
  ],
  ['a report of nothing', report({ rules: [] }), ['rules: the report tells of no rule']],
])('%s is a failure', (_, json, failed) => {
  expect(countRules(json)).toEqual({ passed: 0, failed, skipped: [] });
});
