import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, onTestFinished, test } from 'vitest';

import { anyPort } from '../contenders.ts';
import { listening } from './listening.ts';

test('a server that takes no connection is named by its port, and left running by nobody', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const port = await anyPort();
  await expect(listening(port, child, 50)).rejects.toThrow(`it takes no connection on port ${port}`);
  expect(await ended).toEqual([null, 'SIGKILL']);
});

test('a server that ends at once is told as such', async () => {
  const child = spawn(process.execPath, ['-e', 'process.exit(3)']);
  await expect(listening(await anyPort(), child)).rejects.toThrow('it ended with 3');
});
