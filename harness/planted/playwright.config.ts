/** Scenarios that fail on purpose, to see what a person is then told; `test/planted.test.ts` runs them. */

import { defineConfig } from '@playwright/test';

const folder = process.env['PLANTED_FOLDER'] ?? '.data/planted';

export default defineConfig({
  testDir: '.',
  testMatch: `**/${process.env['PLANTED_FILE'] ?? '*'}.scenario.ts`,
  outputDir: `${folder}/results`,
  workers: 1,
  reporter: [['list'], ['../reporter/rules.ts', { folder }]],
  use: { trace: 'on' },
  projects: [{ name: 'scenarios' }],
});
