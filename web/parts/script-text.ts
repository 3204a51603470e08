/** Text and bytes as a line of a dialogue can hold them: what an editor does not show is written as a placeholder. */

/** A text; control characters that a transcript shows as `\xNN` become bytes again. */
export const scriptText = (text: string): string =>
  text
    .replaceAll('${', '${hex:24}{')
    .replace(/\\x([01][0-9a-f]|7f)/g, '${hex:$1}')
    .replace(UNSEEN, (character) => hex(new TextEncoder().encode(character)));

/** Bytes as the service keeps them, one character each; those that are no UTF-8 are written in hex. */
export const scriptBytes = (latin1: string): string => {
  const bytes = Uint8Array.from(latin1, (character) => character.charCodeAt(0));
  try {
    return escapeText(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return escapeText(latin1, /[\u0080-\u00ff]/g);
  }
};

/** `more` are characters that stand for one byte each. */
const escapeText = (text: string, more?: RegExp): string => {
  const escaped = text
    .replaceAll('${', '${hex:24}{')
    .replaceAll('\r', '${cr}')
    .replaceAll('\n', '${lf}')
    .replaceAll('\0', '${nul}');
  return more
    ? escaped.replace(more, (byte) => hex(Uint8Array.of(byte.charCodeAt(0)))).replace(CONTROLS, asHex)
    : escaped.replace(UNSEEN, asHex);
};

const asHex = (character: string): string => hex(new TextEncoder().encode(character));

/** Controls, what ends a line in some editors, and formats such as a byte order mark. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const CONTROLS = /\p{Cc}/gu;

const hex = (bytes: Uint8Array): string =>
  `\${hex:${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}}`;
