/** `smtp-sink`, which comes with Postfix: it says yes to every command and throws all away, as fast as C can. */

import { spawn } from 'node:child_process';

import { anyPort, end, pidsOf, type Contender } from '../contenders.ts';
import { listening } from './listening.ts';
import { findProgram } from './programs.ts';

export const startSink = async (): Promise<Contender> => {
  const sink = findProgram('smtp-sink', 'postfix');
  const port = await anyPort();
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(sink, [...user, '-m', '2000', `127.0.0.1:${port}`, '1024'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await listening(port, child);
  return {
    name: 'smtp-sink',
    pids: pidsOf(child),
    load: { port, username: 'anyone', password: 'anything' },
    maxConnections: Infinity,
    settle: async () => {},
    stop: () => end(child),
  };
};
