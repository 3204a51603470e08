/**
 * Content and MIME parts as MailHog 1.0.1 reads them (`data/message.go`): leniently, oddities included. It is what old
 * tests expect to see, and nothing that decides may look at it: of a repeated header only the last one shows.
 */

import type { GoValue } from './go-json.ts';
import { splitOnce, trimLineEnds, type GoString } from './go-strings.ts';
import { boundaryOf } from './media-type.ts';

export type Headers = Map<GoString, GoString[]>;

export type Content = {
  Headers: Headers;
  Body: GoString;
  /** Bytes of headers and body. */
  Size: number;
  MIME: MimeBody | null;
};

/** `Parts` is null where no boundary was given. The text before the first boundary is a part; so is the closing `--`. */
export type MimeBody = { Parts: Content[] | null };

/** Splits at the first empty line. Without one all of it is the body. */
export const parseContent = (data: GoString): Content => {
  const split = splitOnce(data, '\r\n\r\n');
  return {
    Headers: split ? parseHeaders(split[0]) : new Map(),
    Body: split ? split[1] : data,
    Size: data.length,
    MIME: null,
  };
};

/** The parts of a multipart; null where a header that is spelt exactly `Content-Type` does not begin with `multipart/`. */
export const parseMime = (
  { Headers, Body }: Content,
  left: Left = { parts: MAX_PARTS, depth: MAX_DEPTH },
): MimeBody | null => {
  const type = Headers.get('Content-Type')?.[0];
  if (!type?.startsWith('multipart/') || left.depth === 0) return null;
  const boundary = boundaryOf(type);
  if (boundary === null) return { Parts: null };
  const pieces = Body.split(`--${boundary}`, left.parts).filter((piece) => piece !== '');
  left.parts -= pieces.length;
  left.depth -= 1;
  const parts = pieces.map((piece) => {
    const part = parseContent(trimLineEnds(piece));
    return { ...part, MIME: parseMime(part, left) };
  });
  left.depth += 1;
  return { Parts: parts.length > 0 ? parts : null };
};

/** Go tells an absent slice from an empty one, and structs from maps: what `goJson` is to write. */
export const contentValue = ({ Headers, Body, Size, MIME }: Content): GoValue => ({
  Headers,
  Body,
  Size,
  MIME: mimeValue(MIME),
});

export const mimeValue = (mime: MimeBody | null): GoValue =>
  mime && { Parts: mime.Parts?.map(contentValue) ?? null };

/** MailHog has no such bounds; nobody goes beyond them but to exhaust memory or the stack. */
type Left = { parts: number; depth: number };
const MAX_PARTS = 10_000;
const MAX_DEPTH = 16;

const parseHeaders = (block: GoString): Headers => {
  const headers: Headers = new Map();
  let last: string | null = null;
  for (const line of block.split('\r\n')) {
    const field = splitOnce(line, ': ');
    if (last !== null && /^[ \t]/.test(line)) headers.set(last, [(headers.get(last)?.[0] ?? '') + line]);
    else if (field) {
      last = field[0];
      headers.set(last, [field[1]]);
    }
  }
  return headers;
};
