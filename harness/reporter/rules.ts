/** Playwright's reporter of the rules: gathers the decisions of every scenario, writes the matrix, and is the gate. */

import { execFileSync } from 'node:child_process';
import { relative, resolve, sep } from 'node:path';

import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestResult,
} from '@playwright/test/reporter';

import { DIALOGUE } from '../fixtures/evidence.ts';
import { decisionsOf, projectOf, titleOf } from './evidence-of.ts';
import { factsOf, type ScenarioFacts } from './facts.ts';
import { partialBy } from './partial.ts';
import { makeReport, summary, type RunFacts } from './report.ts';
import { formatText } from './text.ts';
import { REPORT_FOLDER, ROOT, writeReport, writeShard } from './write.ts';

/** Silent where a run has no scenario. A complete run fails where a rule was not seen both to pass and to refuse. */
export default class RulesReporter implements Reporter {
  #run: RunFacts = { commit: '', run: '', partial: null, shard: null };
  readonly #scenarios: ScenarioFacts[] = [];
  readonly #folder: string;

  /** `folder` is where the report goes, from the root. */
  constructor({ folder = REPORT_FOLDER }: { folder?: string } = {}) {
    this.#folder = folder;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    const hasScenarios = suite.allTests().some((test) => projectOf(test) === 'scenarios');
    const { shard } = config;
    this.#run = {
      commit: commit(),
      run: new Date().toISOString(),
      partial: hasScenarios ? partialBy(config.argv) : 'the project "scenarios" is left out',
      shard: shard && { current: shard.current, total: shard.total },
    };
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (!isScenario(test)) return;
    const dialogue = test.annotations.find(({ type }) => type === DIALOGUE)?.description;
    const told = {
      id: test.id,
      title: titleOf(test),
      file: dialogue ?? from(test.location.file, ROOT),
      line: dialogue === undefined ? test.location.line : 1,
      project: projectOf(test),
      status: result.status,
      durationMs: result.duration,
      trace: traceOf(result, this.#folder),
    };
    this.#scenarios.push(factsOf(told, decisionsOf(result)));
  }

  async onEnd(result: FullResult): Promise<{ status?: FullResult['status'] }> {
    if (this.#scenarios.length === 0) return {};
    const cut =
      result.status === 'interrupted' || result.status === 'timedout' ? `the run was ${result.status}` : null;
    const report = makeReport({ ...this.#run, partial: this.#run.partial ?? cut }, this.#scenarios);
    if (report.shard) {
      say([
        `rules: ${writeShard(report, this.#folder)} written; merge the shards with npm run scenarios:merge, which applies the gate`,
      ]);
      return {};
    }
    writeReport(report, this.#folder);
    say(['', ...formatText(report), '', summary(report), `the matrix: ${this.#folder}/rules.html`]);
    if (!report.complete) {
      say([`partial run (${report.partial}), gate not applied`]);
      return {};
    }
    say(report.problems.map((problem) => `rules: ${problem}`));
    return report.problems.length > 0 ? { status: 'failed' } : {};
  }

  printsToStdio(): boolean {
    return false;
  }
}

const isScenario = (test: TestCase): boolean => projectOf(test).startsWith('scenarios');

const from = (path: string, root: string): string => relative(root, path).split(sep).join('/');

/** From the folder of the report, where it can be linked to. */
const traceOf = ({ attachments }: TestResult, folder: string): string | null => {
  const path = attachments.find(({ name }) => name === 'trace')?.path;
  return path === undefined ? null : from(path, resolve(ROOT, folder));
};

/** '' outside of a checkout. */
const commit = (): string => {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: [...stdio],
    }).trim();
  } catch {
    return '';
  }
};

const say = (lines: readonly string[]): void => {
  for (const line of lines) console.log(`  ${line}`);
};
