import { expect, test } from 'vitest';

import { countRulesOff } from './count-rules-off.ts';

const findings = (more: object): string =>
  JSON.stringify({ rules: [{ broke: ['a'] }, { broke: ['b', 'c'] }], problems: [], ...more });

test('each rule that a scenario missed is one check that passed', () => {
  expect(countRulesOff(findings({}))).toEqual({ passed: 2, failed: [], skipped: [] });
});

test('a rule that nobody missed is a failure', () => {
  const json = findings({
    rules: [{ broke: ['a'] }, { broke: [] }],
    problems: ['nobody misses from.single'],
  });
  expect(countRulesOff(json)).toEqual({
    passed: 1,
    failed: ['rules off: nobody misses from.single'],
    skipped: [],
  });
});

test.each([
  ['no findings', null, ['rules off: the run wrote no findings']],
  ['findings of nothing', findings({ rules: [] }), ['rules off: the findings tell of no rule']],
])('%s are a failure', (_, json, failed) => {
  expect(countRulesOff(json)).toEqual({ passed: 0, failed, skipped: [] });
});
