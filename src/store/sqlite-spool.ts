/** Cuts a spooled message, its head in memory and the rest in a file, into pieces for the rows that hold it. */

import { closeSync, openSync, readSync } from 'node:fs';

import { PIECE } from './limits.ts';

/** `size` counts head and file. Throws where the file is not as long as it was said to be. */
export const cutSpooled = (
  head: Uint8Array,
  { path, size }: { path: string; size: number },
  put: (piece: Uint8Array, at: number) => void,
): void => {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint8Array(PIECE);
    let read = 0;
    let rest = head;
    /** Bytes of the head first, then of the file; 0 at its end. */
    const fill = (from: number): number => {
      if (rest.length === 0) return readSync(file, buffer, from, PIECE - from, null);
      const taken = rest.subarray(0, PIECE - from);
      buffer.set(taken, from);
      rest = rest.subarray(taken.length);
      return taken.length;
    };
    for (let at = 0; ; at++) {
      let filled = 0;
      for (let got = -1; got !== 0 && filled < PIECE; filled += got) got = fill(filled);
      if (filled > 0) put(buffer.subarray(0, filled), at);
      read += filled;
      if (filled < PIECE) break;
    }
    if (read !== size)
      throw new Error(`the spooled message "${path}" has ${read} bytes with its head, not ${size}`);
  } finally {
    closeSync(file);
  }
};
