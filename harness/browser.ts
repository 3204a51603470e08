/** Finds a Chromium: Playwright's own, then the machine's, a headless shell first; and says how to get one where there is none. */

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from '@playwright/test';

/** `executablePath` is undefined for Playwright's own; null where there is no browser. `headed` is for a window that people see. */
export const findBrowser = ({ headed = false } = {}): { executablePath?: string } | null => {
  if (existsSync(chromium.executablePath())) return {};
  const executablePath = candidates(headed).find((path) => path !== '' && existsSync(path));
  return executablePath === undefined ? null : { executablePath };
};

/** Whether Playwright's command line asks for a window: `--headed`, `--ui` or `--debug`. */
export const wantsWindow = (args: readonly string[]): boolean =>
  args.some((arg) => /^--(headed|ui|debug)(=|$)/.test(arg));

export const NO_BROWSER =
  'no Chromium was found: run "npx playwright install chromium", or "apt-get install chromium-headless-shell" on Debian, or set CHROMIUM_PATH';

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

/** Without a window, and so without what a window costs: a third of the whole. */
const SHELLS = ['chromium-headless-shell', 'chrome-headless-shell'];
const WINDOWED = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];

const candidates = (headed: boolean): string[] => [
  process.env['CHROMIUM_PATH'] ?? '',
  ...(headed ? [] : onThisMachine(SHELLS)),
  ...onThisMachine(WINDOWED),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const onThisMachine = (names: string[]): string[] => [
  ...(process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name))),
  ...names.map((name) => join('/usr/bin', name)),
];
