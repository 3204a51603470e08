/** The reads of the PostgreSQL store. */

import { fold } from '../model/address-query.ts';
import type { StoredDecision } from '../model/decision.ts';
import type { Message } from '../model/message.ts';
import type { StoredSession } from '../model/session.ts';
import { PIECE } from './limits.ts';
import type { Row, Sql } from './postgres-connections.ts';
import { plain } from './postgres-changes.ts';
import { createSearch } from './postgres-search.ts';
import { EVERYTHING, type Where } from './postgres-where.ts';
import type { Range, Found } from './sqlite-reads.ts';
import { parseDecision, parseMessage, parseSession } from './sqlite-rows.ts';
import { type DecisionFilter, type MessageFilter, type SessionFilter, StoreUnavailable } from './store.ts';

export type Reads = {
  /** `q` must have been looked at before: here it holds words, or is left out. */
  messages(filter: MessageFilter, range: Range): Promise<Found<Message>>;
  message(id: string): Promise<Message | null>;
  countMessages(list: string): Promise<number>;
  size(): Promise<number>;
  content(id: string): Promise<AsyncIterable<Uint8Array> | null>;
  decision(id: string): Promise<StoredDecision | null>;
  decisions(filter: DecisionFilter, range: Range): Promise<Found<StoredDecision>>;
  session(id: string): Promise<StoredSession | null>;
  sessions(filter: SessionFilter, range: Range): Promise<Found<StoredSession>>;
};

