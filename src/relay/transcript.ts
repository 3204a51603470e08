/** The dialogue of one session as cheap arrays while it runs; bounded, with the middle of a very long one left out. */

import type { TranscriptLine } from '../model/session.ts';

export type Transcript = {
  /** `text` must be free of secrets already. */
  add(from: TranscriptLine['from'], text: string, tls: boolean): void;
  lines(): TranscriptLine[];
};

/** How many lines are kept of the beginning and of the end. */
const HEAD = 200;
const TAIL = 800;

/** `now` in ms; line offsets count from the call of this function. */
export const createTranscript = (now: () => number): Transcript => {
  const startedAt = now();
  const kept: TranscriptLine[] = [];
  let leftOut = 0;
  let latest = 0;
  return {
    add(from, text, tls) {
      // Lines keep their order also where the clock is set back.
      latest = Math.max(latest, now() - startedAt);
      kept.push({ ms: latest, from, text, tls });
      if (kept.length > HEAD + 2 * TAIL) {
        kept.splice(HEAD, TAIL);
        leftOut += TAIL;
      }
    },
    lines() {
      const surplus = Math.max(0, kept.length - HEAD - TAIL);
      const missing = leftOut + surplus;
      if (missing === 0) return kept.slice();
      const tail = kept.slice(HEAD + surplus);
      const gap: TranscriptLine = {
        ms: tail[0]?.ms ?? 0,
        from: 'server',
        text: `(${missing} lines left out)`,
        tls: tail[0]?.tls ?? false,
      };
      return [...kept.slice(0, HEAD), gap, ...tail];
    },
  };
};
