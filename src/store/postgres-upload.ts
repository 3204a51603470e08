/** Stores a large message piece by piece, in a transaction of its own, so that no other message waits for it and memory stays bounded. */

import { open, rm } from 'node:fs/promises';

import type { Content } from '../model/message.ts';
import { PIECE } from './limits.ts';
import { type Mark, type Placed, stepsOf } from './postgres-batch.ts';
import { type Connections, LostAnswer, type Sql } from './postgres-connections.ts';
import type { Doubt } from './postgres-doubt.ts';
import { failureWords } from './postgres-failure.ts';
import { StoreUnavailable } from './store.ts';

export type Uploads = {
  /** Resolves once message, pieces and decision are durable; rejects with `StoreUnavailable`, and then nothing of it is kept. */
  store(write: Placed['write'], content: Content): Promise<void>;
  /** Resolves once those under way have ended. */
  settled(): Promise<void>;
};

export const createUploads = (
  { transaction }: Pick<Connections, 'transaction'>,
  name: string,
  nextMark: () => Mark,
  doubt: Doubt,
): Uploads => {
  const running = new Set<Promise<void>>();
  /** Few at a time: each holds a connection of the pool, and a piece in memory. */
  const turns = createSlots(AT_ONCE);

  const upload = async (write: Placed['write'], content: Content): Promise<void> => {
    await turns.take();
    const mark = nextMark();
    const placed = { at: 0, write, bytes: new Uint8Array() };
    try {
      await transaction(async (sql) => {
        const [row] = await sql("SELECT nextval('numbers') AS key");
        const key = Number(row?.['key']);
        await storePieces(sql, key, content);
        for (const { statement, values } of stepsOf([{ ...placed, content: key }], mark, nobody, never))
          await sql(statement, values);
      });
    } catch (error) {
      if (error instanceof LostAnswer && (await doubt.wasKept(mark))) return;
      if (error instanceof LostAnswer) doubt.countsAsFailed(mark, [placed]);
      if (error instanceof StoreUnavailable) throw error;
      const ofFile =
        (error as NodeJS.ErrnoException).syscall !== undefined && !(content instanceof Uint8Array);
      const words = ofFile
        ? `the spooled message "${content.path}" cannot be read (${(error as Error).message})`
        : wordsOf(name, error);
      throw new StoreUnavailable(words, { cause: error });
    } finally {
      turns.leave();
      if (!(content instanceof Uint8Array)) await rm(content.path, { force: true }).catch(() => undefined);
    }
  };

  return {
    store(write, content) {
      const work = upload(write, content);
      const ended = work.catch(() => undefined);
      running.add(ended);
      void ended.then(() => running.delete(ended));
      return work;
    },
    settled: async () => void (await Promise.all(running)),
  };
};

const storePieces = async (sql: Sql, key: number, content: Content): Promise<void> => {
  let at = 0;
  let size = 0;
  for await (const piece of piecesOf(content)) {
    await sql(PUT_PIECE, [key, at, piece]);
    at += 1;
    size += piece.length;
  }
  if (!(content instanceof Uint8Array) && size !== content.size)
    throw new StoreUnavailable(
      `the spooled message "${content.path}" has ${size} bytes with its head, not ${content.size}`,
    );
};

const PUT_PIECE = { name: 'put_piece', text: 'INSERT INTO content VALUES ($1, $2, $3)' };

/** Pieces of exactly 1 MiB, the last one shorter, and there even where it is empty. */
export async function* piecesOf(content: Content): AsyncGenerator<Buffer> {
  if (content instanceof Uint8Array) {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    for (let at = 0; at <= bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
    return;
  }
  const file = await open(content.path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(PIECE);
    let rest = content.head;
    for (;;) {
      let filled = 0;
      while (filled < PIECE) {
        const taken = rest.subarray(0, PIECE - filled);
        buffer.set(taken, filled);
        rest = rest.subarray(taken.length);
        filled += taken.length;
        const { bytesRead } =
          filled < PIECE ? await file.read(buffer, filled, PIECE - filled) : { bytesRead: 0 };
        filled += bytesRead;
        if (bytesRead === 0) break;
      }
      yield buffer.subarray(0, filled);
      if (filled < PIECE) return;
    }
  } finally {
    await file.close();
  }
}

/** Errors of our own functions are words for people already. */
const wordsOf = (name: string, error: unknown): string =>
  (error as { code?: unknown }).code === 'P0001' ? (error as Error).message : failureWords(name, error);

const nobody = (): null => null;
const never = (): boolean => false;

const AT_ONCE = 3;

const createSlots = (most: number) => {
  let taken = 0;
  const waiting: (() => void)[] = [];
  return {
    take: (): Promise<void> => {
      if (taken < most) {
        taken += 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    leave(): void {
      const next = waiting.shift();
      if (next) next();
      else taken -= 1;
    },
  };
};
