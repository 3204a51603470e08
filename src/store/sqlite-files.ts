/**
 * The files beside the SQLite file in which large contents go on: each is written once, by who took the message in, and
 * belongs to the message whose row names it.
 */

import { accessSync, closeSync, constants, mkdirSync, openSync, readdirSync, readSync } from 'node:fs';
import { open, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import type { SpooledContent } from '../model/message.ts';
import { PIECE } from './limits.ts';

/** `path` is the SQLite file's. */
export const contentFolder = (path: string): string => `${path}-content`;

/** Readable by its owner only where it is made here. Throws where files cannot be made in it. */
export const prepareContentFolder = (path: string): void => {
  const folder = contentFolder(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
};

/** Resolves with the file's name once it is on the disk, with its entry in the folder; throws where it is not as was said. */
export const makeDurable = async (
  path: string,
  { path: file, head, size }: SpooledContent,
): Promise<string> => {
  const folder = contentFolder(path);
  if (dirname(file) !== folder) throw new Error(`it does not lie in "${folder}"`);
  await Promise.all([syncFile(file, size - head.length), syncFolder(folder)]);
  return basename(file);
};

const syncFile = async (file: string, bytes: number): Promise<void> => {
  await using handle = await open(file, 'r+');
  await handle.datasync();
  const { size } = await handle.stat();
  if (size !== bytes) throw new Error(`it has ${size} bytes, not ${bytes}`);
};

const syncFolder = async (folder: string): Promise<void> => {
  await using handle = await open(folder, 'r');
  await handle.sync();
};

/** Why the file cannot be read whole, in words; null where it can. */
export const whatIsWrong = async (file: string, bytes: number): Promise<string | null> => {
  try {
    const { size } = await stat(file);
    return size === bytes ? null : `has ${size} bytes, not ${bytes}`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'is not there' : `cannot be read (${message})`;
  }
};

/**
 * Piece `at` of the file; empty behind the last. Opened for each: who reads a content may stop without a word, and no
 * descriptor is left behind by that.
 */
export const readPiece = async (file: string, at: number): Promise<Uint8Array> => {
  await using handle = await open(file, 'r');
  const buffer = Buffer.allocUnsafeSlow(PIECE);
  const { bytesRead } = await handle.read(buffer, 0, PIECE, at * PIECE);
  return buffer.subarray(0, bytesRead);
};

/** The first bytes of the file, for the index; of a file that cannot be read none: that is told to who wants to read it. */
export const readStart = (path: string, name: string, bytes: number): Uint8Array => {
  try {
    const file = openSync(join(contentFolder(path), name), 'r');
    try {
      const buffer = Buffer.allocUnsafe(bytes);
      return buffer.subarray(0, readSync(file, buffer, 0, bytes, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return new Uint8Array();
  }
};

/** Removes files one after the other, beside whatever else the thread does. What it does not get to, the next start finds. */
export const createRemoval = (path: string) => {
  const folder = contentFolder(path);
  const waiting: string[] = [];
  let running: Promise<void> | null = null;
  let until = Infinity;
  const run = async (): Promise<void> => {
    // One that cannot be removed now is found again at the next start.
    for (let name = waiting.pop(); name !== undefined && performance.now() < until; name = waiting.pop())
      await unlink(join(folder, name)).catch(() => undefined);
    running = null;
  };
  return {
    add(names: readonly string[]): void {
      for (const name of names) waiting.push(name);
      if (waiting.length > 0) running ??= run();
    },
    /** Resolves once all are removed, or a second later. */
    async end(): Promise<void> {
      until = performance.now() + ENDING_MS;
      await running;
    },
  };
};

const ENDING_MS = 1_000;

/** Files that belong to no message: of messages that were never committed, or deleted just before the end. */
export const unnamedFiles = (path: string, db: DatabaseSync): string[] => {
  const found = new Set<string>();
  for (const entry of readdirSync(contentFolder(path), { withFileTypes: true }))
    if (entry.isFile()) found.add(entry.name);
  for (const { name } of db.prepare('SELECT name FROM content_files').iterate()) found.delete(String(name));
  return [...found];
};
