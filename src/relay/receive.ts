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
    let file: SpoolFile | null = null;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxSize) return;
      const room = MEMORY_LIMIT - held;
      if (room > 0) {
        chunks.push(room >= chunk.length ? chunk : chunk.subarray(0, room));
        held += Math.min(room, chunk.length);
      }
      if (room >= chunk.length) return;
      file ??= spool.open();
      if (!file.write(room > 0 ? chunk.subarray(room) : chunk)) {
        stream.pause();
        file.drained(() => stream.resume());
      }
    });
    const finish = async (): Promise<void> => {
      await file?.end();
      const head = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      const rest = file && { path: file.path, size: file.written() };
      const failure = file?.failure() ?? null;
      const handOver = () => void (file = null);
      resolve({ head, rest, size, failure, handOver, discard: async () => file?.remove() });
    };
    const giveUp = async (): Promise<void> => {
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

/** A folder for the files of messages that are under way. */
export type Spool = { open(): SpoolFile };

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
  /** False when the disk does not keep up. */
  write(chunk: Buffer): boolean;
  drained(then: () => void): void;
  end(): Promise<void>;
  written(): number;
  failure(): string | null;
  remove(): Promise<void>;
};

/** Gives files of their own in the folder, which must be there. */
export const createSpool = (folder: string, name: () => string): Spool => ({
  open: () => openFile(join(folder, name())),
});

const openFile = (path: string): SpoolFile => {
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
    write: (chunk) => failure !== null || stream.write(chunk),
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
