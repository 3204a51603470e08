/** Takes the content of DATA in: small messages in memory, of larger ones the rest into a file of their own. */

import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export type Received = {
  /** The first bytes, `MEMORY_LIMIT` at most: all of a small message. */
  head: Buffer;
  /** Where the rest lies; null where there is none. */
  rest: { path: string; size: number } | null;
  /** Bytes that came in all, dots unstuffed; more than were kept where it was over the limit. */
  size: number;
  /** What went wrong with the file; the message is not complete then. */
  failure: string | null;
  /** The file is another's from here on: to be called where it is handed to the store. */
  handOver(): void;
  /** Removes the file, unless it was handed over. */
  discard(): Promise<void>;
};

/** What one message may hold in memory while it comes in. Its header block must fit in here. */
export const MEMORY_LIMIT = 512 * 1024;

/** Resolves at the end of DATA; null where the connection ended before. Beyond `maxSize` bytes are counted, not kept. */
export const receive = (stream: Readable, spool: Spool, maxSize: number): Promise<Received | null> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let held = 0;
    /** Filled with what comes in once that is more than a few chunks, then written and begun anew. */
    let block: Buffer | null = null;
    let filled = 0;
    let head: Buffer | null = null;
    let file: SpoolFile | null = null;

    const fill = (chunk: Buffer): void => {
      for (let from = 0; from < chunk.length;) {
        if (block && filled === block.length) writeBlock(block);
        block ??= spool.takeBlock();
        const taken = chunk.copy(block, filled, from);
        filled += taken;
        from += taken;
      }
    };
    const writeBlock = (full: Buffer): void => {
      const start = head ? 0 : headIn(full);
      head ??= Buffer.from(full.subarray(0, start));
      file ??= spool.open();
      if (!file.write(full, start, filled)) {
        stream.pause();
        file.drained(() => stream.resume());
      }
      block = null;
      filled = 0;
    };
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxSize) return;
      held += chunk.length;
      if (held <= FEW_BYTES) return void chunks.push(chunk);
      for (const before of chunks.splice(0)) fill(before);
      fill(chunk);
    });
    const all = (): Buffer => {
      if (block === null) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      const whole = Buffer.from(block.subarray(0, filled));
      spool.giveBlock(block);
      return whole;
    };
    const finish = async (): Promise<void> => {
      if (file && block) writeBlock(block);
      head ??= all();
      await file?.end();
      const rest = file && { path: file.path, size: file.written() };
      const failure = file?.failure() ?? null;
      const handOver = () => void (file = null);
      resolve({ head, rest, size, failure, handOver, discard: async () => file?.remove() });
    };
    const giveUp = async (): Promise<void> => {
      if (block) spool.giveBlock(block);
      await file?.end();
      await file?.remove();
      resolve(null);
    };
    let ended = false;
    stream.once('end', () => {
      ended = true;
      void finish();
    });
    // The library destroys the stream when the client goes away in the middle of a message.
    stream.on('error', () => undefined);
    stream.once('close', () => void (ended || giveUp()));
  });

/** A piece from the socket: what is no more is held as it came. */
const FEW_BYTES = 64 * 1024;

/** How much of a large message is its head: as little as holds its header block. */
const headIn = (beginning: Buffer): number =>
  beginning.subarray(0, FEW_BYTES).includes('\r\n\r\n') ? FEW_BYTES : beginning.length;

/**
 * A folder for the files of large messages, and the blocks in which they are gathered. Blocks are used again and again:
 * what comes in is copied, so that the pieces from the socket are let go at once. Held until they are written, they would
 * outlive the young generation, and cost more in garbage collection than all the rest.
 */
export type Spool = {
  open(): SpoolFile;
  /** Of `MEMORY_LIMIT` bytes, with anything in them. */
  takeBlock(): Buffer;
  giveBlock(block: Buffer): void;
};

/** Reads a file that a spool gave, and removes it. */
export const takeSpooled = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } finally {
    await rm(path, { force: true });
  }
};

export type SpoolFile = {
  path: string;
  /** Writes what stands between, and gives the block back to the spool; false when the disk does not keep up. */
  write(block: Buffer, from: number, to: number): boolean;
  drained(then: () => void): void;
  end(): Promise<void>;
  written(): number;
  failure(): string | null;
  remove(): Promise<void>;
};

/** Gives files of their own in the folder, which must be there. */
export const createSpool = (folder: string, name: () => string): Spool => {
  const free: Buffer[] = [];
  const giveBlock = (block: Buffer): void => {
    if (free.length < MOST_FREE) free.push(block);
  };
  return {
    open: () => openFile(join(folder, name()), giveBlock),
    takeBlock: () => free.pop() ?? Buffer.allocUnsafeSlow(MEMORY_LIMIT),
    giveBlock,
  };
};

const MOST_FREE = 32;

const openFile = (path: string, written: (block: Buffer) => void): SpoolFile => {
  const stream: WriteStream = createWriteStream(path, {
    flags: 'wx',
    mode: 0o600,
    highWaterMark: 1024 * 1024,
  });
  let failure: string | null = null;
  let waiting: (() => void) | null = null;
  const go = (): void => {
    waiting?.();
    waiting = null;
  };
  stream.on('error', (error) => {
    failure = error.message;
    go();
  });
  stream.on('drain', go);
  return {
    path,
    write: (block, from, to) =>
      stream.write(block.subarray(from, to), () => written(block)) || failure !== null,
    drained: (then) => (failure === null ? void (waiting = then) : then()),
    end: () =>
      new Promise((done) => {
        if (stream.closed || failure !== null) return done();
        stream.once('close', done);
        stream.end();
        return undefined;
      }),
    written: () => stream.bytesWritten,
    failure: () => failure,
    remove: () => rm(path, { force: true }),
  };
};
