/** `npm run scenarios:rules-off`: scenarios of each rule, run while it is switched off. Something must then fail. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { defineConfig } from '@playwright/test';

import config from '../../playwright.config.ts';
import type { Report } from '../reporter/report.ts';
import { REPORT_FOLDER, ROOT } from '../reporter/write.ts';
import type { ServiceOptions } from '../running-service.ts';
import { grepFor, inRounds, planRun, type Round } from './plan.ts';

const readReport = (): Report => {
  const path = `${REPORT_FOLDER}/rules.json`;
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Report;
  } catch {
    throw new Error(
      `${path} tells which scenarios see which rule refuse, and is not there: run npm run scenarios first`,
    );
  }
};

const rulesOffIn = (round: Round): ServiceOptions['rulesOff'] =>
  Object.fromEntries([...round].flatMap(([title, rule]) => (rule === null ? [] : [[title, rule]])));

/** Scenarios a rule: all, or as many as RULES_OFF_MOST says. */
const most = Number(process.env['RULES_OFF_MOST'] ?? Infinity);

export default defineConfig<object, ServiceOptions>({
  ...config,
  testDir: join(ROOT, 'scenarios'),
  testMatch: '**/*.scenario.ts',
  outputDir: join(ROOT, REPORT_FOLDER, 'rules-off'),
  reporter: '../reporter/rules-off.ts',
  projects: inRounds(planRun(readReport(), most)).map((round, at) => ({
    name: `round ${at + 1}`,
    // Its services take longer to start than its scenarios take to run.
    workers: 1,
    grep: grepFor([...round.keys()]),
    use: { viewport: { width: 1280, height: 800 }, trace: 'off', rulesOff: rulesOffIn(round) },
  })),
});
