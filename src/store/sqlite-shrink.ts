/** Gives the room of deleted messages back to the disk, a little at a time, so that a write which comes in waits for a few pages only. */

import type { DatabaseSync } from 'node:sqlite';

/** To be run on a file without tables: it cannot be had later without writing the file anew. */
export const CAN_SHRINK = 'PRAGMA auto_vacuum = INCREMENTAL';

export type Shrinking = {
  /** To be called after a batch: shrinks the file in steps of its own where much of it is free. */
  soon(): void;
  stop(): void;
};

export const createShrinking = (db: DatabaseSync): Shrinking => {
  const pages = (name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
  const shrinks = pages('auto_vacuum') === INCREMENTAL;
  let timer: ReturnType<typeof setTimeout> | null = null;

  /** How many pages are free beyond those that are kept for what comes next. */
  const spare = (): number => pages('freelist_count') - Math.max(LEAST_FREE, pages('page_count') / 20);
  const step = (): void => {
    timer = null;
    try {
      db.exec(`PRAGMA incremental_vacuum(${STEP})`);
      if (spare() > 0) return later();
      // The file itself is cut when the log is brought into it.
      db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch {
      // A disk that takes nothing now gives nothing back either; the next batch tries again.
    }
  };
  const later = (): void => {
    timer ??= setTimeout(step, PAUSE_MS);
  };
  return {
    soon() {
      if (shrinks && !timer && spare() > 0) later();
    },
    stop() {
      if (timer) clearTimeout(timer);
    },
  };
};

/** What `PRAGMA auto_vacuum` answers. */
const INCREMENTAL = 2;

/** Pages of 4 KiB, as those below. A part of the file, and at least so many, stay free: what comes next would only make it grow again. */
const LEAST_FREE = 256;

const STEP = 64;
const PAUSE_MS = 10;
