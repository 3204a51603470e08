/** Ids: short, random, safe in a URL, a reply line and a double click. */

/** Fills a new array with random bytes. Handed in, so that tests can be repeated. */
export type Random = (bytes: number) => Uint8Array;

/** What an id names: a user, sender, message, decision, session, or one who works on the queue. */
export type IdKind = 'u' | 's' | 'm' | 'd' | 'c' | 'w';

export type MakeId = (kind: IdKind) => string;

/** 100 random bits behind the kind: `d_4k7x0q2m9c3e8r5t1w6z`. */
export const createIds =
  (random: Random): MakeId =>
  (kind) =>
    `${kind}_${base32(random(ID_BYTES)).slice(0, ID_LENGTH)}`;

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
const ID_BYTES = 13;
const ID_LENGTH = 20;
