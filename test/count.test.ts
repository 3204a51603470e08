import { expect, test } from 'vitest';

import { countTests, formatCount } from './count.ts';

const report = (...files: { status: string; tests: [status: string, title: string][] }[]): string =>
  JSON.stringify({
    testResults: files.map(({ status, tests }, i) => ({
      name: `/somewhere/src/${i}.test.ts`,
      status,
      assertionResults: tests.map(([state, fullName]) => ({ status: state, fullName })),
    })),
  });

test('a run in which all is well counts its tests', () => {
  const json = report({
    status: 'passed',
    tests: [
      ['passed', 'a'],
      ['passed', 'b'],
    ],
  });
  expect(formatCount(countTests(json, 0))).toBe('2 passed, 0 failed');
});

test('each test that failed is named with its file', () => {
  const json = report({
    status: 'failed',
    tests: [
      ['passed', 'a'],
      ['failed', 'b holds'],
    ],
  });
  expect(countTests(json, 1, '/somewhere')).toMatchObject({ passed: 1, failed: ['src/0.test.ts: b holds'] });
});

test('a file that could not be run counts as one failure', () => {
  const json = report({ status: 'failed', tests: [] }, { status: 'passed', tests: [['passed', 'a']] });
  expect(countTests(json, 1, '/somewhere')).toMatchObject({
    passed: 1,
    failed: ['src/0.test.ts: could not be run'],
  });
});

test('a file that broke after its tests passed counts as one failure', () => {
  const json = report({ status: 'failed', tests: [['passed', 'a']] });
  expect(formatCount(countTests(json, 1))).toBe('1 passed, 1 failed');
});

test('a test that was skipped is neither passed nor failed, but named', () => {
  const json = report({
    status: 'passed',
    tests: [
      ['passed', 'a'],
      ['skipped', 'b'],
    ],
  });
  expect(countTests(json, 0, '/somewhere')).toEqual({ passed: 1, failed: [], skipped: ['src/0.test.ts: b'] });
});

test.each([
  ['no report', null, 1],
  ['no report though it says all is well', null, 0],
  ['no test at all', report(), 0],
  ['an error outside of any test', report({ status: 'passed', tests: [['passed', 'a']] }), 1],
])('%s is a failure', (_, json, exitCode) => {
  expect(countTests(json, exitCode).failed).toHaveLength(1);
});
