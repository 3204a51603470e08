/** How long messages are kept, as an admin writes it: `7d,100000,2GB`, an age, a number and a size, any of them. */

import { parseDuration } from './duration.ts';
import { defect, ok, type Result } from './result.ts';

/** The bounds that each list keeps to; null where there is none. */
export type Retention = {
  /** ms since a message was accepted. */
  age: number | null;
  /** Messages. */
  count: number | null;
  /** Bytes of the stored messages, together. */
  bytes: number | null;
};

/**
 * Reads bounds between commas: a duration such as `7d` or `12h`, a whole number of messages, a size such as `500MB` or
 * `2GB` (powers of 1000; `GiB` is one of 1024). Fails with code `keep-malformed` or `keep-twice`.
 */
export const parseRetention = (text: string): Result<Retention> => {
  const found: Retention = { age: null, count: null, bytes: null };
  for (const piece of text.split(',').map((part) => part.trim())) {
    const bound = parseBound(piece);
    if (!bound) return malformed(piece);
    const [kind, value] = bound;
    if (found[kind] !== null)
      return defect('keep-twice', `"${piece}" is a second ${WORDS[kind]}: give each kind of bound once`);
    found[kind] = value;
  }
  return ok(found);
};

const parseBound = (text: string): [keyof Retention, number] | null => {
  const size = /^(\d{1,12}(?:\.\d{1,3})?)\s*([KMGT]i?B)$/i.exec(text);
  if (size) return positive('bytes', Math.round(Number(size[1]) * UNITS[size[2]?.toUpperCase() as Unit]));
  if (/^\d{1,12}$/.test(text)) return positive('count', Number(text));
  return positive('age', parseDuration(text) ?? 0);
};

const positive = (kind: keyof Retention, value: number): [keyof Retention, number] | null =>
  value > 0 ? [kind, value] : null;

const malformed = (text: string) =>
  defect(
    'keep-malformed',
    `"${text}" bounds nothing: give an age such as 7d, a number of messages such as 100000, a size such as 2GB, or several of them parted by commas`,
  );

const WORDS: Record<keyof Retention, string> = { age: 'age', count: 'number of messages', bytes: 'size' };

type Unit = `${'K' | 'M' | 'G' | 'T'}${'' | 'I'}B`;
const UNITS: Record<Unit, number> = {
  ...{ KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 },
  ...{ KIB: 2 ** 10, MIB: 2 ** 20, GIB: 2 ** 30, TIB: 2 ** 40 },
};
