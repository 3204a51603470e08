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
  // Two plain arrays in place of objects: a busy session says thousands of lines, each of which the collector would move.
  const texts: string[] = [];
  const marks: number[] = [];
  let leftOut = 0;
  let latest = 0;
  const lineAt = (at: number): TranscriptLine => {
    const mark = marks[at] ?? 0;
    return {
      ms: Math.floor(mark / 4),
      from: mark % 4 >= 2 ? 'client' : 'server',
      text: texts[at] ?? '',
      tls: mark % 2 === 1,
    };
  };
  return {
    add(from, text, tls) {
      // Lines keep their order also where the clock is set back.
      latest = Math.max(latest, now() - startedAt);
      texts.push(shared(text));
      marks.push(latest * 4 + (from === 'client' ? 2 : 0) + (tls ? 1 : 0));
      if (texts.length > HEAD + 2 * TAIL) {
        texts.splice(HEAD, TAIL);
        marks.splice(HEAD, TAIL);
        leftOut += TAIL;
      }
    },
    lines() {
      const surplus = Math.max(0, texts.length - HEAD - TAIL);
      const missing = leftOut + surplus;
      const all = Array.from(texts, (_, at) => at);
      if (missing === 0) return all.map(lineAt);
      const tail = all.slice(HEAD + surplus).map(lineAt);
      const gap: TranscriptLine = {
        ms: tail[0]?.ms ?? 0,
        from: 'server',
        text: `(${missing} lines left out)`,
        tls: tail[0]?.tls ?? false,
      };
      return [...all.slice(0, HEAD).map(lineAt), gap, ...tail];
    },
  };
};

/** One string for a line that sessions say again and again, as they do most. */
const shared = (text: string): string => {
  const known = said.get(text);
  if (known !== undefined) return known;
  if (said.size === MOST_SHARED) said.clear();
  said.set(text, text);
  return text;
};

const said = new Map<string, string>();
const MOST_SHARED = 1000;
