/** Ids: short, unique, safe in a URL, a reply line and a double click. */

import type { Clock } from './clock.ts';

/** Fills a new array with random bytes. Handed in, so that tests can be repeated. */
export type Random = (bytes: number) => Uint8Array;

/** What an id names: a user, sender, message, decision, session, or one who works on the queue. */
export type IdKind = 'u' | 's' | 'm' | 'd' | 'c' | 'w';

export type MakeId = (kind: IdKind) => string;

/**
 * When it was made and 60 random bits, behind the kind: `d_1hq3x7pk3c8e8r5t1w6z`. Those that are made one after the other
 * stand side by side in an index, which is then written at its end and not all over, as with ULID and UUIDv7 (RFC 9562).
 * Nothing may stand on that order: two of one millisecond have none, and clocks are set back.
 */
export const createIds =
  (random: Random, clock: Clock): MakeId =>
  (kind) =>
    `${kind}_${stamp(clock.now())}${base32(random(RANDOM_BYTES)).slice(0, RANDOM_LENGTH)}`;

/** The lower 40 bits of the milliseconds, 5 a character: they come round after 34 years, where nothing but the order ends. */
const stamp = (ms: number): string => {
  let text = '';
  for (let rest = ms; text.length < TIME_LENGTH; rest = Math.floor(rest / 32))
    text = `${ALPHABET[rest & 31]}${text}`;
  return text;
};

/** Crockford's alphabet in lower case: no i, l, o, u to misread. 5 bits a character, the last one padded with zeros. */
export const base32 = (bytes: Uint8Array): string => {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
    held &= 31;
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
};

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_LENGTH = 8;
const RANDOM_LENGTH = 12;
const RANDOM_BYTES = 8;
