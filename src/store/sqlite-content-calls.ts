/** The calls of the SQLite store that are about the content of messages: what is in memory goes through the writer, a file stays where it is. */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Content, SpooledContent } from '../model/message.ts';
import { PIECE } from './limits.ts';
import { contentFolder, makeDurable, readPiece, whatIsWrong } from './sqlite-files.ts';
import type { WriteQueue } from './sqlite-queue.ts';
import type { Place } from './sqlite-reads.ts';
import type { ContentRef, Write } from './sqlite-rows.ts';
import type { ReaderThread } from './sqlite-threads.ts';
import { ContentMissing, StoreUnavailable } from './store.ts';

/** `caughtUp` resolves once every write that was called before has been tried. */
export const createContentCalls = (
  path: string,
  queue: WriteQueue,
  reader: ReaderThread,
  caughtUp: () => Promise<unknown>,
) => {
  /** Commits whose file is on its way to the disk, so that the queue does not know of them yet. */
  const arriving = new Set<Promise<void>>();
  const folder = contentFolder(path);

  const writeSpooled = async (
    content: SpooledContent,
    toWrite: (ref: ContentRef) => Write,
    stored: () => void,
  ): Promise<void> => {
    const { head, size } = content;
    try {
      const file = await makeDurable(path, content).catch((error: Error) => {
        throw new StoreUnavailable(`the spooled message "${content.path}" is not kept: ${error.message}`, {
          cause: error,
        });
      });
      await queue.write(toWrite({ head: head.length, file, size }), stored, head);
    } catch (error) {
      // Of one whose answer was lost a row may name the file: whether it does is seen at the next start.
      if (!queue.isBroken()) await rm(content.path, { force: true }).catch(() => undefined);
      throw error;
    }
  };

  const read = async (id: string): Promise<AsyncIterable<Uint8Array> | null> => {
    await caughtUp();
    const place = await reader.ask('place', id);
    if (place === null) return null;
    const first = await reader.ask('piece', place.seq, 0);
    const { name = '', bytes = 0 } = place.file ?? {};
    const wrong = place.file && (await whatIsWrong(join(folder, name), bytes));
    if (wrong === null) return pieces(id, place, first);
    // Deleted since it was looked up.
    if (await isGone(id)) return null;
    throw missing(id, join(folder, name), wrong);
  };

  /** The first piece is read already, so that a small message is whole whatever happens to it meanwhile. */
  async function* pieces(id: string, { seq, file }: Place, first: Uint8Array | null) {
    let piece = first;
    for (let at = 1; piece?.length === PIECE; at++) {
      yield piece;
      piece = await reader.ask('piece', seq, at);
    }
    if (piece) yield piece;
    else if (await isGone(id)) throw deletedMeanwhile(id);
    if (!file) return;
    const path = join(folder, file.name);
    for (let at = 0; at * PIECE < file.bytes; at++) {
      const next = await readPiece(path, at).catch((error: Error) => error);
      if (next instanceof Uint8Array && next.length === Math.min(PIECE, file.bytes - at * PIECE)) yield next;
      else if (await isGone(id)) throw deletedMeanwhile(id);
      else
        throw missing(id, path, (await whatIsWrong(path, file.bytes)) ?? `cannot be read (${String(next)})`);
    }
  }
  const isGone = async (id: string): Promise<boolean> => (await reader.ask('place', id)) === null;

  return {
    /** `toWrite` makes of where the bytes are the write that stores them; `stored` is called once it is durable. */
    write(content: Content, toWrite: (ref: ContentRef) => Write, stored: () => void): Promise<void> {
      if (content instanceof Uint8Array) return queue.write(toWrite(content.length), stored, content);
      const writing = writeSpooled(content, toWrite, stored).finally(() => arriving.delete(writing));
      arriving.add(writing);
      return writing;
    },
    /** Resolves once those that are on their way now are stored, or failed. */
    idle: async (): Promise<void> => void (arriving.size > 0 && (await Promise.allSettled(arriving))),
    read,
  };
};

const deletedMeanwhile = (id: string): StoreUnavailable =>
  new StoreUnavailable(`the message "${id}" was deleted while it was read`);

const missing = (id: string, file: string, wrong: string): ContentMissing =>
  new ContentMissing(
    `the content of the message "${id}" cannot be read: its file "${file}" ${wrong}; restore it from a backup, or delete the message`,
  );
