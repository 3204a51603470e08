/** Sees that the tests of the pages have a browser: as root on Debian or Ubuntu it is installed, elsewhere it is asked for. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

import { findBrowser, NO_BROWSER } from '../harness/browser.ts';

/** null once there is one; otherwise what to do. */
export const ensureBrowser = async (say: (line: string) => void): Promise<string | null> => {
  if (findBrowser()) return null;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return NO_BROWSER;
  say('installing Chromium from the distribution ...');
  await run('apt-get', ['update', '-qq']);
  for (const name of PACKAGES) {
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name]);
    if (findBrowser()) return null;
  }
  return NO_BROWSER;
};

/** The cheaper one first; an older distribution has the other alone. */
const PACKAGES = ['chromium-headless-shell', 'chromium'];

const run = async (program: string, args: string[]): Promise<void> => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  await once(child, 'close').catch(() => undefined);
};
