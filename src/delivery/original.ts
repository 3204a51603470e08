/** What the queue reads of a message before it goes out: its header block, and how often it was relayed already. */

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
