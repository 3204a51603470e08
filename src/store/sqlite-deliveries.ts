/** The queue in the SQLite file, as its writer keeps it: a row a message that has a next hop, and who holds it. */

import type { DatabaseSync } from 'node:sqlite';

import { rankOf, type Delivery } from '../model/delivery.ts';
import { seqOfMessage } from './sqlite-filing.ts';
import type { MessageRow } from './sqlite-rows.ts';
import type { Claim } from './store.ts';

/** The columns behind `seq`, which is the message's, without the lease. */
export type DeliveryRow = [
  list: string,
  state: string,
  queuedAt: number,
  dueAt: number | null,
  rank: number,
  record: string,
];

/** `settle`: the bounce is a message with all of its bytes in the batch, of this length. */
export type DeliveryWrite =
  | ['claim', Claim & { limit: number }]
  | ['claim-one', id: string, claim: Claim]
  | ['renew', holder: string, until: number]
  | ['settle', holder: string, id: string, row: DeliveryRow, bounce: MessageRow | null, length: number];

export const deliveryRow = (delivery: Delivery): DeliveryRow => [
  delivery.list,
  delivery.state,
  delivery.queuedAt,
  delivery.dueAt,
  rankOf(delivery),
  JSON.stringify(delivery),
];

export const parseDelivery = (record: string): Delivery => JSON.parse(record) as Delivery;

export const deliveryStatements = (db: DatabaseSync) => ({
  // A process that held one is no more: the file has one at a time.
  voidLeases: db.prepare('UPDATE deliveries SET holder = NULL, leased_until = NULL WHERE holder IS NOT NULL'),
  put: db.prepare('INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)'),
  // What is due has no higher rank than the lowest priority due now: later ones are not looked through.
  claim: db.prepare(`UPDATE deliveries SET holder = ?1, leased_until = ?2 WHERE seq IN (
      SELECT seq FROM deliveries WHERE due_at <= ?3 AND rank <= ?3 + ?4
      AND (holder IS NULL OR (leased_until <= ?3 AND holder <> ?1)) ORDER BY rank, seq LIMIT ?5)
    RETURNING seq, rank, record`),
  claimOne:
    db.prepare(`UPDATE deliveries SET holder = ?1, leased_until = ?2 WHERE seq = (${seqOfMessage.replaceAll('?1', '?4')})
    AND (holder IS NULL OR (leased_until <= ?3 AND holder <> ?1)) RETURNING record`),
  renew: db.prepare('UPDATE deliveries SET leased_until = ? WHERE holder = ?'),
  settle:
    db.prepare(`UPDATE deliveries SET list = ?, state = ?, queued_at = ?, due_at = ?, rank = ?, record = ?,
    holder = NULL, leased_until = NULL WHERE seq = (${seqOfMessage.replaceAll('?1', '?7')}) AND holder = ?8`),
  drop: db.prepare('DELETE FROM deliveries WHERE seq = ?'),
});

/** `putMessage` stores a message with these bytes. */
export const createDeliveryWrites = (
  sql: ReturnType<typeof deliveryStatements>,
  putMessage: (row: MessageRow, length: number, bytes: Uint8Array) => void,
) => {
  sql.voidLeases.run();
  return {
    put(seq: number, row: DeliveryRow): void {
      sql.put.run(seq, ...row);
    },
    drop: (seq: number): void => void sql.drop.run(seq),
    /** Records of deliveries, in order; whether the delivery was settled. */
    run(write: DeliveryWrite, bytes: Uint8Array): unknown {
      switch (write[0]) {
        case 'claim': {
          const { holder, now, until, limit } = write[1];
          const claimed = sql.claim.all(holder, until, now, rankOf({ dueAt: 0, priority: 5 }), limit);
          return claimed
            .sort((a, b) => Number(a['rank']) - Number(b['rank']) || Number(a['seq']) - Number(b['seq']))
            .map(({ record }) => String(record));
        }
        case 'claim-one': {
          const { holder, now, until } = write[2];
          return sql.claimOne.all(holder, until, now, write[1]).map(({ record }) => String(record));
        }
        case 'renew':
          return void sql.renew.run(write[2], write[1]);
        case 'settle': {
          const [, holder, id, row, bounce, length] = write;
          if (Number(sql.settle.run(...row, id, holder).changes) === 0) return false;
          if (bounce) putMessage(bounce, length, bytes);
          return true;
        }
      }
    },
  };
};
