/**
 * A test runner for Stryker that runs the tests in its own process, without vitest: the tests of policy and model take
 * milliseconds, and starting vitest anew for each of thousands of mutants takes a second.
 */

import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { InstrumenterContext } from '@stryker-mutator/api/core';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';

import { collectFrom, takeTests, type CollectedTest } from './collect.ts';

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'in-process', () => createRunner()),
];

const createRunner = (): TestRunner => {
  let files = createFiles();
  return {
    capabilities: () => ({ reloadEnvironment: true }),
    async init() {
      process.env['FC_RUNS'] ??= RUNS;
      // A mutant is found by any failing case, and the same in each run: to look for the shortest one takes long.
      fc.configureGlobal({ seed: SEED, endOnFailure: true });
      registerHooks({ resolve });
    },
    async dryRun(): Promise<DryRunResult> {
      files = createFiles();
      const results: TestResult[] = [];
      for (const file of files.names)
        for (const each of await files.testsOf(file)) {
          stryker.currentTestId = each.id;
          results.push(await attempt(each));
          delete stryker.currentTestId;
        }
      const { mutantCoverage } = stryker;
      return { status: DryRunStatus.Complete, tests: results, ...(mutantCoverage && { mutantCoverage }) };
    },
    async mutantRun({ activeMutant, mutantActivation, reloadEnvironment, testFilter, hitLimit }) {
      if (reloadEnvironment) files = createFiles();
      const wanted = testFilter && new Set(testFilter);
      const names = files.names.filter(
        (file) => !wanted || testFilter?.some((id) => id.startsWith(`${file}: `)),
      );
      // What runs while modules load has the mutant as they load; all else has it only while tests run.
      const isStatic = mutantActivation === 'static';
      if (!isStatic) for (const file of names) await files.testsOf(file);
      stryker.hitCount = 0;
      const limit = hitLimit && Math.ceil(hitLimit * SHARE_OF_HIT_LIMIT);
      if (limit === undefined) delete stryker.hitLimit;
      else stryker.hitLimit = limit;
      stryker.activeMutant = activeMutant.id;
      let ran = 0;
      for (const file of nearestFirst(names, activeMutant.fileName)) {
        let tests: readonly CollectedTest[];
        try {
          tests = await files.testsOf(file);
        } catch (error) {
          return killed(`${file} cannot be loaded`, String(error), ran);
        }
        for (const each of tests) {
          if (wanted && !wanted.has(each.id)) continue;
          const result = await attempt(each);
          ran += 1;
          if (result.status !== TestStatus.Failed) continue;
          const timeout = determineHitLimitReached(stryker.hitCount, limit);
          if (timeout) return { ...timeout, status: MutantRunStatus.Timeout };
          return isStatic || (await passesWithout(each))
            ? killed(each.id, result.failureMessage, ran)
            : {
                status: MutantRunStatus.Error,
                errorMessage: `"${each.id}" fails without the mutant as well`,
              };
        }
      }
      return { status: MutantRunStatus.Survived, nrOfTests: ran };
    },
  };
};

/** What the instrumented code shares with its runner. */
const stryker: InstrumenterContext = ((globalThis as { __stryker__?: InstrumenterContext }).__stryker__ ??=
  {});

/** Stryker allows code to run a hundred times as often as in all tests without the mutant; ten times as often tells as much, sooner. */
const SHARE_OF_HIT_LIMIT = 0.1;

const SEED = 20_261_124;
/** Of each property. */
const RUNS = '100';

/** What reading costs says nothing of a mutant, and takes most of the time. */
const TESTS = 'src/{policy,model}/**/*.test.ts';
const LEFT_OUT = '**/*.cost.test.ts';

/** Every load is of new modules, so that what runs while they load is run again. */
let generation = 0;

const resolve: Parameters<typeof registerHooks>[0]['resolve'] = (specifier, context, next) => {
  if (specifier === 'vitest') return { url: COLLECT, shortCircuit: true };
  const found = next(specifier, context);
  return found.url.startsWith(sources())
    ? { ...found, url: `${found.url.split('?')[0]}?${generation}` }
    : found;
};

const COLLECT = pathToFileURL(join(import.meta.dirname, 'collect.ts')).href;
/** Of the sandbox, which is the working folder by the time that tests are run. */
const sources = (): string => `${pathToFileURL(process.cwd()).href}/src/`;

/** The test files, each loaded when it is first asked for. A new set of them loads everything anew. */
const createFiles = () => {
  generation += 1;
  const loaded = new Map<string, readonly CollectedTest[]>();
  return {
    names: globSync(TESTS, { exclude: [LEFT_OUT] }).toSorted(),
    async testsOf(file: string): Promise<readonly CollectedTest[]> {
      const known = loaded.get(file);
      if (known) return known;
      collectFrom(file);
      await import(pathToFileURL(file).href);
      const tests = takeTests();
      loaded.set(file, tests);
      return tests;
    },
  };
};

const attempt = async ({ id, run }: CollectedTest): Promise<TestResult> => {
  const begun = performance.now();
  const told = () => ({ id, name: id, timeSpentMs: performance.now() - begun });
  try {
    await run();
    return { ...told(), status: TestStatus.Success };
  } catch (error) {
    return { ...told(), status: TestStatus.Failed, failureMessage: String(error) };
  }
};

/** The tests beside the mutant most likely find it; those of properties take longest. */
const nearestFirst = (files: readonly string[], mutated: string): string[] => {
  const far = (file: string): number =>
    mutated.endsWith(file.replace('.test.ts', '.ts')) ? 0 : file.includes('property') ? 2 : 1;
  return files.toSorted((a, b) => far(a) - far(b));
};

/** Whether the test that failed passes once the mutant is off: else something of an earlier mutant is left over. */
const passesWithout = async (failed: CollectedTest): Promise<boolean> => {
  delete stryker.activeMutant;
  delete stryker.hitLimit;
  return (await attempt(failed)).status === TestStatus.Success;
};

const killed = (by: string, failureMessage: string, nrOfTests: number): MutantRunResult => ({
  status: MutantRunStatus.Killed,
  killedBy: [by],
  failureMessage,
  nrOfTests,
});
