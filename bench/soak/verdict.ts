/** Whether a soak left all as it should be: nothing lost, nothing twice, and nothing that grows with the messages. */

import type { Tally } from './clients.ts';
import type { Sample } from './sample.ts';

export type Verdict = { ok: boolean; words: string };

export type Soaked = {
  /** Before the clients came. */
  before: Pick<Sample, 'files'>;
  samples: readonly Sample[];
  tally: Tally;
  /** As the service counts. */
  accepted: number;
  /** Subjects of what is still stored. */
  kept: readonly string[];
  keep: number;
};

export const verdictsOf = ({ before, samples, tally, accepted, kept, keep }: Soaked): Verdict[] => {
  const { acknowledged } = tally;
  /** The values of a field while from this to that part of the messages was acknowledged. */
  const part = (from: number, to: number, field: keyof Sample): number[] =>
    samples
      .filter(
        (sample) => sample.acknowledged > from * acknowledged && sample.acknowledged < to * acknowledged,
      )
      .map((sample) => sample[field]);
  const memory = [part(0.3, 0.5, 'residentMb'), part(0.8, 1, 'residentMb')].map((all) => quantile(all, 0.5));
  // The lowest ones are those right after a collection.
  const heap = [part(0.3, 0.5, 'heapMb'), part(0.8, 1, 'heapMb')].map((all) => quantile(all, 0.1));
  const last = samples.at(-1);
  const files = last?.files ?? Infinity;
  const logMb = Math.max(...samples.map((sample) => sample.logMb));
  const wanted = Math.min(acknowledged, keep);
  const twice = kept.length - new Set(kept).size;
  const foreign = kept.filter((subject) => !/^soak-\d+$/.test(subject)).length;
  return [
    { ok: accepted === acknowledged, words: `${acknowledged} acknowledged, ${accepted} accepted` },
    {
      ok: twice === 0 && foreign === 0 && kept.length === wanted,
      words: `${kept.length} kept of ${wanted}, ${twice} twice, ${foreign} that should not be there`,
    },
    isFlat('resident memory (median)', memory),
    isFlat('heap (lowest tenth)', heap),
    {
      ok: files <= before.files + FEW,
      words: `open files: ${before.files} before the clients, ${files} after them`,
    },
    { ok: last?.sessions === 0, words: `${last?.sessions} sessions still open` },
    { ok: logMb < 64, words: `SQLite's log had ${logMb.toFixed(1)} MB at most` },
  ];
};

const isFlat = (what: string, [early = NaN, late = NaN]: number[]): Verdict => ({
  ok: late <= GROWTH * early,
  words:
    Number.isNaN(early) || Number.isNaN(late)
      ? `${what}: over before enough was measured; give more --messages`
      : `${what}: ${early.toFixed(0)} MB after a third of the messages, ${late.toFixed(0)} MB in the last fifth`,
});

/** Of noise: where it was when a sample was taken. */
const GROWTH = 1.15;
/** Connections of the one who asks. */
const FEW = 6;

const quantile = (numbers: readonly number[], of: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(of * numbers.length)] ?? NaN;
