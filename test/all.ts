/** All that must hold, one gate after the other. Each failure is named at the end, and the last line counts. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { countRulesOff } from './count-rules-off.ts';
import { countRules } from './count-rules.ts';
import { countUiTests } from './count-ui.ts';
import { countTests, formatCount, type Count } from './count.ts';
import { checkDependencies } from './dependencies.ts';
import { ensureBrowser } from './ensure-browser.ts';

const ROOT = join(import.meta.dirname, '..');

const GATES: { name: string; run: () => Promise<Count> }[] = [
  { name: 'format', run: () => tool('format', 'oxfmt', '--check') },
  { name: 'lint', run: () => tool('lint', 'oxlint') },
  { name: 'types', run: () => tool('types', 'tsc', '-p', '.') },
  { name: 'unused code', run: () => tool('unused code', 'knip') },
  { name: 'dependencies', run: () => checkDependencies() },
  { name: 'unit tests', run: () => unitTests() },
  { name: 'pages in a browser', run: () => uiTests() },
  { name: 'scenarios', run: () => scenarios() },
  { name: 'rules switched off', run: () => rulesOff() },
];

const main = async (): Promise<void> => {
  const total: Count = { passed: 0, failed: [], skipped: [] };
  for (const { name, run } of GATES) {
    console.log(`\n== ${name}`);
    const begun = performance.now();
    const count = await run();
    console.log(`== ${name}: ${formatCount(count)}, ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    total.passed += count.passed;
    total.failed.push(...count.failed);
    total.skipped.push(...count.skipped);
  }
  console.log('');
  for (const title of total.skipped) console.log(`skipped: ${title}`);
  for (const title of total.failed) console.log(`failed: ${title}`);
  console.log(formatCount(total));
  process.exitCode = total.failed.length === 0 ? 0 : 1;
};

/** Runs a program of `node_modules/.bin` with our own output; how it ended. */
const execute = async (program: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> => {
  const child = spawn(join(ROOT, 'node_modules/.bin', program), args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    // The tools are Node programs: they take the pinned Node, also where this was not started by npm.
    env: { ...process.env, ...env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}` },
  });
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } catch (error) {
    console.log(`${program} could not be started: ${String(error)}; run npm install`);
    return 1;
  }
};

const tool = async (name: string, program: string, ...args: string[]): Promise<Count> =>
  (await execute(program, args)) === 0
    ? { passed: 1, failed: [], skipped: [] }
    : { passed: 0, failed: [`${name} (${[program, ...args].join(' ')})`], skipped: [] };

const unitTests = (): Promise<Count> =>
  withReport(async (file, report) => {
    const exitCode = await execute('vitest', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]);
    return countTests(await report(), exitCode, ROOT);
  });

const uiTests = async (): Promise<Count> => {
  const missing = await ensureBrowser((line) => console.log(line));
  if (missing !== null) return { passed: 0, failed: [`pages: ${missing}`], skipped: [] };
  return withReport(async (file, report) => {
    const exitCode = await execute(
      'playwright',
      ['test', '--project=desktop', '--project=narrow', '--reporter=list,json'],
      {
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      },
    );
    return countUiTests(await report(), exitCode);
  });
};

/** Every scenario, and the gate that they are for: no rule that was not seen both to pass and to refuse. */
const scenarios = async (): Promise<Count> => {
  const missing = await ensureBrowser((line) => console.log(line));
  if (missing !== null) return { passed: 0, failed: [`scenarios: ${missing}`], skipped: [] };
  const rules = join(ROOT, 'scenarios-report/rules.json');
  await rm(rules, { force: true });
  return withReport(async (file, report) => {
    const exitCode = await execute('playwright', ['test', ...SCENARIOS], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      PLAYWRIGHT_HTML_OUTPUT_DIR: 'scenarios-report/playwright',
      PLAYWRIGHT_HTML_OPEN: 'never',
    });
    const gate = countRules(await readFile(rules, 'utf8').catch(() => null));
    // A gate that says what is missing need not be told twice.
    const count = countUiTests(await report(), gate.failed.length > 0 ? 0 : exitCode);
    return {
      passed: count.passed + gate.passed,
      failed: [...count.failed, ...gate.failed],
      skipped: count.skipped,
    };
  });
};

/** Which scenarios miss a rule that is switched off; of each rule those two that are nearest to it, as the last gate saw them. */
const rulesOff = async (): Promise<Count> => {
  const findings = join(ROOT, 'scenarios-report/rules-off.json');
  await rm(findings, { force: true });
  await execute('playwright', ['test', '-c', 'harness/rules-off/playwright.config.ts'], {
    RULES_OFF_MOST: '2',
  });
  return countRulesOff(await readFile(findings, 'utf8').catch(() => null));
};

const SCENARIOS = [
  ...['--project=scenarios', '--project=scenarios-narrow'],
  '--add-reporter=json,html,./harness/reporter/rules.ts',
];

/** A file for a tool to report into, and what it wrote: null where that is nothing. */
const withReport = async (
  run: (file: string, report: () => Promise<string | null>) => Promise<Count>,
): Promise<Count> => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-test-'));
  const file = join(folder, 'report.json');
  try {
    return await run(file, () => readFile(file, 'utf8').catch(() => null));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

await main();
