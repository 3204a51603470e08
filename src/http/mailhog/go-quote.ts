/** A JSON string as Go writes it: byte by byte, since a message may be 25 MiB of what is to be escaped. */

import { characterLength, goBytes, type GoString } from './go-strings.ts';

/** In quotes; markup and line separators are escaped too, a byte that is no UTF-8 is `\ufffd`. */
export const quote = (string: GoString): string => {
  if (PLAIN.test(string)) return `"${string}"`;
  const bytes = goBytes(string);
  let out = new Uint8Array(bytes.length + LONGEST);
  let size = 0;
  for (let at = 0; at < bytes.length;) {
    if (size + LONGEST > out.length) out = grown(out);
    const length = characterLength(bytes, at);
    const escaped = length === 1 ? ASCII[bytes[at] ?? 0] : length === 0 ? REPLACEMENT : separator(bytes, at);
    if (escaped) {
      for (let from = 0; from < escaped.length; from++) out[size++] = escaped[from] ?? 0;
      at += length || 1;
    } else {
      for (const end = at + length; at < end; at++) out[size++] = bytes[at] ?? 0;
    }
  }
  return `"${new TextDecoder('utf-8', { ignoreBOM: true }).decode(out.subarray(0, size))}"`;
};

const PLAIN = /^[ !#-%'-;=?-[\]-~]*$/;

const escapeOf = (code: number): Uint8Array => bytesOf(`\\u${code.toString(16).padStart(4, '0')}`);

const bytesOf = (ascii: string): Uint8Array => Uint8Array.from(ascii, (character) => character.charCodeAt(0));

const SHORT: Record<number, string | undefined> = { 9: '\\t', 10: '\\n', 13: '\\r', 34: '\\"', 92: '\\\\' };

/** Of a code below 128 what it is escaped as, null where it stands for itself. */
const ASCII: (Uint8Array | null)[] = Array.from({ length: 128 }, (_, code) => {
  const short = SHORT[code];
  if (short !== undefined) return bytesOf(short);
  return code < 32 || '<>&'.includes(String.fromCharCode(code)) ? escapeOf(code) : null;
});

const REPLACEMENT = escapeOf(0xfffd);
const SEPARATORS = [escapeOf(0x2028), escapeOf(0x2029)];

/** U+2028 and U+2029 are e2 80 a8 and e2 80 a9. */
const separator = (bytes: Uint8Array, at: number): Uint8Array | undefined =>
  bytes[at] === 0xe2 && bytes[at + 1] === 0x80 ? SEPARATORS[(bytes[at + 2] ?? 0) - 0xa8] : undefined;

/** Bytes of the longest escape. */
const LONGEST = 6;

const grown = (full: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const larger = new Uint8Array(full.length * 2);
  larger.set(full);
  return larger;
};
