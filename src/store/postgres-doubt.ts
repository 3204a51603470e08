/** What became of a transaction whose answer was lost: the log tells. What counts as failed is taken back where it was kept. */

import type { Mark, Placed } from './postgres-batch.ts';
import type { Connections, Sql } from './postgres-connections.ts';
import { claimOf, GIVE_BACK } from './postgres-deliveries.ts';

export type Doubt = {
  /** Whether the transaction is in the log; asked for until the server answers, or `doubtMs` are over, which counts as no. */
  wasKept(mark: Mark): Promise<boolean>;
  /** The transaction counts as failed: what it wrote is to be taken back. */
  countsAsFailed(mark: Mark, writes: readonly Placed[]): void;
  /** Takes back what is to be taken back, on the connection that writes, before anything else is written. */
  settle(sql: Sql): Promise<void>;
};

export const createDoubt = ({ transaction }: Pick<Connections, 'transaction'>, doubtMs: number): Doubt => {
  const failed = new Map<Mark, readonly Placed[]>();
  return {
    async wasKept(mark) {
      const until = performance.now() + doubtMs;
      for (;;) {
        try {
          return await transaction((sql) => isKept(sql, mark));
        } catch {
          if (performance.now() >= until) return false;
          await new Promise((done) => setTimeout(done, RETRY_MS));
        }
      }
    },
    countsAsFailed: (mark, writes) => void failed.set(mark, writes),
    async settle(sql) {
      for (const [mark, writes] of failed) {
        await undo(sql, mark, writes);
        failed.delete(mark);
      }
    },
  };
};

/** Takes its turn first, so that nobody is still at it. */
const isKept = async (sql: Sql, { origin, batch }: Mark): Promise<boolean> => {
  await sql('SELECT take_turn()');
  const [row] = await sql('SELECT EXISTS (SELECT FROM log WHERE origin = $1 AND batch = $2) AS kept', [
    origin,
    batch,
  ]);
  return row?.['kept'] === true;
};

/** Messages that it stored go, deliveries that it claimed are free again. */
const undo = async (sql: Sql, mark: Mark, writes: readonly Placed[]): Promise<void> => {
  await sql('BEGIN');
  const kept = await isKept(sql, mark);
  for (const { write } of writes) {
    if (write[0] === 'claim') await sql(GIVE_BACK, [write[1].holder, claimOf(mark)]);
    if (write[0] === 'claim-one') await sql(GIVE_BACK, [write[2].holder, claimOf(mark)]);
    if (kept && write[0] === 'message')
      await sql('SELECT delete_message($1, $2, $3)', [`${mark.origin} undo`, mark.batch, write[1][0]]);
  }
  await sql('COMMIT');
};

const RETRY_MS = 200;
