/** What processes and all that they started take of the machine, read from /proc (Linux; proc(5)). */

import { readdirSync, readFileSync } from 'node:fs';

export type TreeUsage = {
  /** Processor time in user and system mode since each began, in seconds; of ended children too where their parent waited. */
  cpuSeconds: number;
  /** What they had written to the disk since each began, in KB; of ended children as above. */
  writtenKb: number;
  /** Memory now in MB, shared pages counted once over all that share them (Pss). */
  memoryMb: number;
  /** What the largest process of them held at its highest, in MB (VmHWM). */
  peakMb: number;
};

/** Of the processes `roots` and all below them. What is gone meanwhile counts as nothing. */
export const treeUsage = (roots: readonly number[]): TreeUsage => {
  const all = readAll();
  const tree = new Set(roots.filter((pid) => all.has(pid)));
  // A set takes in what is added while it is gone through.
  for (const parent of tree) for (const [pid, stat] of all) if (stat.parent === parent) tree.add(pid);
  const usage: TreeUsage = { cpuSeconds: 0, writtenKb: 0, memoryMb: 0, peakMb: 0 };
  for (const pid of tree) {
    usage.cpuSeconds += (all.get(pid)?.ticks ?? 0) / TICKS_A_SECOND;
    usage.writtenKb += Number(/^write_bytes: (\d+)/m.exec(read(`/proc/${pid}/io`))?.[1] ?? 0) / 1024;
    usage.memoryMb += kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss') / 1024;
    usage.peakMb = Math.max(usage.peakMb, kilobytes(`/proc/${pid}/status`, 'VmHWM') / 1024);
  }
  return usage;
};

/** Processor time of each thread of one process, in seconds, by the thread's name and id. */
export const threadSeconds = (pid: number): Map<string, number> => {
  const threads = new Map<string, number>();
  for (const id of readdirSync(`/proc/${pid}/task`)) {
    const stat = readStat(`/proc/${pid}/task/${id}/stat`);
    if (stat) threads.set(`${stat.name} ${id}`, stat.ownTicks / TICKS_A_SECOND);
  }
  return threads;
};

type Stat = { name: string; parent: number; ticks: number; ownTicks: number };

const readAll = (): Map<number, Stat> => {
  const all = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(`/proc/${name}/stat`) : null;
    if (stat) all.set(Number(name), stat);
  }
  return all;
};

const readStat = (path: string): Stat | null => {
  const text = read(path);
  // The name may hold spaces and brackets; what follows it begins behind the last bracket.
  const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(text) ?? [];
  if (name === undefined || rest === undefined) return null;
  const fields = rest.split(' ').map(Number);
  // Fields 4, and 14 to 17, of proc(5); the first of `fields` is the third there.
  const [parent = 0] = fields.slice(1, 2);
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
  return { name, parent, ticks: user + system + childUser + childSystem, ownTicks: user + system };
};

const kilobytes = (path: string, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(path))?.[1] ?? 0);

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

/** USER_HZ, which Linux fixes at 100 for programs whatever the kernel's own is. */
const TICKS_A_SECOND = 100;
