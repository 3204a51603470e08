/** `npm run bench -- --profile`: where the processor time of a message goes, by area, with SQLite and 20 connections. */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { areaOf, functionOf, selfTimes, type CpuProfile } from './areas.ts';
import { FROM, startOurs } from './contenders.ts';
import { run } from './load.ts';
import { threadSeconds } from './process-tree.ts';
import { machine, table, writeBlock } from './report.ts';

/** Of small and of large messages, each with a service of its own. */
export const benchProfile = async (options: { seconds: number; write: boolean }): Promise<void> => {
  const sections: string[] = [`Measured on ${machine()}; with V8's profiler, which itself costs something.`];
  for (const size of [1024, 10 * 2 ** 20]) {
    const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-profile-'));
    try {
      console.error(`profile: ${options.seconds} s of messages of ${size} bytes`);
      sections.push(section(size, await measure(folder, size, options.seconds)));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const report = sections.join('\n\n');
  console.log(`\n${report}`);
  if (options.write) await writeBlock('profile', report);
};

type Times = [what: string, micros: number][];
type Profiled = {
  sent: number;
  /** Processor time of each, by the system's count. */
  threads: Times;
  /** The main thread and the writer, by the profiler's. */
  areas: Times[];
  functions: Times;
};

const measure = async (folder: string, size: number, seconds: number): Promise<Profiled> => {
  const store = `sqlite:${join(folder, 'bench.db')}`;
  const load = { from: FROM, connections: 20, messages: Infinity, size };
  // By the environment, since flags of the process are not its threads'.
  const profiler = `--cpu-prof --cpu-prof-interval=500 --cpu-prof-dir=${folder}`;
  const ours = await startOurs('SQLite', store, { NODE_OPTIONS: profiler });
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
    await ours.settle();
    window.to = nowMicros();
    after = threadSeconds(pid);
  } finally {
    await ours.stop();
  }
  const profiles = await Promise.all([0, 1].map((thread) => readProfile(folder, thread)));
  const [main] = profiles;
  return {
    sent,
    threads: perThread(before, after),
    areas: profiles.map((profile) => selfTimes(profile, window, areaOf)),
    functions: main ? selfTimes(main, window, functionOf) : [],
  };
};

/** Of the thread with that number, the main one having 0; its file is named CPU.DATE.TIME.PID.THREAD.COUNT.cpuprofile. */
const readProfile = async (folder: string, thread: number): Promise<CpuProfile> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.cpuprofile'));
  const name = files.find((file) => file.split('.').at(-3) === String(thread));
  if (name === undefined)
    throw new Error(`Node left no profile of thread ${thread}, but ${files.join(', ')}`);
  return JSON.parse(await readFile(join(folder, name), 'utf8')) as CpuProfile;
};

const section = (size: number, { sent, threads, areas, functions }: Profiled): string => {
  const [main = [], writer = []] = areas;
  const words = size < 2 ** 20 ? `${size / 1024} KB` : `${size / 2 ** 20} MiB`;
  return [
    `**Messages of ${words}**, 20 at once, ${sent.toLocaleString('en')} of them. Processor time of each thread, user and system:`,
    timesTable('thread', threads, sent, 0.005),
    'Time of the main thread by area, each function counted without what it calls:',
    timesTable('area', main, sent, 0.01),
    'Time of the writer so:',
    timesTable('area', writer, sent, 0.01),
    'The dearest functions of the main thread:',
    timesTable('function', functions.slice(0, 15), sent, 0, sum(functions)),
  ].join('\n\n');
};

/** What takes less than the part `least` is left out. */
const timesTable = (what: string, times: Times, sent: number, least: number, all = sum(times)): string => {
  const shown = times.filter(([, micros]) => micros >= all * least);
  return table(
    [what, 'us a message', 'part'],
    shown.map(([name, micros]) => [
      name,
      (micros / Math.max(1, sent)).toFixed(1),
      `${((micros * 100) / all).toFixed(1)} %`,
    ]),
  );
};

const sum = (times: Times): number => times.reduce((total, [, micros]) => total + micros, 0);

/** Threads of one name together, but for those of JavaScript, which are numbered as they were begun; the dearest first. */
const perThread = (before: Map<string, number>, after: Map<string, number>): Times => {
  const byName = new Map<string, number>();
  let workers = 0;
  for (const [thread, seconds] of after) {
    const name = thread.replace(/ \d+$/, '');
    const label = name === 'WorkerThread' ? `${name} ${++workers}` : name;
    byName.set(label, (byName.get(label) ?? 0) + (seconds - (before.get(thread) ?? 0)) * 1e6);
  }
  return [...byName].toSorted(([, a], [, b]) => b - a);
};

/** By the clock that V8's profiles bear. */
const nowMicros = (): number => Number(process.hrtime.bigint() / 1000n);
