/** Ports to try out of all that SMTP+ may serve: 25, the ends of the range, and some between by a seed that can be given again. */

import type { WorkerFixture } from '@playwright/test';

import { ALLOWED_PORTS, expandPortRanges } from '../src/model/port-range.ts';

/** `test.use({ ports: sampledPorts(12) })`. The seed is printed; SMTP_PLUS_SEED repeats it. */
export const sampledPorts =
  (count: number): WorkerFixture<readonly number[], object> =>
  async ({}, use) => {
    const given = process.env['SMTP_PLUS_SEED'] ?? '';
    const seed = given === '' ? Math.floor(Math.random() * 2 ** 31) : Number(given);
    const ports = samplePorts(seed, count);
    process.stdout.write(`ports ${ports.join(', ')}: SMTP_PLUS_SEED=${seed} repeats this sample\n`);
    await use(ports);
  };

/** Each end of each range, and `count` others, rising. The same seed gives the same. */
export const samplePorts = (seed: number, count: number): number[] => {
  const next = mulberry32(seed);
  const ends = ALLOWED_PORTS.flatMap(({ from, to }) => [from, to]);
  const between = expandPortRanges(ALLOWED_PORTS).filter((port) => !ends.includes(port));
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, between.length))
    chosen.add(between[Math.floor(next() * between.length)] ?? 0);
  return [...new Set([...ends, ...chosen])].toSorted((a, b) => a - b);
};

/** Numbers in [0, 1) that a seed alone decides (Mulberry32 of T. Ettinger, public domain). */
const mulberry32 = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};
