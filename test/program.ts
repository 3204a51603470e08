/** The program as its user starts it: a process of its own, by `npm start` or by Node. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { onTestFinished } from 'vitest';

export type Program = {
  child: ChildProcess;
  /** All that it said so far, both streams. */
  said(): string;
  /** Resolves once a line begins with `SMTP+ ready`, with that line; rejects where the program ends before. */
  ready: Promise<string>;
  /** Exit code, or the signal's name. */
  exited: Promise<number | NodeJS.Signals | null>;
};

/**
 * `by` npm goes through npm and its shell, as `npm start` does, and has pages; by Node alone there are none. The group can
 * be signalled as a terminal's Ctrl-C does.
 * `through` is a program that becomes this one, such as `setpriv`, with its arguments.
 */
export const startProgram = (
  flags: string[],
  {
    by = 'node',
    env = {},
    through = [],
  }: { by?: 'npm' | 'node'; env?: NodeJS.ProcessEnv; through?: readonly string[] } = {},
): Program => {
  const own = by === 'npm' ? ['npm', 'start', '--'] : [process.execPath, 'src/main.ts'];
  const [command = '', ...args] = [...through, ...own, ...flags];
  const pages = by === 'npm' ? {} : { SMTP_PLUS_PAGES: 'none' };
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...pages, ...env },
  });
  // A test that fails half way leaves nothing running.
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const line = /^SMTP\+ ready.*$/m.exec(said)?.[0];
      if (line !== undefined) resolve(line);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code, signal) =>
      reject(new Error(`ended with ${code ?? signal} before it was ready:\n${said}`)),
    );
  });
  ready.catch(() => undefined);
  const exited = once(child, 'close').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  return { child, said: () => said, ready, exited };
};
