/** The reads of the PostgreSQL store. */

import { fold } from '../model/address-query.ts';
import type { StoredDecision } from '../model/decision.ts';
import type { Message } from '../model/message.ts';
import type { StoredSession } from '../model/session.ts';
import { PIECE } from './limits.ts';
import type { Row, Sql } from './postgres-connections.ts';
import { plain } from './postgres-changes.ts';
import { searchTerms } from './search.ts';
import type { Range, Found } from './sqlite-reads.ts';
import { parseDecision, parseMessage, parseSession } from './sqlite-rows.ts';
import { type DecisionFilter, type MessageFilter, type SessionFilter, StoreUnavailable } from './store.ts';

export type Reads = {
  /** `q` must have been looked at before: here it holds words, or is left out. */
  messages(filter: MessageFilter, range: Range): Promise<Found<Message>>;
  message(id: string): Promise<Message | null>;
  countMessages(list: string): Promise<number>;
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

  /**
   * What is frequent fills the page from some thousands of the newest, which are looked through; what does not is rare, and
   * the index leads to all of it. PostgreSQL cannot tell the two apart where words are beginnings of words.
   */
  const findByWords = async (
    where: Where,
    before: number | null,
    limit: number,
    words: readonly string[],
  ): Promise<Found<Message>> => {
    // Terms hold letters and digits only: nothing of a question reaches PostgreSQL as its syntax.
    const query = words.join(' & ');
    const [row] = await sql(LOOKED_THROUGH, [before]);
    const floor = Number(row?.['seq'] ?? 0);
    const among = where.and('seq > ?', floor).and('terms @@ ?::tsquery', query);
    const young = await sql(
      `SELECT seq, record FROM messages JOIN words USING (seq) ${among.text} ${newestFirst(limit)}`,
      among.values,
    );
    if (young.length > limit || floor === 0) return toFound(young);
    const hits = EVERYTHING.and('terms @@ ?::tsquery', query).and('seq <= ?', floor);
    const rest = where.after(hits.values);
    const old = await sql(
      `WITH hits AS MATERIALIZED (SELECT seq FROM words ${hits.text})
        SELECT seq, record FROM messages JOIN hits USING (seq) ${rest.text} ${newestFirst(limit)}`,
      rest.values,
    );
    return toFound([...young, ...old].slice(0, limit + 1));
  };

  return {
    async messages({ list, to, from, q, after }, { before, limit }) {
      const terms = searchTerms(q ?? '');
      let where = EVERYTHING;
      if (list !== undefined) where = where.and('list = ?', plain(list));
      if (to !== undefined) where = where.and('strpos(recipients, ?) > 0', addressText(to));
      if (from !== undefined) where = where.and('strpos(authors, ?) > 0', addressText(from));
      if (typeof after === 'number') where = where.and('at > ?', after);
      if (typeof after === 'string') where = where.and(`seq > ${PLACE}`, plain(after), plain(after));
      if (before !== null) where = where.and('seq < ?', before);
      const find = async (only: Where): Promise<Found<Message>> =>
        toFound(
          await sql(`SELECT seq, record FROM messages ${only.text} ${newestFirst(limit)}`, only.values),
        );
      // An address is made of words, too: the index leads to its few messages, but for the youngest, which it does not know yet.
      const ofAddresses = searchTerms(`${to ?? ''}\n${from ?? ''}`);
      if (terms.length === 0 && ofAddresses.length === 0) return find(where);
      if (terms.length > 0)
        return findByWords(
          where,
          before,
          limit,
          terms.map((term) => `'${term}':*`),
        );
      const indexed = Number((await sql("SELECT value FROM meta WHERE name = 'indexed'"))[0]?.['value']);
      const young = await find(where.and('seq > ?', indexed));
      if (young.length > limit) return young;
      const words = ofAddresses.map((term) => `'${term}'`);
      const old = await findByWords(where.and('seq <= ?', indexed), before, limit, words);
      return [...young, ...old].slice(0, limit + 1);
    },
    async message(id) {
      const [row] = await sql(MESSAGE, [plain(id)]);
      return row ? parseMessage(String(row['record'])) : null;
    },
    async countMessages(list) {
      const [row] = await sql('SELECT messages FROM totals WHERE list = $1', [plain(list)]);
      return Number(row?.['messages'] ?? 0);
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

/** Conditions with their values, of which each `?` becomes the number that PostgreSQL wants. */
type Where = {
  text: string;
  values: readonly unknown[];
  and(condition: string, ...more: unknown[]): Where;
  /** The same behind other values of the statement. */
  after(values: readonly unknown[]): Where;
};

const where = (
  conditions: readonly string[],
  values: readonly unknown[],
  earlier: readonly unknown[],
): Where => {
  let at = earlier.length;
  const numbered = conditions.join(' AND ').replace(/\?/g, () => `$${++at}`);
  return {
    text: numbered === '' ? '' : `WHERE ${numbered}`,
    values: [...earlier, ...values],
    and: (condition, ...more) => where([...conditions, condition], [...values, ...more], earlier),
    after: (others) => where(conditions, values, others),
  };
};
const EVERYTHING = where([], [], []);

const newestFirst = (limit: number): string => `ORDER BY seq DESC LIMIT ${limit + 1}`;

const toFound = (rows: readonly Row[]): Found<Message> =>
  rows.map(({ seq, record }) => ({ seq: Number(seq), value: parseMessage(String(record)) }));

/** The number below which the words of messages are not looked through; none where there are not that many. */
const LOOKED_THROUGH = {
  name: 'looked_through',
  text: `SELECT seq FROM words WHERE $1::bigint IS NULL OR seq < $1 ORDER BY seq DESC OFFSET 4000 LIMIT 1`,
};

/** Of accepted ones a session tells by itself; the others are few, and have an index. */
const decided = (column: string): string =>
  `t.id IN (SELECT session FROM decisions WHERE rule IS NOT NULL AND ${column} = ?)`;

/** The number of a message that is there or was; 0, before everything, where none is remembered. */
const PLACE = `coalesce((SELECT seq FROM messages WHERE id = ?), (SELECT seq FROM gone WHERE id = ?), 0)`;

/** What stands between line feeds in the columns of addresses: all of an address, or the end from its `@`. */
const addressText = (address: string): string =>
  plain((address.startsWith('@') ? '' : '\n') + fold(address) + '\n');

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
