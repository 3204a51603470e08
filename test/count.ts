/** What a run of vitest comes to, read from its JSON report; a report that is missing or empty is a failure. */

export type Count = { passed: number; failed: string[]; skipped: string[] };

/** The part of vitest's JSON report that is read here. */
type Report = {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
};

/** `json` is null where vitest wrote no report; `exitCode` is vitest's own. */
export const countTests = (json: string | null, exitCode: number, root = ''): Count => {
  const report = json === null ? null : (JSON.parse(json) as Report);
  const files = report?.testResults ?? [];
  const tests = files.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ status, fullName }) => ({
      status,
      title: `${shorten(name, root)}: ${fullName}`,
    })),
  );
  const broken = files.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some(isFailed),
  );
  const count: Count = {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: [
      ...tests.filter(isFailed).map(({ title }) => title),
      ...broken.map(({ name }) => `${shorten(name, root)}: could not be run`),
    ],
    skipped: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ title }) => title),
  };
  if (report === null) count.failed.push('vitest wrote no report');
  else if (tests.length === 0) count.failed.push('vitest found no test');
  else if (exitCode !== 0 && count.failed.length === 0)
    count.failed.push(`vitest ended with code ${exitCode}, see above`);
  return count;
};

/** The last line of all: `412 passed, 2 failed`. */
export const formatCount = ({ passed, failed }: Count): string => `${passed} passed, ${failed.length} failed`;

const isFailed = ({ status }: { status: string }): boolean => status === 'failed';

const shorten = (path: string, root: string): string =>
  path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
