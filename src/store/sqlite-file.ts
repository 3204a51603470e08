/** Looks at the file before SQLite does: what is not ours is named and left as it is. Takes the one-service lock. */

import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { APPLICATION_ID, MIGRATIONS } from './sqlite-schema.ts';
import { StoreUnusable } from './store.ts';

/**
 * Makes sure that there is a file of ours, or an empty one, that can be written; readable by its owner only where it is
 * made here, as its folder. Returns its path, absolute and without links. Throws `StoreUnusable`.
 */
export const prepareFile = (path: string): string => {
  try {
    makeFolder(dirname(resolve(path)));
    checkFile(path);
    return realpathSync(path);
  } catch (error) {
    throw asUnusable(path, error);
  }
};

/**
 * Holds the store for this process until released. Kept by the system, so that it goes with the process, however that
 * ends. Throws `StoreUnusable` where another holds it for `patienceMs`.
 */
export const lockFile = async (path: string, patienceMs: number): Promise<{ release(): void }> => {
  for (let waited = 0; ; waited += STEP_MS) {
    const lock = takeLock(path);
    if (lock) return { release: () => lock.close() };
    if (waited >= patienceMs)
      throw new StoreUnusable(
        `the store "${path}" is in use by another SMTP+ process; stop that one, or choose another file with --store`,
      );
    await pause(STEP_MS);
  }
};

const STEP_MS = 50;

/** An exclusive transaction on an empty file beside the store: SQLite's own lock, which other openers respect. */
const takeLock = (path: string): DatabaseSync | null => {
  let lock: DatabaseSync | null = null;
  try {
    closeSync(openSync(`${path}-lock`, 'a', 0o600));
    lock = new DatabaseSync(`${path}-lock`);
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (isBusy(error)) return null;
    throw asUnusable(path, error);
  }
};

/** In words with the way out. */
export const asUnusable = (path: string, error: unknown): StoreUnusable => {
  if (error instanceof StoreUnusable) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new StoreUnusable(`cannot write the store "${path}": ${REASONS[code ?? ''] ?? message}`, {
    cause: error,
  });
};

/** With what SQLite has written ahead. */
export const sizeOfFile = (path: string): number =>
  [path, `${path}-wal`].reduce((sum, one) => sum + (statSync(one, { throwIfNoEntry: false })?.size ?? 0), 0);

const isBusy = (error: unknown): boolean =>
  ((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY;

const SQLITE_BUSY = 5;

const checkFile = (path: string): void => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return closeSync(openSync(path, 'wx', 0o600));
  if (!found.isFile())
    throw new StoreUnusable(`the store "${path}" is not a file; choose another with --store`);
  accessSync(path, constants.R_OK | constants.W_OK);
  // SQLite keeps its log beside the file itself, wherever a link to it lies.
  accessSync(dirname(realpathSync(path)), constants.W_OK);
  if (found.size === 0) return;
  const header = readHeader(path);
  checkHeader(path, header, found.size);
  // With a log still to be read back, the file by itself may be half way between two states.
  if (!(statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0)) checkTables(path, found.size);
};

/** The header of a SQLite file (sqlite.org/fileformat2.html section 1.3): magic, page size and count, version, owner. */
const checkHeader = (path: string, header: DataView, size: number): void => {
  const magic = new TextDecoder('latin1').decode(new Uint8Array(header.buffer, 0, MAGIC.length));
  if (header.byteLength < 100 || magic !== MAGIC)
    throw new StoreUnusable(
      `"${path}" is not a SQLite file; it was left as it is. Choose another with --store`,
    );
  if (header.getUint32(68) !== APPLICATION_ID)
    throw new StoreUnusable(
      `"${path}" belongs to another program; it was left as it is. Choose another with --store`,
    );
  const version = header.getUint32(60);
  if (version > MIGRATIONS.length)
    throw new StoreUnusable(
      `the store "${path}" was written by a newer SMTP+ (version ${version}, this one knows ${MIGRATIONS.length}); ` +
        `it was left as it is. Start the newer SMTP+, or choose another file with --store`,
    );
  const pageSize = header.getUint16(16) === 1 ? 65_536 : header.getUint16(16);
  if (size < pageSize * header.getUint32(28) && !statSync(`${path}-wal`, { throwIfNoEntry: false })?.size)
    throw corrupt(path, `it is cut off at ${size} bytes`);
};

/** Reads the file as it lies there, without locks and without the files that SQLite makes beside one it opens. */
const checkTables = (path: string, size: number): void => {
  const url = pathToFileURL(path);
  url.search = '?immutable=1';
  const words = ((): string | null => {
    try {
      using db = new DatabaseSync(url, { readOnly: true });
      db.prepare('SELECT count(*) FROM messages WHERE seq < 0').get();
      if (size > QUICK_CHECKED) return null;
      const answer = String(Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0]);
      return answer === 'ok' ? null : answer;
    } catch (error) {
      return (error as Error).message;
    }
  })();
  if (words !== null) throw corrupt(path, words);
};

const corrupt = (path: string, words: string): StoreUnusable =>
  new StoreUnusable(
    `the store "${path}" is damaged (${words}); it was left as it is. ` +
      `Restore it from a backup, rescue what is in it with "sqlite3 ${path} .recover", or choose another with --store`,
  );

const readHeader = (path: string): DataView => {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(100);
    return new DataView(bytes.buffer, 0, readSync(file, bytes, 0, 100, 0));
  } finally {
    closeSync(file);
  }
};

/** By hand: the system call for all levels at once does not end for some places below /proc. */
const makeFolder = (folder: string): void => {
  if (statSync(folder, { throwIfNoEntry: false })) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
};

const MAGIC = 'SQLite format 3\0';

/** Up to this many bytes every page is looked at when the store is opened: a matter of milliseconds. */
const QUICK_CHECKED = 32 * 1024 * 1024;

const REASONS: Record<string, string | undefined> = {
  ENOTDIR: 'a part of its path is no folder; choose another with --store',
  ENOENT: 'its folder cannot be made there; choose another with --store',
  EACCES:
    'this user may not write there; change the rights of the file and its folder, or choose another with --store',
  EPERM:
    'this user may not write there; change the rights of the file and its folder, or choose another with --store',
  EROFS: 'the file system is read-only; choose another with --store',
  ENOSPC: 'the disk is full; free some space, or choose another with --store',
};
