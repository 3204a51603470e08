/** Haraka: an MTA on Node with a login and its check of the sender's domain; what it took in it throws away, nothing is written. */

import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { anyPort, end, FROM, pidsOf, type Contender } from '../contenders.ts';
import { listening } from './listening.ts';
import { npmPeer } from './npm-peer.ts';

const VERSION = '3.3.4';

export const startHaraka = async (): Promise<Contender> => {
  const haraka = await npmPeer('Haraka', VERSION);
  const port = await anyPort();
  // It holds the domain of the login against that of MAIL FROM.
  const [username, password] = [FROM, 'secret'];
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-haraka-'));
  const config: Record<string, string> = {
    'smtp.ini': `listen=127.0.0.1:${port}`,
    'auth_flat_file.ini': `[core]\nmethods=PLAIN\n[users]\n${username}=${password}`,
    'log.ini': '[main]\nlevel=error',
    plugins: 'auth/flat_file\nqueue/discard',
    me: 'haraka.test',
  };
  await mkdir(join(folder, 'config'));
  for (const [name, text] of Object.entries(config))
    await writeFile(join(folder, 'config', name), `${text}\n`);
  // Without its own defaults in it, it fails at the greeting.
  await copyFile(join(haraka, 'config/connection.ini'), join(folder, 'config/connection.ini'));
  const child = spawn(process.execPath, [join(haraka, 'bin/haraka'), '-c', folder], {
    cwd: folder,
    env: { ...process.env, YES_REALLY_DO_DISCARD: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await listening(port, child);
  return {
    name: `Haraka ${VERSION}`,
    pids: pidsOf(child),
    load: { port, username, password },
    maxConnections: Infinity,
    settle: async () => {},
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
