/** Bounds what the display parser gets to see: it spends memory by the line and by the part, not by the byte. */

/**
 * As much of a message as it has up to 400,000 lines and 10,000 possible boundaries. 25 MiB in base64, the most that a
 * message may have, are 350,000 lines.
 */
export const beginning = (bytes: Uint8Array): Uint8Array => {
  let lines = 0;
  let boundaries = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    lines += 1;
    if (bytes[at + 1] === DASH && bytes[at + 2] === DASH) boundaries += 1;
    if (lines === MOST_LINES || boundaries > MOST_BOUNDARIES) return bytes.subarray(0, at + 1);
  }
  return bytes;
};

const LF = 10;
const DASH = 45;
const MOST_LINES = 400_000;
const MOST_BOUNDARIES = 10_000;
