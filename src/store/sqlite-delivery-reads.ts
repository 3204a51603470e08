/** The reads of the queue in the SQLite file. */

import type { SQLInputValue, StatementSync } from 'node:sqlite';

import { DELIVERY_STATES } from '../model/delivery.ts';
import { parseDelivery } from './sqlite-deliveries.ts';
import { seqOfMessage } from './sqlite-filing.ts';
import type { Reads } from './sqlite-reads.ts';
import type { QueueTotals } from './store.ts';

/** `statement` prepares a query, or finds it prepared. */
export const createDeliveryReads = (
  statement: (query: string) => StatementSync,
): Pick<Reads, 'deliveriesOf' | 'deliveries' | 'queueTotals'> => ({
  deliveriesOf: (ids) =>
    ids.flatMap((id) => {
      const found = statement(`SELECT record FROM deliveries WHERE seq = (${seqOfMessage})`).get(id);
      return found ? [parseDelivery(String(found['record']))] : [];
    }),
  deliveries({ list, state }, { before, limit }) {
    const where: string[] = [];
    const values: SQLInputValue[] = [];
    const only = (text: string, value: SQLInputValue | null | undefined): void => {
      if (value === undefined || value === null) return;
      where.push(text);
      values.push(value);
    };
    only('list = ?', list);
    only('state = ?', state);
    only('seq < ?', before);
    const query = `SELECT seq, record FROM deliveries ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
      ORDER BY seq DESC LIMIT ?`;
    return statement(query)
      .all(...values, limit + 1)
      .map(({ seq, record }) => ({ seq: Number(seq), value: parseDelivery(String(record)) }));
  },
  queueTotals(list) {
    const [where, ...values] = list === undefined ? ['true'] : ['list = ?', list];
    const counts = statement(`SELECT state, count(*) AS n FROM deliveries WHERE ${where} GROUP BY state`);
    const found = new Map(counts.all(...values).map(({ state, n }) => [state, Number(n)]));
    const waiting = statement(
      `SELECT min(queued_at) AS oldest, min(due_at) AS next FROM deliveries WHERE due_at IS NOT NULL AND ${where}`,
    ).get(...values);
    const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));
    return {
      counts: Object.fromEntries(
        DELIVERY_STATES.map((state) => [state, found.get(state) ?? 0]),
      ) as QueueTotals['counts'],
      oldest: numberOrNull(waiting?.['oldest'] ?? null),
      nextDue: numberOrNull(waiting?.['next'] ?? null),
    };
  },
});
