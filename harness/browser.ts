/** Finds a Chromium: Playwright's own, then the machine's; and says how to get one where there is none. */

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from '@playwright/test';

/** `executablePath` is undefined for Playwright's own; null where there is no browser. */
export const findBrowser = (): { executablePath?: string } | null => {
  if (existsSync(chromium.executablePath())) return {};
  const executablePath = candidates().find((path) => path !== '' && existsSync(path));
  return executablePath === undefined ? null : { executablePath };
};

export const NO_BROWSER =
  'no Chromium was found: run "npx playwright install chromium", or "apt-get install chromium" on Debian, or set CHROMIUM_PATH';

/** As root the sandbox cannot be had; nothing may call out from a test. */
export const BROWSER_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
];

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];

const candidates = (): string[] => [
  process.env['CHROMIUM_PATH'] ?? '',
  ...(process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name))),
  ...NAMES.map((name) => join('/usr/bin', name)),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
