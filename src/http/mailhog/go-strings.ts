/** Strings as Go holds them: bytes. Each character of a `GoString` stands for one byte, 0 to 255. */

export type GoString = string;

/** The bytes as they are. */
export const goString = (bytes: Uint8Array): GoString => {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE)
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return text;
};

/** What a text is in UTF-8. */
export const goStringOf = (text: string): GoString =>
  ASCII.test(text) ? text : goString(new TextEncoder().encode(text));

export const goBytes = (string: GoString): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(string.length);
  for (let at = 0; at < string.length; at++) bytes[at] = string.charCodeAt(at);
  return bytes;
};

/** The text that these bytes are in UTF-8; as Go has it, each byte that does not belong to a character is one U+FFFD. */
export const goText = (string: GoString): string => {
  if (ASCII.test(string)) return string;
  const bytes = goBytes(string);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeByteByByte(bytes);
  }
};

/** `strings.Trim(string, "\r\n")`. */
export const trimLineEnds = (string: GoString): GoString => {
  let start = 0;
  let end = string.length;
  while (start < end && isLineEnd(string.charCodeAt(start))) start++;
  while (end > start && isLineEnd(string.charCodeAt(end - 1))) end--;
  return string.slice(start, end);
};

/** `strings.SplitN(string, separator, 2)`: null where the separator does not occur. */
export const splitOnce = (
  string: GoString,
  separator: string,
): [before: GoString, after: GoString] | null => {
  const at = string.indexOf(separator);
  return at === -1 ? null : [string.slice(0, at), string.slice(at + separator.length)];
};

const PIECE = 8192;
// oxlint-disable-next-line no-control-regex -- all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

const isLineEnd = (code: number): boolean => code === 13 || code === 10;

/**
 * WHATWG's decoder makes one U+FFFD of a character that is cut off, Go one of each of its bytes: so each such byte is
 * replaced before it decodes.
 */
const decodeByteByByte = (bytes: Uint8Array): string => {
  const sound = new Uint8Array(bytes.length * REPLACEMENT.length);
  let size = 0;
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    if (length === 0) {
      for (const byte of REPLACEMENT) sound[size++] = byte;
      at += 1;
    } else {
      for (const end = at + length; at < end; at++) sound[size++] = bytes[at] ?? 0;
    }
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(sound.subarray(0, size));
};

/** U+FFFD in UTF-8. */
const REPLACEMENT = [0xef, 0xbf, 0xbd];

/** Bytes of the well-formed character at `at` (Unicode standard, table 3-7); 0 where there is none. */
export const characterLength = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf
      ? 2
      : first >= 0xe0 && first <= 0xef
        ? 3
        : first >= 0xf0 && first <= 0xf4
          ? 4
          : 0;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (length === 0 || second < low || second > high) return 0;
  for (let next = 2; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
};
