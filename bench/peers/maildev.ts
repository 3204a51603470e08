/** MailDev: a mail catcher for development, without its web server; one user, and nothing checked of senders. */

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { anyPort, end, pidsOf, type Contender } from '../contenders.ts';
import { listening } from './listening.ts';
import { npmPeer } from './npm-peer.ts';

const VERSION = '3.0.0';

/** `keep` bounds what it holds in memory and on the disk. */
export const startMailDev = async ({ keep }: { keep: number }): Promise<Contender> => {
  const folder = await npmPeer('maildev', VERSION);
  const mail = await mkdtemp(join(tmpdir(), 'smtp-plus-maildev-'));
  const port = await anyPort();
  const [username, password] = ['bench', 'secret'];
  const flags = [`--smtp=${port}`, '--ip=127.0.0.1', '--disable-web', '--silent', `--max-emails=${keep}`];
  const user = [`--incoming-user=${username}`, `--incoming-pass=${password}`];
  const child = spawn(process.execPath, [join(folder, '../.bin/maildev'), ...flags, ...user], {
    // It looks for a configuration from here upwards, and puts its mail here.
    cwd: mail,
    env: { ...process.env, TMPDIR: mail },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await listening(port, child);
  return {
    name: `MailDev ${VERSION}`,
    pids: pidsOf(child),
    load: { port, username, password },
    maxConnections: Infinity,
    settle: async () => {},
    stop: async () => {
      await end(child);
      await rm(mail, { recursive: true, force: true });
    },
  };
};
