/**
 * Gathers writes while a batch is on its way to the disk, and sends what has gathered as the next one: the more there
 * is to do, the more share one fsync.
 */

import type { StoredSession } from '../model/session.ts';
import { type Batch, type BatchResult, sessionRow, type Write } from './sqlite-rows.ts';
import { StoreUnavailable } from './store.ts';

export type WriteQueue = {
  /** Resolves with what came of it once it is durable; `stored` is called first, in the order of the writes. */
  write<T>(write: Write, stored?: (value: T) => void, bytes?: Uint8Array): Promise<T>;
  /**
   * Writes without being waited for; `stored` is called once it is durable. After a failure it is tried again.
   * Where more wait than memory should hold, it is let go.
   */
  record(write: Write, stored: () => void): void;
  /** The same for a session; a version that is superseded before its turn is never written. */
  recordSession(session: StoredSession, stored: (created: boolean) => void): void;
  /** The same for the instant at which a user last sent. */
  touch(user: string, at: number): void;
  /** Resolves once all that was asked for so far has been tried, with whether all of the records are stored. */
  settled(): Promise<boolean>;
  /** The answer to the batch that was sent first of those still out. */
  answered(answer: BatchResult | { failed: string }): void;
  /** Whether what became of the last writes is not known, and will not be. */
  isBroken(): boolean;
  /** Nothing will be answered any more. */
  broken(words: string): void;
};

export const createWriteQueue = (send: (batch: Batch) => void): WriteQueue => {
  /** To be sent, in order. */
  let waiting: Entry[] = [];
  let records = 0;
  let sent: Entry[] | null = null;
  let dead: string | null = null;
  let sending = false;
  /** Those that change often and may be late. */
  const sessions = new Map<string, { session: StoredSession; stored(created: boolean): void }>();
  const touches = new Map<string, number>();
  let retries: Entry[] = [];
  let lateTimer: ReturnType<typeof setTimeout> | null = null;

  const push = (entry: Entry): void => {
    if (dead !== null) return entry.failed(dead, false);
    waiting.push(entry);
    sendSoon();
  };
  /** At the end of this turn, so that what came in together goes together. */
  const sendSoon = (): void => {
    if (sending || sent) return;
    sending = true;
    setImmediate(() => {
      sending = false;
      if (!sent && waiting.length > 0) sendNow();
    });
  };
  const sendNow = (): void => {
    const batch = takeBatch();
    sent = batch.entries;
    send({ writes: batch.writes, bytes: batch.bytes });
  };
  const takeBatch = () => {
    let count = 0;
    let size = 0;
    // At least one, however large.
    for (const { bytes } of waiting) {
      if (count > 0 && (size + (bytes?.length ?? 0) > BATCH_BYTES || count === BATCH_WRITES)) break;
      size += bytes?.length ?? 0;
      count += 1;
    }
    const entries = count === waiting.length ? waiting : waiting.slice(0, count);
    waiting = count === waiting.length ? [] : waiting.slice(count);
    const bytes = new Uint8Array(size);
    const writes: Write[] = [];
    let start = 0;
    for (const entry of entries) {
      if (entry.write) writes.push(entry.write);
      if (entry.bytes) {
        bytes.set(entry.bytes, start);
        start += entry.bytes.length;
      }
    }
    return { entries, writes, bytes };
  };

  const late = (ms = LATE_MS): void => {
    lateTimer ??= setTimeout(() => {
      lateTimer = null;
      pushLate();
    }, ms);
  };
  /** Puts into the queue what may be late. */
  const pushLate = (): void => {
    if (lateTimer) clearTimeout(lateTimer);
    lateTimer = null;
    for (const entry of retries.splice(0)) push(entry);
    for (const [id, { session, stored }] of sessions) push(sessionEntry(id, session, stored));
    for (const [user, at] of touches) push(recordEntry(['touch', user, at], () => undefined));
    sessions.clear();
    touches.clear();
  };
  const recordEntry = (write: Write, stored: () => void): Entry => {
    records += 1;
    const entry: Entry = {
      write,
      done() {
        records -= 1;
        stored();
      },
      failed(_, again) {
        if (again && dead === null) {
          retries.push(entry);
          late(RETRY_MS);
        } else records -= 1;
      },
    };
    return entry;
  };
  const sessionEntry = (id: string, session: StoredSession, stored: (created: boolean) => void): Entry => ({
    write: ['session', sessionRow(session)],
    done: (created) => void (created !== null && stored(created === true)),
    failed(_, again) {
      if (!again || dead !== null) return;
      if (!sessions.has(id)) sessions.set(id, { session, stored });
      late(RETRY_MS);
    },
  });

  return {
    write: <T>(write: Write, stored?: (value: T) => void, bytes?: Uint8Array) =>
      new Promise<T>((resolve, reject) => {
        const failed = (words: string) => reject(new StoreUnavailable(words));
        const done = (value: unknown) => {
          stored?.(value as T);
          resolve(value as T);
        };
        push({ write, bytes, done, failed });
      }),
    record(write, stored) {
      if (records < MOST_RECORDS) push(recordEntry(write, stored));
    },
    recordSession(session, stored) {
      sessions.set(session.id, { session, stored });
      if (sessions.size > MOST_RECORDS)
        for (const oldest of sessions.keys()) return void sessions.delete(oldest);
      late();
    },
    touch(user, at) {
      touches.set(user, at);
      late();
    },
    settled() {
      pushLate();
      if (waiting.length === 0 && !sent) return Promise.resolve(dead === null);
      return new Promise((resolve) => {
        const done = () => resolve(retries.length === 0 && sessions.size === 0 && dead === null);
        push({ write: null, done, failed: done });
      });
    },
    answered(answer) {
      const entries = sent ?? [];
      sent = null;
      // The next batch goes first: while its fsync runs, there is time to tell of this one.
      if (waiting.length > 0) sendNow();
      settle(entries, answer);
      if (waiting.length > 0) sendSoon();
    },
    isBroken: () => dead !== null,
    broken(words) {
      dead = words;
      const entries = [...(sent ?? []), ...waiting, ...retries.splice(0)];
      sent = null;
      waiting = [];
      for (const entry of entries) entry.failed(words, false);
    },
  };
};

/** `write` is null for one who only waits for its turn. `again`: the disk failed, the write as such may be good. */
type Entry = {
  write: Write | null;
  bytes?: Uint8Array | undefined;
  done(value: unknown): void;
  failed(words: string, again: boolean): void;
};

const BATCH_WRITES = 2_000;
const BATCH_BYTES = 8 * 1024 * 1024;

/** How long a session may wait for a further version of itself. */
const LATE_MS = 200;

/** How long a record waits that the disk did not take. */
const RETRY_MS = 1_000;

/** How many records wait in memory at most while the disk does not take them. */
const MOST_RECORDS = 20_000;

const settle = (entries: readonly Entry[], answer: BatchResult | { failed: string }): void => {
  if ('failed' in answer) {
    for (const entry of entries) {
      if (entry.write) entry.failed(answer.failed, true);
      else entry.done(undefined);
    }
    return;
  }
  const values = new Map(answer.values);
  const failures = new Map(answer.failures);
  let at = 0;
  for (const entry of entries) {
    const place = entry.write ? at++ : -1;
    const words = failures.get(place);
    if (words === undefined) entry.done(values.get(place));
    else entry.failed(words, false);
  }
};
