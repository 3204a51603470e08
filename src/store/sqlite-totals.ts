/** How many messages each list holds, and how many bytes: kept with every write, so that no count looks through them. */

import { SWEPT_BYTES } from './limits.ts';
import type { Statements } from './sqlite-statements.ts';
import type { Bounds } from './store.ts';

type Aged = { id: string; seq: number; size: number };

export const createTotals = (sql: Statements) => {
  /** What the present transaction has come to, until it is put into the table. */
  const changes = new Map<string, { messages: number; bytes: number }>();

  const due = (): void => {
    for (const [list, { messages, bytes }] of changes) sql.addTotals.run(list, messages, bytes);
    changes.clear();
  };
  return {
    add(list: string, messages: number, bytes: number): void {
      const change = changes.get(list) ?? { messages: 0, bytes: 0 };
      change.messages += messages;
      change.bytes += bytes;
      changes.set(list, change);
    },
    /** The list holds nothing any more. */
    drop(list: string): void {
      changes.delete(list);
      sql.dropTotals.run(list);
    },
    /** To be called within the transaction, or the savepoint. */
    due,
    /** The transaction, or the savepoint, is rolled back. */
    forget: (): void => changes.clear(),

    /** Those beyond the bounds, oldest first: `limit` at most, or fewer large ones. */
    beyond(list: string, { before, count, bytes }: Bounds, limit: number): Aged[] {
      due();
      const held = sql.totals.get(list);
      let over = count === null ? 0 : Number(held?.['messages'] ?? 0) - count;
      let overBytes = bytes === null ? 0 : Number(held?.['bytes'] ?? 0) - bytes;
      let taken = 0;
      const found: Aged[] = [];
      for (const row of sql.oldest.iterate(list, limit)) {
        const size = Number(row['size']);
        const isOld = before !== null && Number(row['at']) < before;
        if ((over <= 0 && overBytes <= 0 && !isOld) || taken > SWEPT_BYTES) break;
        [over, overBytes, taken] = [over - 1, overBytes - size, taken + size];
        found.push({ id: String(row['id']), seq: Number(row['seq']), size });
      }
      return found;
    },
  };
};
