import { expect, test } from 'vitest';

import { countUiTests } from './count-ui.ts';

const spec = (title: string, ...statuses: string[]) => ({
  title,
  tests: statuses.map((status, n) => ({ projectName: ['desktop', 'narrow'][n], status })),
});

const report = (specs: unknown[], errors: unknown[] = []): string =>
  JSON.stringify({
    suites: [
      {
        title: 'a.spec.ts',
        file: 'a.spec.ts',
        specs: [],
        suites: [{ title: 'in', file: 'a.spec.ts', specs }],
      },
    ],
    errors,
  });

test('each test of each project is counted', () => {
  const specs = [spec('one', 'expected', 'skipped'), spec('two', 'unexpected', 'flaky')];
  expect(countUiTests(report(specs), 1)).toEqual({
    passed: 1,
    failed: ['desktop, a.spec.ts: two', 'narrow, a.spec.ts: two (flaky)'],
    skipped: ['narrow, a.spec.ts: one'],
  });
});

test.each([
  ['no report', null, 0, 'playwright wrote no report'],
  ['a report without a test', report([]), 0, 'playwright found no test'],
  ['an error outside of tests', report([], [{ message: 'cannot load' }]), 1, 'ui: cannot load'],
  [
    'an exit code that no test explains',
    report([spec('one', 'expected')]),
    1,
    'playwright ended with code 1, see above',
  ],
])('%s is a failure', (_, json, exitCode, words) => {
  expect(countUiTests(json, exitCode).failed).toEqual([words]);
});
