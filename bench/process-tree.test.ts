import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, onTestFinished, test } from 'vitest';

import { threadSeconds, treeUsage } from './process-tree.ts';

/** A process that has another one turn for a while, and then waits for it. */
const BUSY_CHILD = `
const { spawnSync } = require('node:child_process');
const busy = 'const until = process.cpuUsage().user + 300_000; while (process.cpuUsage().user < until);';
spawnSync(process.execPath, ['-e', busy]);
console.log('done');
setInterval(() => {}, 1000);
`;

test('the time of children counts, also of those that have ended', async () => {
  const child = spawn(process.execPath, ['-e', BUSY_CHILD], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const usage = treeUsage([child.pid ?? 0]);
  expect(usage.cpuSeconds).toBeGreaterThan(0.25);
  expect(usage.memoryMb).toBeGreaterThan(5);
  expect(usage.peakMb).toBeGreaterThan(5);
});

test('what is gone counts as nothing', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  expect(treeUsage([child.pid ?? 0])).toEqual({ cpuSeconds: 0, writtenKb: 0, memoryMb: 0, peakMb: 0 });
});

test('the threads of a process have names and times', () => {
  const threads = [...threadSeconds(process.pid)];
  expect(threads.length).toBeGreaterThan(1);
  expect(threads.every(([name, seconds]) => / \d+$/.test(name) && seconds >= 0)).toBe(true);
});
