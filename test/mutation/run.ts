/**
 * `npm run mutation [-- FILES]`: changes policy and model in thousands of small ways, one at a time, and sees that a test
 * fails each time. Ends with 1 where a mutant lives that is not listed as equivalent, or where the list is out of date.
 */

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';

import { Stryker } from '@stryker-mutator/core';

import { EQUIVALENT } from './equivalent.ts';
import { findUnexplained, locate, type Mutant } from './survivors.ts';

const ROOT = join(import.meta.dirname, '../..');
const CODE = ['src/policy/**/*.ts', 'src/model/**/*.ts'];

const asked = process.argv.slice(2);
const begun = performance.now();

process.chdir(ROOT);
const results = await new Stryker({
  testRunner: 'in-process',
  plugins: [join(import.meta.dirname, 'runner.test-kit.ts')],
  mutate: [...(asked.length > 0 ? asked : CODE), '!**/*.test.ts', '!**/*.test-data.ts'],
  // Only this is copied to where the mutants are made.
  ignorePatterns: ['**', '!src', '!src/policy/**', '!src/model/**', '!package.json'],
  tempDirName: '.data/mutation',
  coverageAnalysis: 'perTest',
  concurrency: availableParallelism(),
  // A mutant that never ends is found by how often its code is run; time is only for what that does not see.
  timeoutMS: 30_000,
  reporters: ['progress-append-only', 'html'],
  htmlReporter: { fileName: '.data/mutation.html' },
  logLevel: 'warn' as never,
}).runMutationTest();

const mutants = results.map(({ fileName, location, mutatorName, replacement, status, statusReason }) => {
  const file = relative(ROOT, fileName).split(sep).join('/');
  const place = locate(readFileSync(join(ROOT, file), 'utf8'), location);
  const mutant: Mutant = { file, ...place, mutator: mutatorName, replacement: replacement ?? '' };
  // A busy machine may run out of time with any mutant: only one whose code is run without end is found.
  const late = status === 'Timeout' && !/^hit limit reached/i.test(statusReason ?? '');
  return { mutant, status: late ? 'OutOfTime' : status, statusReason };
});
const having = (...statuses: string[]) => mutants.filter(({ status }) => statuses.includes(status));

const survived = having('Survived', 'NoCoverage').map(({ mutant }) => mutant);
const problems = [
  ...findUnexplained(survived, EQUIVALENT, new Set(mutants.map(({ mutant }) => mutant.file))),
  ...having('RuntimeError', 'CompileError', 'Pending', 'OutOfTime').map(
    ({ mutant, status, statusReason }) => `${status} in ${mutant.file}, ${mutant.line}: ${statusReason}`,
  ),
  ...(mutants.length === 0 ? ['nothing was changed: no such file'] : []),
];

const found = having('Killed', 'Timeout').length;
for (const problem of problems) console.log(problem);
console.log(
  `${mutants.length} mutants in ${((performance.now() - begun) / 1000).toFixed(0)} s: ` +
    `${found} found (${having('Timeout').length} of them as they never ended), ` +
    `${survived.length} not found, ${mutants.length - found - survived.length} without a result; ` +
    `${((100 * found) / (mutants.length || 1)).toFixed(2)} %. In full: .data/mutation.html`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
