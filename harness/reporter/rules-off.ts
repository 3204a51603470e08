/** Playwright's reporter of the rules switched off: a scenario that fails is what is hoped for, a rule that breaks none fails the run. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

import { decisionsOf, titleOf } from './evidence-of.ts';
import { REPORT_FOLDER, ROOT } from './write.ts';
import { findGaps, formatFindings, type Run } from '../rules-off/findings.ts';
import { ALL_ON, WITHOUT } from '../rules-off/plan.ts';

export default class RulesOffReporter implements Reporter {
  readonly #runs: Run[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    const rule = result.annotations.find(({ type }) => type === WITHOUT)?.description ?? ALL_ON;
    const rules = decisionsOf(result).flatMap((decision) => decision.rules);
    const refused = rules.some(({ id, outcome }) => id === rule && outcome === 'fail');
    this.#runs.push({ rule, title: titleOf(test), status: result.status, refused });
    if (rule === ALL_ON && result.status !== 'passed')
      console.log(`with every rule on: ${titleOf(test)}\n${result.error?.message ?? ''}`);
  }

  onError({ message }: { message?: string }): void {
    console.log(message);
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] }> {
    const findings = findGaps(this.#runs);
    await writeFile(join(ROOT, REPORT_FOLDER, 'rules-off.json'), `${JSON.stringify(findings, null, 1)}\n`);
    for (const line of formatFindings(findings)) console.log(line);
    for (const problem of findings.problems) console.log(`rules off: ${problem}`);
    if (status === 'interrupted' || status === 'timedout') return { status };
    return { status: findings.problems.length === 0 ? 'passed' : 'failed' };
  }

  printsToStdio(): boolean {
    return true;
  }
}
