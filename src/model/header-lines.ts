/** What makes the lines of a header block unsafe to read, line by line; its text has one character a byte, as windows-1252. */

import { quoted } from './quoted.ts';
import type { Defect } from './result.ts';

/** Takes what is wrong; of each code the first. */
export type Note = (code: string, message: string) => void;

/** One character a byte, so that offsets in the text are offsets in the bytes. */
export const WINDOWS_1252 = new TextDecoder('windows-1252');

/** Characters that no header has, anywhere in the block. */
export const checkCharacters = (text: string, note: Note): void => {
  if (/\r(?!\n)/.test(text))
    note('bare-cr', 'a CR stands without its LF in the header block: end lines with CRLF');
  if (/(?<!\r)\n/.test(text))
    note('bare-lf', 'an LF stands without its CR in the header block: end lines with CRLF');
  if (text.includes('\0')) note('nul', 'a NUL stands in the header block: leave it out');
  const control = CONTROL.exec(text)?.[0];
  if (control !== undefined)
    note(
      'control-character',
      `the control character ${quoted(control)} stands in the header block: leave it out`,
    );
};

/** The lines of one field, the first with the name, `colon` the offset of its colon or -1. */
export const checkLines = (lines: string[], colon: number, note: Note): void => {
  const first = lines[0] as string;
  const name = first.slice(0, Math.max(colon, 0));
  if (/^[ \t]/.test(first))
    note(
      'continuation-first',
      `the header block begins with a blank, in ${quoted(first)}: begin it with a field`,
    );
  else if (/^>?From /.test(first) && bareName(name) !== 'from')
    note('mbox-from', `${quoted(first)} is the separator of a mailbox file, not a field: leave it out`);
  else if (colon < 0)
    note(
      'no-colon',
      `${quoted(first)} is no field: write it as "Name: value", or an empty line before the body`,
    );
  else if (colon === 0)
    note('name-empty', `${quoted(first)} has no name before the colon: write it as "Name: value"`);
  else if (BEYOND_ASCII.test(name))
    note('name-non-ascii', `${quoted(readable(name))} is no field name: write it in ASCII`);
  else if (/[ \t]$/.test(name))
    note('space-before-colon', `${quoted(name)} has a blank before the colon: leave it out`);
  else if (!/^[!-~]+$/.test(name))
    note('name-character', `${quoted(name)} is no field name: leave blanks and controls out`);
  if (lines.some((line, at) => at > 0 && /^[ \t]+$/.test(line)))
    note(
      'blank-looking-line',
      `the field ${quoted(name)} has a line of blanks, where some readers end the header: leave it out`,
    );
  const long = lines.find(
    (line, at) => line.length > MAX_LINE && /from\s*:/i.test(at === 0 ? line.slice(colon) : line),
  );
  if (long !== undefined)
    note('line-too-long', `${quoted(long)} has more than ${MAX_LINE} octets and a "From:" in it: fold it`);
};

/** The lines of a field that the policy judges. */
export const judge = (
  name: string,
  lines: string[],
  seen: { eightBit: boolean; undecodable: boolean; smtpUtf8: boolean },
): Defect[] => {
  const defects: Defect[] = [];
  if (lines.some((line) => line.length > MAX_LINE))
    defects.push({
      code: 'line-too-long',
      message: `a line of ${quoted(name)} has more than ${MAX_LINE} octets: fold it`,
    });
  if (seen.undecodable)
    defects.push({
      code: 'undecodable',
      message: `${quoted(name)} holds bytes that are not UTF-8: write names as encoded words`,
    });
  else if (seen.eightBit && !seen.smtpUtf8)
    defects.push({
      code: 'eight-bit',
      message: `${quoted(name)} holds characters beyond ASCII: write names as encoded words, or send with SMTPUTF8`,
    });
  return defects;
};

/** How often a line is, or to some reader begins, a From field. */
export const countFromLines = (line: string, note: Note): number => {
  let count = 0;
  for (const [at, piece] of line.split(ANY_BREAK).entries()) {
    const colon = piece.indexOf(':');
    if (colon < 4 || bareName(piece.slice(0, colon)) !== 'from') continue;
    count += 1;
    if (at > 0)
      note(
        'hidden-line-break',
        `a From hides behind a line break that not all readers see, in ${quoted(readable(line))}: write one From field`,
      );
  }
  return count;
};

/** What is left of a name without blanks, controls and what is not seen, look-alikes of ASCII letters as such. */
const bareName = (name: string): string => {
  if (/^[!-~]*$/.test(name)) return name.toLowerCase();
  return readable(name)
    .normalize('NFKC')
    .replace(/[^!-~]/g, '')
    .toLowerCase();
};

/** As most readers show it: UTF-8. */
const readable = (text: string): string =>
  LENIENT_UTF_8.decode(Uint8Array.from(text, (letter) => BYTES.get(letter) ?? 0));

/** C0 and DEL, but for NUL, tab, LF and CR. */
// oxlint-disable-next-line no-control-regex -- controls are what it looks for
const CONTROL = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** Where some reader ends a line: besides CR and LF what Unicode and Python's `splitlines` call one, as windows-1252 shows it. */
// oxlint-disable-next-line no-control-regex -- controls are what it looks for
const ANY_BREAK = /[\r\n\v\f\x1c-\x1e\u2026]|\u00e2\u20ac[\u00a8\u00a9]/;

/** The bytes behind the characters of windows-1252. */
const BYTES = new Map(
  Array.from(WINDOWS_1252.decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)), (letter, byte) => [
    letter,
    byte,
  ]),
);
const LENIENT_UTF_8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** RFC 5322 section 2.1.1, without the line end. */
const MAX_LINE = 998;
// oxlint-disable-next-line no-control-regex -- ASCII includes them
const BEYOND_ASCII = /[^\x00-\x7f]/;
