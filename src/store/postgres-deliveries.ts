/** The queue in PostgreSQL: claims that pass by each other, and outcomes, as statements; and its reads. */

import { DELIVERY_STATES, rankOf, type Delivery } from '../model/delivery.ts';
import { byteaArray } from './postgres-array.ts';
import type { Mark, Placed, Step } from './postgres-batch.ts';
import { columns, number, text } from './postgres-columns.ts';
import type { Sql } from './postgres-connections.ts';
import { plain } from './postgres-changes.ts';
import { parseDelivery } from './sqlite-deliveries.ts';
import type { Found, Range } from './sqlite-reads.ts';
import type { Claim, DeliveryFilter, QueueTotals } from './store.ts';

/** Outcomes and claims, whatever their number and order: the outcomes in one statement, then claims in a row of one holder in one. */
export const queueSteps = (group: Placed[], mark: Mark): Step[] => {
  const settles = group.filter(({ write }) => write[0] === 'settle');
  const rows: PlacedClaim[][] = [];
  for (const { at, write, bytes } of group) {
    if (write[0] !== 'claim') continue;
    const one = { at, write, bytes, claim: write[1] };
    const row = rows.at(-1);
    if (row?.[0]?.claim.holder === one.claim.holder) row.push(one);
    else rows.push([one]);
  }
  return [
    ...(settles.length > 0 ? [settling(settles, mark)] : []),
    ...rows.map((row) => claimingTogether(row, mark)),
  ];
};

type PlacedClaim = Placed & { claim: Claim & { limit: number } };

/** As many as all of them ask for, given out in their order. */
const claimingTogether = (claims: PlacedClaim[], mark: Mark): Step => {
  const latest = claims.map(({ claim }) => claim).reduce((a, b) => (b.until > a.until ? b : a));
  const most = claims.reduce((sum, { claim }) => sum + claim.limit, 0);
  const span = rankOf({ dueAt: 0, priority: 5 });
  return {
    writes: claims,
    statement: CLAIM,
    values: [claimOf(mark), latest.holder, latest.now, latest.until, span, most],
    valueOf(answer) {
      const records = JSON.parse(String(answer)) as string[];
      return new Map(claims.map(({ at, claim }) => [at, records.splice(0, claim.limit)]));
    },
  };
};

/** Null for a write of another kind. */
export const claiming = (one: Placed, mark: Mark): Step | null => {
  const { write } = one;
  const valueOf = (answer: unknown): unknown => JSON.parse(String(answer)) as string[];
  if (write[0] === 'claim-one') {
    const { holder, now, until } = write[2];
    const values = [claimOf(mark), holder, now, until, plain(write[1])];
    return { writes: [one], statement: CLAIM_ONE, values, valueOf };
  }
  if (write[0] !== 'renew') return null;
  return { writes: [one], statement: RENEW, values: [write[1], write[2]], valueOf: () => undefined };
};

/** Outcomes, any number in one statement. Each comes to whether it was settled. */
const settling = (writes: Placed[], { origin, batch }: Mark): Step => {
  const settles = writes.flatMap(({ at, write, bytes }) =>
    write[0] === 'settle' ? [{ at, write, bytes }] : [],
  );
  const rows = settles.map(({ write: [, holder, id, row] }) => [holder, id, ...row]);
  const bounces = settles.map(({ write }) => write[4] ?? []);
  const values = [
    ...[origin, batch],
    ...columns(rows, [text(0), text(1), text(2), text(3), number(4), number(5), number(6), text(7)]),
    ...columns(bounces, [text(0), text(1), number(2), text(3), text(4), text(5)]),
    byteaArray(settles.map(({ write, bytes }) => (write[4] ? bytes : null))),
  ];
  const valueOf = (answer: unknown): Map<number, boolean> => {
    const settled = new Set(JSON.parse(String(answer)) as string[]);
    return new Map(settles.map(({ at, write }) => [at, settled.has(write[2])]));
  };
  return { writes, statement: SETTLE, values, valueOf, keptValue: true };
};

/** What a claim is known by, so that one whose answer was lost can be given back. */
export const claimOf = ({ origin, batch }: Mark): string => `${origin} ${batch}`;

export const GIVE_BACK = `UPDATE deliveries SET holder = NULL, leased_until = NULL, claim = NULL
  WHERE holder = $1 AND claim = $2`;

export type DeliveryReads = {
  deliveriesOf(ids: readonly string[]): Promise<Delivery[]>;
  deliveries(filter: DeliveryFilter, range: Range): Promise<Found<Delivery>>;
  queueTotals(list: string | undefined): Promise<QueueTotals>;
};

export const createDeliveryReads = (sql: Sql): DeliveryReads => ({
  async deliveriesOf(ids) {
    const rows = await sql(
      'SELECT d.record FROM deliveries d JOIN messages m USING (seq) WHERE m.id = ANY ($1)',
      [ids.map(plain)],
    );
    return rows.map(({ record }) => parseDelivery(String(record)));
  },
  async deliveries({ list, state }, { before, limit }) {
    const rows = await sql(
      `SELECT seq, record FROM deliveries WHERE ($1::text IS NULL OR list = $1)
        AND ($2::text IS NULL OR state = $2) AND ($3::bigint IS NULL OR seq < $3) ORDER BY seq DESC LIMIT $4`,
      [list === undefined ? null : plain(list), state ?? null, before, limit + 1],
    );
    return rows.map(({ seq, record }) => ({ seq: Number(seq), value: parseDelivery(String(record)) }));
  },
  async queueTotals(list) {
    const only = list === undefined ? null : plain(list);
    const counts = await sql(
      'SELECT state, count(*) AS n FROM deliveries WHERE $1::text IS NULL OR list = $1 GROUP BY state',
      [only],
    );
    const [waiting] = await sql(
      `SELECT min(queued_at) AS oldest, min(due_at) AS next FROM deliveries
        WHERE due_at IS NOT NULL AND ($1::text IS NULL OR list = $1)`,
      [only],
    );
    const found = new Map(counts.map(({ state, n }) => [state, Number(n)]));
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

const CLAIM = { name: 'claim', text: 'SELECT claim_deliveries($1, $2, $3, $4, $5, $6) AS answer' };
const CLAIM_ONE = { name: 'claim_one', text: 'SELECT claim_delivery($1, $2, $3, $4, $5) AS answer' };
const RENEW = {
  name: 'renew',
  text: 'UPDATE deliveries SET leased_until = $2 WHERE holder = $1 RETURNING NULL AS answer',
};

const SETTLE_TYPES = [
  ...['text', 'bigint', 'text[]', 'text[]', 'text[]', 'text[]', 'bigint[]', 'bigint[]', 'bigint[]', 'text[]'],
  ...['text[]', 'text[]', 'bigint[]', 'text[]', 'text[]', 'text[]', 'bytea[]'],
];
const SETTLE = {
  name: 'settle',
  text: `SELECT settle_deliveries(${SETTLE_TYPES.map((type, at) => `$${at + 1}::${type}`).join(', ')}) AS answer`,
};
