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
  const part = (from: number, to: number, field: keyof Sample): number =>
    median(
      samples
        .filter(
          (sample) => sample.acknowledged > from * acknowledged && sample.acknowledged < to * acknowledged,
        )
        .map((sample) => sample[field]),
    );
  const [early, late] = [part(0.3, 0.5, 'residentMb'), part(0.8, 1, 'residentMb')];
  const [heapEarly, heapLate] = [part(0.3, 0.5, 'heapMb'), part(0.8, 1, 'heapMb')];
  const last = samples.at(-1);
  const files = last?.files ?? Infinity;
  const logMb = Math.max(...samples.map((sample) => sample.logMb));
  const twice = kept.length - new Set(kept).size;
  const foreign = kept.filter((subject) => !/^soak-\d+$/.test(subject)).length;
  return [
    { ok: accepted === acknowledged, words: `${acknowledged} acknowledged, ${accepted} accepted` },
    {
      ok: twice === 0 && foreign === 0 && kept.length <= keep && kept.length > keep / 2,
      words: `${kept.length} kept of ${keep}, ${twice} twice, ${foreign} that should not be there`,
    },
    {
      ok: late <= GROWTH * early,
      words: `resident memory: ${early.toFixed(0)} MB in the second fifth and after, ${late.toFixed(0)} MB in the last fifth (medians)`,
    },
    {
      ok: heapLate <= GROWTH * heapEarly,
      words: `heap: ${heapEarly.toFixed(0)} MB, then ${heapLate.toFixed(0)} MB`,
    },
    {
      ok: files <= before.files + FEW,
      words: `open files: ${before.files} before the clients, ${files} after them`,
    },
    { ok: last?.sessions === 0, words: `${last?.sessions} sessions still open` },
    { ok: logMb < 64, words: `SQLite's log had ${logMb.toFixed(1)} MB at most` },
  ];
};

/** Of noise: a collection that has just been, or is about to be. */
const GROWTH = 1.25;
/** Connections of the one who asks. */
const FEW = 6;

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
