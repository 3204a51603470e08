/** Waits until a server that is starting takes connections. */

import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

/** Throws where it ends before, or takes none for half a minute; then it is ended, since nobody else would. */
export const listening = async (port: number, child?: ChildProcess, patienceMs = 30_000): Promise<void> => {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    if (child && (child.exitCode !== null || child.signalCode !== null))
      throw new Error(`it ended with ${child.exitCode ?? child.signalCode} before it took connections`);
    const open = await new Promise<boolean>((answer) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', () => answer(false));
      socket.once('connect', () => {
        answer(true);
        socket.destroy();
      });
    });
    if (open) return;
    await after(20);
  }
  child?.kill('SIGKILL');
  throw new Error(`it takes no connection on port ${port}`);
};
