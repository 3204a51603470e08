/** What a run of Playwright comes to, read from its JSON report; a report that is missing or empty is a failure. */

import type { Count } from './count.ts';

/** The part of Playwright's JSON report that is read here. */
type Report = { suites: Suite[]; errors: { message?: string }[] };
type Suite = { title: string; file: string; suites?: Suite[]; specs: Spec[] };
type Spec = { title: string; tests: { projectName: string; status: string }[] };

/** `json` is null where Playwright wrote no report; `exitCode` is its own. A flaky test has failed. */
export const countUiTests = (json: string | null, exitCode: number): Count => {
  const report = json === null ? null : (JSON.parse(json) as Report);
  const tests = (report?.suites ?? []).flatMap(testsOf);
  const count: Count = {
    passed: tests.filter(({ status }) => status === 'expected').length,
    failed: [
      ...tests
        .filter(({ status }) => status !== 'expected' && status !== 'skipped')
        .map(({ status, title }) => (status === 'flaky' ? `${title} (flaky)` : title)),
      ...(report?.errors ?? []).map(({ message }) => `ui: ${message ?? 'an error without words'}`),
    ],
    skipped: tests.filter(({ status }) => status === 'skipped').map(({ title }) => title),
  };
  if (report === null) count.failed.push('playwright wrote no report');
  else if (tests.length === 0 && count.failed.length === 0) count.failed.push('playwright found no test');
  else if (exitCode !== 0 && count.failed.length === 0)
    count.failed.push(`playwright ended with code ${exitCode}, see above`);
  return count;
};

const testsOf = ({ file, suites = [], specs }: Suite): { status: string; title: string }[] => [
  ...specs.flatMap(({ title, tests }) =>
    tests.map(({ projectName, status }) => ({ status, title: `${projectName}, ${file}: ${title}` })),
  ),
  ...suites.flatMap(testsOf),
];
