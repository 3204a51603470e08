/** What the queue reads of a message before it goes out: its header block, and what that tells of its way. */

import { JUDGED_FIELDS } from '../model/header-block.ts';

/** A message with more Received fields than this goes in circles (RFC 5321 section 6.3: at least 100). */
export const MOST_RECEIVED = 100;

/** The header block at the beginning of the content, with its last line end, one character a byte. */
export const headerOf = (beginning: Uint8Array): string => {
  const end = endOfHeader(beginning);
  let text = '';
  for (let at = 0; at < end; at += 4096)
    text += String.fromCharCode(...beginning.subarray(at, Math.min(at + 4096, end)));
  return text;
};

export const countReceived = (header: string): number => header.match(/^received[ \t]*:/gim)?.length ?? 0;

/**
 * Whether it came with SMTPUTF8, and used it: in the fields that name a sender nothing beyond ASCII is accepted without.
 * In others real clients write it anyhow, and readers take it.
 */
export const hasUtf8Header = (header: string): boolean => UTF8_SENDER.test(header);

/** One of those fields, folded or not, up to a byte beyond ASCII. */
const UTF8_SENDER = new RegExp(
  `^(?:${JUDGED_FIELDS.join('|')})[ \\t]*:(?:[^\\r\\n]|\\r?\\n[ \\t])*[\\x80-\\xff]`,
  'im',
);

/** Behind the last field: where a line is empty, or where the bytes end. */
const endOfHeader = (bytes: Uint8Array): number => {
  let start = 0;
  for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, start)) {
    if (lf === start || (lf === start + 1 && bytes[start] === CR)) return start;
    start = lf + 1;
  }
  return bytes.length;
};

const [LF, CR] = [10, 13];
