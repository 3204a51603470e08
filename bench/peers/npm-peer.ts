/** Peers from npm: fetched into an ignored folder when they are first wanted, and no dependency of the project. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The folder of the package at just this version. Throws with a word to people where npm cannot get it. */
export const npmPeer = async (name: string, version: string): Promise<string> => {
  const folder = resolve('.data/peers', `${name}-${version}`);
  const done = join(folder, 'complete');
  if (!existsSync(done)) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    // Without a package of its own npm would take the one above for what it installs into.
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    const args = [
      'install',
      '--prefix',
      folder,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--omit=optional',
    ];
    const npm = spawnSync('npm', [...args, `${name}@${version}`], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
    });
    if (npm.status !== 0) throw new Error(`npm cannot install "${name}@${version}": ${lastLine(npm.stderr)}`);
    await writeFile(done, '');
  }
  return join(folder, 'node_modules', name);
};

const lastLine = (said: string | null): string =>
  (said ?? '')
    .split('\n')
    .filter((line) => line.includes('npm error') && !line.includes('log of this run'))
    .at(-1) ?? 'it took longer than two minutes, or is not there';
