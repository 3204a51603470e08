/** The header block of a message (RFC 5322 section 2.2), cut strictly: whatever two readers could cut differently is a defect. */

import { checkCharacters, checkLines, countFromLines, judge, WINDOWS_1252 } from './header-lines.ts';
import type { Note } from './header-lines.ts';
import type { Defect } from './result.ts';

export type HeaderBlock = {
  /** In their order; together they cover the block up to the empty line. */
  fields: HeaderField[];
  /** Offset of the first byte of the body, behind the empty line; the length of the message where there is none. */
  bodyStart: number;
  /** How many lines are, or may be taken for, the beginning of a From field. */
  fromLines: number;
  /** What makes the block unsafe to read: each kind once, with its first place. */
  defects: Defect[];
};

export type HeaderField = {
  /** As written, without blanks around; '' for a line that has no name. */
  name: string;
  /** Unfolded, without blanks around; UTF-8, or where it is not, windows-1252. Encoded words stay as they are. */
  value: string;
  /** The value with its folds. */
  body: string;
  /** Offsets in bytes; `end` is behind the final CRLF. */
  start: number;
  end: number;
  /** Only in fields that the policy judges: bytes beyond ASCII without SMTPUTF8, bytes that are not UTF-8, overlong lines. */
  defects: readonly Defect[];
};

/** The fields that the policy judges, in lower case. */
export const JUDGED_FIELDS = ['from', 'sender', 'resent-from', 'resent-sender'] as const;

/** A block that is larger is refused unread, in bytes. */
export const MAX_HEADER = 256 * 1024;

/**
 * Reads the header block that a message begins with; of the body nothing but the place where it starts. Lines end at
 * CRLF and nowhere else, the block at the first empty line. Never throws, linear, at most `MAX_HEADER` bytes.
 *
 * Bytes beyond ASCII in fields that nobody judges are taken, SMTPUTF8 or not, since real clients write them and readers
 * agree on the lines; not in names. A line break that only some readers know (NEL, U+2028, VT, FF ...) in front of
 * `From:` counts as a From line, and so does a folded line that begins with it.
 *
 * Codes of the block: `bare-cr`, `bare-lf`, `nul`, `control-character`, `hidden-line-break`, `continuation-first`,
 * `blank-looking-line`, `no-colon`, `mbox-from`, `name-empty`, `name-non-ascii`, `space-before-colon`,
 * `name-character`, `line-too-long`, `header-too-large`. Of judged fields: `eight-bit`, `undecodable`, `line-too-long`.
 */
export const readHeaderBlock = (bytes: Uint8Array, { smtpUtf8 }: { smtpUtf8: boolean }): HeaderBlock => {
  const { end, bodyStart, tooLarge } = findEnd(bytes);
  const text = WINDOWS_1252.decode(bytes.subarray(0, end));
  const defects = new Map<string, Defect>();
  const note: Note = (code, message) => void (defects.has(code) || defects.set(code, { code, message }));
  if (tooLarge)
    note(
      'header-too-large',
      `the header block has more than ${MAX_HEADER / 1024} KiB: send fewer or shorter fields`,
    );
  checkCharacters(text, note);
  const fields: HeaderField[] = [];
  let fromLines = 0;
  let start = 0;
  for (const written of cutFields(text)) {
    const lines = written.replace(/\r\n$/, '').split('\r\n');
    for (const line of lines) fromLines += countFromLines(line, note);
    fields.push(readField({ written, lines, start, bytes, smtpUtf8, note }));
    start += written.length;
  }
  return { fields, bodyStart, fromLines, defects: [...defects.values()] };
};

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const CR = 13;
const LF = 10;

const findEnd = (bytes: Uint8Array): { end: number; bodyStart: number; tooLarge: boolean } => {
  const limit = Math.min(bytes.length, MAX_HEADER);
  const head = bytes.subarray(0, limit);
  let lineStart = 0;
  for (let at = head.indexOf(LF); at >= 0; at = head.indexOf(LF, at + 1)) {
    if (head[at - 1] !== CR) continue;
    if (at - 1 === lineStart) return { end: lineStart, bodyStart: at + 1, tooLarge: false };
    lineStart = at + 1;
  }
  return { end: limit, bodyStart: limit, tooLarge: bytes.length > limit };
};

/** The fields as written, each with its folds and its final CRLF: a line that begins with a blank goes on. */
const cutFields = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\r\n)(?![ \t])/));

type Raw = {
  written: string;
  /** The first with the name. */
  lines: string[];
  start: number;
  bytes: Uint8Array;
  smtpUtf8: boolean;
  note: Note;
};

const readField = ({ written, lines, start, bytes, smtpUtf8, note }: Raw): HeaderField => {
  const first = lines[0] as string;
  const colon = first.indexOf(':');
  checkLines(lines, colon, note);
  const name = /^[ \t]/.test(first) ? '' : first.slice(0, Math.max(colon, 0)).trim();
  const from = name === '' ? 0 : colon + 1;
  const end = start + written.length;
  const rest = written.slice(from);
  const eightBit = BEYOND_ASCII.test(written);
  const decoded = eightBit ? decodeUtf8(bytes.subarray(start + from, end)) : rest;
  const body = trimBlanks(decoded ?? rest);
  const value = body.replace(/\r\n(?=[ \t])/g, '');
  const field = { name, value, body, start, end };
  if (!JUDGED.has(name.toLowerCase())) return { ...field, defects: NONE };
  return { ...field, defects: judge(name, lines, { eightBit, undecodable: decoded === null, smtpUtf8 }) };
};

const NONE: readonly Defect[] = Object.freeze([]);
const JUDGED = new Set<string>(JUDGED_FIELDS);
// oxlint-disable-next-line no-control-regex -- ASCII includes them
const BEYOND_ASCII = /[^\x00-\x7f]/;

/** Not `trim`, which takes Unicode's blanks too; not a pattern, which would be quadratic in a run of blanks. */
const trimBlanks = (text: string): string => {
  let start = 0;
  let end = text.length;
  while (BLANKS.has(text[start])) start += 1;
  while (BLANKS.has(text[end - 1])) end -= 1;
  return text.slice(start, end);
};

const BLANKS = new Set<string | undefined>([' ', '\t', '\r', '\n']);

const decodeUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return null;
  }
};
