/** `npm run bench -- --profile`: where the processor time of a message goes, by area, with SQLite and 20 connections. */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { areaOf, functionOf, selfTimes, type CpuProfile } from './areas.ts';
import { FROM, startOurs } from './contenders.ts';
import { run } from './load.ts';
import { threadSeconds } from './process-tree.ts';
import { machine, table, writeBlock } from './report.ts';

export const benchProfile = async ({
  seconds,
  write,
}: {
  seconds: number;
  write: boolean;
}): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-profile-'));
  try {
    console.error(`profile: ${seconds} s of load`);
    const report = await measure(folder, seconds);
    console.log(`\n${report}`);
    if (write) await writeBlock('profile', report);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const measure = async (folder: string, seconds: number): Promise<string> => {
  const store = `sqlite:${join(folder, 'bench.db')}`;
  const load = { from: FROM, connections: 20, messages: Infinity, size: 1024 };
  const ours = await startOurs('SQLite', store, [
    '--cpu-prof',
    '--cpu-prof-interval=500',
    `--cpu-prof-dir=${folder}`,
  ]);
  const [pid = 0] = ours.pids;
  let window = { from: 0, to: 0 };
  let before = new Map<string, number>();
  let after = before;
  let sent = 0;
  try {
    // What is compiled on the way is compiled in the first round, which is not counted.
    await run({ ...ours.load, ...load, seconds: Math.min(3, seconds) });
    await ours.settle();
    const begin = async (): Promise<void> => {
      before = threadSeconds(pid);
      window = { from: nowMicros(), to: 0 };
    };
    ({ sent } = await run({ ...ours.load, ...load, seconds, begin }));
    window.to = nowMicros();
    await ours.settle();
    after = threadSeconds(pid);
  } finally {
    await ours.stop();
  }
  const profiles = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile'));
  const main = profiles.find((name) => name.split('.').at(-3) === '0');
  if (main === undefined)
    throw new Error(`Node left no profile of its main thread in ${profiles.join(', ')}`);
  const profile = JSON.parse(await readFile(join(folder, main), 'utf8')) as CpuProfile;
  const areas = selfTimes(profile, window, areaOf);
  const functions = selfTimes(profile, window, functionOf).slice(0, 15);
  return report({ sent, areas, functions, threads: perThread(before, after) });
};

type Times = [what: string, time: number][];

const report = (of: { sent: number; areas: Times; functions: Times; threads: Times }): string => {
  const busy = of.areas.reduce((sum, [, micros]) => sum + micros, 0);
  const total = of.threads.reduce((sum, [, seconds]) => sum + seconds, 0);
  const each = (micros: number): string => (micros / of.sent).toFixed(1);
  const part = (one: number, all: number): string => `${((one * 100) / all).toFixed(1)} %`;
  return [
    `Measured on ${machine()}; ${of.sent.toLocaleString('en')} messages of 1 KB, 20 at once, with V8's profiler, which itself costs something.`,
    '',
    'Processor time of each thread, user and system, in microseconds a message:',
    '',
    table(
      ['thread', 'us a message', 'part'],
      of.threads
        .filter(([, seconds]) => seconds >= total / 200)
        .map(([name, seconds]) => [name, each(seconds * 1e6), part(seconds, total)]),
    ),
    '',
    'Time of the main thread by area, each function counted without what it calls:',
    '',
    table(
      ['area', 'us a message', 'part'],
      of.areas
        .filter(([, micros]) => micros >= busy / 200)
        .map(([name, micros]) => [name, each(micros), part(micros, busy)]),
    ),
    '',
    'Its dearest functions, counted so:',
    '',
    table(
      ['function', 'us a message', 'part'],
      of.functions.map(([name, micros]) => [name, each(micros), part(micros, busy)]),
    ),
  ].join('\n');
};

/** Threads of one name together, but for those of JavaScript, which are numbered as they were begun; the dearest first. */
const perThread = (before: Map<string, number>, after: Map<string, number>): Times => {
  const byName = new Map<string, number>();
  let workers = 0;
  for (const [thread, seconds] of after) {
    const name = thread.replace(/ \d+$/, '');
    const label = name === 'WorkerThread' ? `${name} ${++workers}` : name;
    byName.set(label, (byName.get(label) ?? 0) + seconds - (before.get(thread) ?? 0));
  }
  return [...byName].toSorted(([, a], [, b]) => b - a);
};

/** By the clock that V8's profiles bear. */
const nowMicros = (): number => Number(process.hrtime.bigint() / 1000n);
