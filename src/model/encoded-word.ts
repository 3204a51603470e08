/** Encoded words (RFC 2047): text beyond ASCII in display names and comments, read strictly. */

import { quoted } from './quoted.ts';
import { defect, ok } from './result.ts';
import type { Result } from './result.ts';

/**
 * Replaces every encoded word by what it means; blanks between two of them fall away (RFC 2047 section 6.2). Text
 * without `=?` comes back as it is. A word that readers could decode differently, or not at all, is a defect: one with
 * an unknown charset, with bytes that its charset does not have, with unsound base64 or a stray `=`, one that splits a
 * character with its neighbour, one that holds controls or another encoded word.
 *
 * Codes: `encoded-word-malformed`, `encoded-word-charset`, `encoded-word-undecodable`, `encoded-word-hidden`.
 */
export const decodeEncodedWords = (text: string): Result<string> => {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const between = text.slice(end, match.index);
    if (end === 0 || /[^ \t]/.test(between)) pieces.push(between);
    const word = decodeWord([...match] as Found);
    if (!word.ok) return word;
    pieces.push(word.value);
    end = match.index + match[0].length;
  }
  pieces.push(text.slice(end));
  if (pieces.some((piece) => typeof piece === 'string' && piece.includes('=?'))) return malformed(text);
  return join(pieces, text);
};

/** An encoded word where it stands for an atom: no character in it that an address parser would stop at. To be used sticky. */
export const ENCODED_ATOM = /=\?[^?()<>@,;:"/[\].=\s]+\?[QB]\?[!#-'*+\--9=A-Z^-~]*\?=/iy;

type Word = { decoder: TextDecoder; bytes: Uint8Array<ArrayBuffer>; text: string };
type Piece = string | Word;
type Found = [written: string, charset: string, encoding: string, payload: string];

/** Charset, language (RFC 2231 section 5), encoding, payload. */
const WORD = /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([QB])\?([!#-'*+\--9=A-Z^-~]*)\?=/gi;

const malformed = (text: string) =>
  defect(
    'encoded-word-malformed',
    `${quoted(text)} holds "=?" that begins no sound encoded word: encode the whole word anew`,
  );

const decodeWord = ([written, charset, encoding, payload]: Found): Result<Word> => {
  const decoder = decoderOf(charset);
  if (!decoder)
    return defect(
      'encoded-word-charset',
      `${quoted(written)} is in the charset ${quoted(charset)}, which is not known: encode it in UTF-8`,
    );
  const bytes = encoding.toUpperCase() === 'B' ? fromBase64(payload) : fromQ(payload);
  if (!bytes) return malformed(written);
  const text = decode(decoder, bytes);
  if (text === null)
    return defect(
      'encoded-word-undecodable',
      `${quoted(written)} does not decode in its charset ${quoted(charset)}: encode it in UTF-8, each character whole`,
    );
  if (HIDDEN.test(text) || text.includes('=?'))
    return defect(
      'encoded-word-hidden',
      `${quoted(written)} hides controls or another encoded word: leave them out`,
    );
  return ok({ decoder, bytes, text });
};

const decoderOf = (charset: string): TextDecoder | null => {
  try {
    const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
    return NONE_OF_MAIL.has(decoder.encoding) ? null : decoder;
  } catch {
    return null;
  }
};

/** UTF-16 is none of mail (RFC 2781 section 4.1), and a reader that takes it for ASCII sees something else. */
const NONE_OF_MAIL = new Set(['utf-16le', 'utf-16be', 'x-user-defined']);

const decode = (decoder: TextDecoder, bytes: Uint8Array<ArrayBuffer>): string | null => {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
};

// oxlint-disable-next-line no-control-regex -- controls are what it looks for
const HIDDEN = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/;

const fromBase64 = (payload: string): Uint8Array<ArrayBuffer> | null =>
  payload.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(payload)
    ? Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0))
    : null;

const fromQ = (payload: string): Uint8Array<ArrayBuffer> | null =>
  /=(?![0-9a-f]{2})/i.test(payload)
    ? null
    : Uint8Array.from(
        payload
          .replaceAll('_', ' ')
          .replace(/=(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        (letter) => letter.charCodeAt(0),
      );

/** Some readers decode neighbours of one charset together: the outcome has to be the same. */
const join = (pieces: Piece[], text: string): Result<string> => {
  for (const [at, piece] of pieces.entries()) {
    const next = pieces[at + 1];
    if (isWord(piece) && isWord(next) && !meansTheSameJoined(piece, next)) return malformed(text);
  }
  return ok(pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join(''));
};

const isWord = (piece: Piece | undefined): piece is Word => typeof piece === 'object';

const meansTheSameJoined = ({ decoder, bytes, text }: Word, next: Word): boolean =>
  decoder.encoding !== next.decoder.encoding ||
  decode(decoder, Uint8Array.from([...bytes, ...next.bytes])) === text + next.text;
