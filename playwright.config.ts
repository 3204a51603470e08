/** Tests of the pages, and the scenarios, in a real Chromium, wide and narrow. */

import { defineConfig } from '@playwright/test';

import { BROWSER_ARGS, findBrowser, NO_BROWSER, wantsWindow } from './harness/browser.ts';

const browser = findBrowser({ headed: wantsWindow(process.argv) });
if (browser === null) throw new Error(NO_BROWSER);
// The workers read this file again, without the flags.
if (browser.executablePath !== undefined) process.env['CHROMIUM_PATH'] = browser.executablePath;

const WIDE = { viewport: { width: 1280, height: 800 } };
/** With less motion, as some ask for: so the pages are tried both ways. */
const NARROW = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  contextOptions: { reducedMotion: 'reduce' },
} as const;
const SCENARIOS = {
  testDir: 'scenarios',
  testMatch: '**/*.scenario.ts',
  // A file at a time: many want a service of their own, which takes longer to start than its scenarios take to run.
  fullyParallel: false,
  // Apart from those of the pages, since a run empties its folder first, and the report links there.
  outputDir: 'scenarios-report/results',
};

export default defineConfig({
  testDir: 'web/tests',
  outputDir: '.data/test-results',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  // A test that fails now and then is wrong, or has found something.
  retries: 0,
  // For two cores: while one waits for its page, two others work.
  workers: 3,
  // A machine that is ten times slower than ours must not fail: nothing waits this long but what is broken.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: { ...browser, args: BROWSER_ARGS },
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Of each test that passes it is thrown away, so it is kept cheap: the pages as they were at each step, and a picture of the
    // end, but no film, which costs a fifth of the whole.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    // What is no different on a narrow window is tried on a wide one alone, and so the other way round. No report links to a
    // trace of theirs, which would cost a tenth of the whole; `--trace on` makes one.
    { name: 'desktop', use: { ...WIDE, trace: 'off' }, grepInvert: /@narrow/ },
    { name: 'narrow', use: { ...NARROW, trace: 'off' }, grepInvert: /@wide/ },
    { name: 'scenarios', ...SCENARIOS, use: WIDE },
    // What a person does in the pages must go on a telephone as well.
    { name: 'scenarios-narrow', ...SCENARIOS, grep: /@ui/, use: NARROW },
  ],
});
