/** Interleaved rounds of one kind of load over all contenders, and what came of them. */

import { FROM, type Contender } from './contenders.ts';
import { run, type Measured } from './load.ts';
import { treeUsage } from './process-tree.ts';

export type Kind = {
  connections: number;
  size: number;
  /** A round ends with whichever comes first. */
  messages: number;
  seconds: number;
  rounds: number;
};

/** Medians over rounds. */
export type Figures = Omit<Measured, 'sent'> & {
  /** Processor time of all its processes in microseconds a message, what it does after the last reply included. */
  cpuMicros: number;
  /** What they had written to the disk, in KB a message. */
  writtenKb: number;
  /** Memory of all its processes after the last round, and of the largest at its highest, in MB. */
  memoryMb: number;
  peakMb: number;
};

export type Outcome = { name: string; figures: Figures } | { name: string; why: string };

/** In the order of the contenders. One that fails or cannot serve so many says why, and the others go on. */
export const compare = async (contenders: readonly Contender[], kind: Kind): Promise<Outcome[]> => {
  const entries = contenders.map((contender) => ({ contender, rounds: [] as Round[], why: '' }));
  for (const entry of entries)
    if (entry.contender.maxConnections < kind.connections)
      entry.why = `serves ${entry.contender.maxConnections} connections at once`;
  // The first round warms each up and is not counted.
  for (let round = 0; round <= kind.rounds; round++) {
    for (const entry of entries) {
      if (entry.why !== '') continue;
      try {
        const measured = await oneRound(entry.contender, kind);
        if (round > 0) entry.rounds.push(measured);
      } catch (error) {
        entry.why = wordsOf(error);
      }
    }
  }
  return entries.map(({ contender: { name }, rounds, why }) =>
    why === '' ? { name, figures: medians(rounds) } : { name, why },
  );
};

/** What went wrong, on one line. */
export const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n')[0] ?? '';

type Round = Measured & Pick<Figures, 'cpuMicros' | 'writtenKb' | 'memoryMb' | 'peakMb'>;

const oneRound = async (
  { load, pids, settle }: Contender,
  { connections, size, messages, seconds }: Kind,
): Promise<Round> => {
  let before = treeUsage(pids);
  const begin = async (): Promise<void> => void (before = treeUsage(pids));
  const measured = await run({ ...load, from: FROM, connections, size, messages, seconds, begin });
  await settle();
  const { cpuSeconds, writtenKb, memoryMb, peakMb } = treeUsage(pids);
  const each = (all: number): number => all / Math.max(1, measured.sent);
  return {
    ...measured,
    cpuMicros: each((cpuSeconds - before.cpuSeconds) * 1e6),
    writtenKb: each(writtenKb - before.writtenKb),
    memoryMb,
    peakMb,
  };
};

const medians = (rounds: readonly Round[]): Figures => {
  const of = (figure: keyof Figures): number => median(rounds.map((round) => round[figure]));
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    loadMicros: of('loadMicros'),
    cpuMicros: of('cpuMicros'),
    writtenKb: of('writtenKb'),
    memoryMb: rounds.at(-1)?.memoryMb ?? 0,
    peakMb: rounds.at(-1)?.peakMb ?? 0,
  };
};

/** The upper one of the two in the middle where their number is even; 0 of none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};