export const createReads = (sql: Sql, kept: number): Reads => {
  const ruleSets = new Map<number, readonly string[]>();
  const learnRuleSets = async (rows: readonly Row[]): Promise<void> => {
    const wanted = new Set(rows.map(({ record }) => (JSON.parse(String(record)) as [number])[0]));
    const missing = [...wanted].filter((id) => !ruleSets.has(id));
    if (missing.length === 0) return;
    for (const { id, ids } of await sql('SELECT id, ids FROM rule_sets WHERE id = ANY($1)', [missing]))
      ruleSets.set(Number(id), JSON.parse(String(ids)) as string[]);
  };
  const toDecision = (row: Row) =>
    parseDecision(row as Parameters<typeof parseDecision>[0], (set) => ruleSets.get(set) ?? []);
  const toSession = (row: Row) => parseSession(String(row['record']), String(row['transcript']));

  /** The newest number of the list that is beyond the retention: what has not been let go of yet. */
  const floorOf = async (table: Table, list: string): Promise<number> => {
    const query = `SELECT seq FROM ${table} WHERE list = $1 ORDER BY seq DESC LIMIT 1 OFFSET $2`;
    return Number((await sql(query, [list, kept]))[0]?.['seq'] ?? 0);
  };
  const byId = async (table: Table, id: string): Promise<Row | null> => {
    const [row] = await sql(`SELECT * FROM ${table} WHERE id = $1`, [plain(id)]);
    return row && Number(row['seq']) > (await floorOf(table, String(row['list']))) ? row : null;
  };
  /** Page after page, since some may be beyond the retention of their list. */
  const newest = async (table: Table, where: Where, { before, limit }: Range): Promise<Row[]> => {
    const floors = new Map<string, number>();
    const found: Row[] = [];
    for (let below = before; ;) {
      const all = below === null ? where : where.and('seq < ?', below);
      const rows = await sql(
        `SELECT * FROM ${table} AS t ${all.text} ORDER BY seq DESC LIMIT ${limit + 1}`,
        all.values,
      );
      for (const row of rows) {
        const list = String(row['list']);
        if (!floors.has(list)) floors.set(list, await floorOf(table, list));
        if (Number(row['seq']) > (floors.get(list) ?? 0)) found.push(row);
      }
      if (rows.length <= limit || found.length > limit) return found.slice(0, limit + 1);
      below = Number(rows.at(-1)?.['seq']);
    }
  };

  return {
    messages: createSearch(sql),
    async message(id) {
      const [row] = await sql(MESSAGE, [plain(id)]);
      return row ? parseMessage(String(row['record'])) : null;
    },
    async countMessages(list) {
      const [row] = await sql('SELECT messages FROM totals WHERE list = $1', [plain(list)]);
      return Number(row?.['messages'] ?? 0);
    },
    async size() {
      const [row] = await sql(
        `SELECT sum(pg_total_relation_size(c.oid)) AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = current_schema() AND c.relkind = 'r'`,
        [],
      );
      return Number(row?.['bytes'] ?? 0);
    },
    async content(id) {
      const [row] = await sql(CONTENT, [plain(id)]);
      if (!row) return null;
      return pieces(sql, id, row['bytes'] as Buffer, row['content'] === null ? null : Number(row['content']));
    },
    async decision(id) {
      const row = await byId('decisions', id);
      if (!row) return null;
      await learnRuleSets([row]);
      return toDecision(row);
    },
    async decisions({ list, sessionId, rule }, range) {
      let where = EVERYTHING;
      if (sessionId !== undefined) where = where.and('session = ?', plain(sessionId));
      if (list !== undefined) where = where.and('list = ?', plain(list ?? ''));
      if (rule !== undefined) where = where.and('rule = ?', plain(rule));
      const rows = await newest('decisions', where, range);
      await learnRuleSets(rows);
      return rows.map((row) => ({ seq: Number(row['seq']), value: toDecision(row) }));
    },
    async session(id) {
      const row = await byId('sessions', id);
      return row && toSession(row);
    },
    async sessions({ list, username, outcome, rule, port }, range) {
      let where = EVERYTHING;
      if (list !== undefined) where = where.and('list = ?', plain(list ?? ''));
      if (port !== undefined) where = where.and('port = ?', port);
      if (username !== undefined) where = where.and('folded_name = ?', plain(fold(username)));
      if (outcome === 'none') where = where.and('accepted = 0 AND refused = 0');
      else if (outcome === 'accept') where = where.and('accepted > 0');
      else if (outcome !== undefined)
        where = where.and(`(outcome = ? OR ${decided('action')})`, outcome, outcome);
      if (rule !== undefined) where = where.and(`(rule = ? OR ${decided('rule')})`, plain(rule), plain(rule));
      const rows = await newest('sessions', where, range);
      return rows.map((row) => ({ seq: Number(row['seq']), value: toSession(row) }));
    },
  };
};

type Table = 'decisions' | 'sessions';

/** Of accepted ones a session tells by itself; the others are few, and have an index. */
const decided = (column: string): string =>
  `t.id IN (SELECT session FROM decisions WHERE rule IS NOT NULL AND ${column} = ?)`;

const MESSAGE = { name: 'message', text: 'SELECT record FROM messages WHERE id = $1' };
const CONTENT = {
  name: 'content',
  text: `SELECT m.content, coalesce(m.bytes, c.bytes) AS bytes
    FROM messages m LEFT JOIN content c ON c.key = m.content AND c.at = 0 WHERE m.id = $1`,
};
const PIECE_AT = { name: 'piece', text: 'SELECT bytes FROM content WHERE key = $1 AND at = $2' };

/** The first piece is read already, so that a small message is whole whatever happens to it meanwhile. */
async function* pieces(
  sql: Sql,
  id: string,
  first: Uint8Array,
  key: number | null,
): AsyncGenerator<Uint8Array> {
  let piece: Uint8Array | null = first;
  for (let at = 1; piece; at++) {
    if (piece.length > 0) yield piece;
    if (piece.length < PIECE || key === null) return;
    piece = ((await sql(PIECE_AT, [key, at]))[0]?.['bytes'] as Buffer | undefined) ?? null;
  }
  throw new StoreUnavailable(`the message "${id}" was deleted while it was read`);
}
