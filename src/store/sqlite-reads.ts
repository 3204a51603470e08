/** The reads of the SQLite store, as the reader's thread answers them. */

import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

import type { StoredDecision } from '../model/decision.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Message } from '../model/message.ts';
import type { StoredSession } from '../model/session.ts';
import { fold } from '../model/address-query.ts';
import { createDeliveryReads } from './sqlite-delivery-reads.ts';
import { seqOfDecision, seqOfMessage, seqsOfSession } from './sqlite-filing.ts';
import { parseDecision, parseMessage, parseSession } from './sqlite-rows.ts';
import { PIECES } from './sqlite-schema.ts';
import { type Condition, createSearch, valuesOf, whereText } from './sqlite-search.ts';
import type { DecisionFilter, DeliveryFilter, MessageFilter, QueueTotals, SessionFilter } from './store.ts';

/** `before`: the number behind the cursor. One item more than `limit` tells that there is a further page. */
export type Range = { before: number | null; limit: number };
export type Place = { seq: number; file: { name: string; bytes: number } | null };
export type Found<T> = { seq: number; value: T }[];

export type Reads = {
  messages(filter: MessageFilter, range: Range): Found<Message>;
  message(id: string): Message | null;
  countMessages(list: string): number;
  /** The number of a message, for its pieces, and the file that follows them. */
  place(id: string): Place | null;
  /** Bytes of all such files. */
  fileBytes(): number;
  /** Piece `at` of the message of this number; null behind the last. */
  piece(seq: number, at: number): Uint8Array | null;
  decision(id: string): StoredDecision | null;
  decisions(filter: DecisionFilter, range: Range): Found<StoredDecision>;
  session(id: string): StoredSession | null;
  sessions(filter: SessionFilter, range: Range): Found<StoredSession>;
  deliveriesOf(ids: readonly string[]): Delivery[];
  deliveries(filter: DeliveryFilter, range: Range): Found<Delivery>;
  queueTotals(list: string | undefined): QueueTotals;
};

export const createReads = (db: DatabaseSync, kept: number): Reads => {
  const statement = createCache(db);
  const row = (query: string, ...values: SQLInputValue[]) =>
    statement(query).get(...values) as Row | undefined;

  const ruleSets = new Map<number, readonly string[]>();
  const idsOf = (set: number): readonly string[] => {
    const ids =
      ruleSets.get(set) ??
      (JSON.parse(row('SELECT ids FROM rule_sets WHERE id = ?', set)?.['ids'] as string) as string[]);
    ruleSets.set(set, ids);
    return ids;
  };
  const toDecision = (found: Row) => parseDecision(found as Parameters<typeof parseDecision>[0], idsOf);
  const toSession = (found: Row) => parseSession(found['record'] as string, found['transcript'] as string);

  /** The newest number of the list that is beyond the retention: what the writer has not yet let go of. */
  const floorOf = (table: Table, list: string): number => {
    const query = `SELECT seq FROM ${table} WHERE list = ? ORDER BY seq DESC LIMIT 1 OFFSET ?`;
    return (row(query, list, kept)?.['seq'] as number | undefined) ?? 0;
  };
  const byId = (table: Table, id: string): Row | null => {
    const seq = table === 'decisions' ? seqOfDecision : 'SELECT seq FROM sessions WHERE id = ?1';
    const found = row(`SELECT * FROM ${table} WHERE seq = (${seq})`, id);
    return found && (found['seq'] as number) > floorOf(table, found['list'] as string) ? found : null;
  };
  const newest = <T>(
    table: Table,
    where: Condition[],
    { before, limit }: Range,
    parse: (row: Row) => T,
  ): Found<T> => {
    const all: Condition[] = before === null ? where : [...where, ['seq < ?', before]];
    const query = `SELECT * FROM ${table} AS t ${whereText(all)} ORDER BY seq DESC`;
    const floors = new Map<string, number>();
    const found: Found<T> = [];
    for (const next of statement(query).iterate(...valuesOf(all)) as Iterable<Row>) {
      const [list, seq] = [next['list'] as string, next['seq'] as number];
      const floor = floors.get(list) ?? floorOf(table, list);
      floors.set(list, floor);
      if (seq > floor) found.push({ seq, value: parse(next) });
      if (found.length > limit) break;
    }
    return found;
  };

  return {
    messages: createSearch(statement, (query) => db.prepare(query)),
    message(id) {
      const found = row(`SELECT record FROM messages WHERE seq = (${seqOfMessage})`, id);
      return found ? parseMessage(found['record'] as string) : null;
    },
    countMessages: (list) =>
      (row('SELECT messages FROM totals WHERE list = ?', list)?.['messages'] as number | undefined) ?? 0,
    place(id) {
      const seq = row(seqOfMessage, id)?.['seq'] as number | undefined;
      if (seq === undefined) return null;
      const file = row('SELECT name, bytes FROM content_files WHERE seq = ?', seq) as
        | Place['file']
        | undefined;
      return { seq, file: file ?? null };
    },
    fileBytes: () => Number(row("SELECT value FROM counters WHERE name = 'file-bytes'")?.['value']),
    piece: (seq, at) =>
      (row('SELECT bytes FROM content WHERE key = ?', seq * PIECES + at)?.['bytes'] as
        | Uint8Array
        | undefined) ?? null,

    decision(id) {
      const found = byId('decisions', id);
      return found ? toDecision(found) : null;
    },
    decisions({ list, sessionId, rule }, range) {
      const where: Condition[] = [];
      if (sessionId !== undefined) where.push([`seq IN (${seqsOfSession})`, sessionId, sessionId]);
      // By its session it is found at once; the list then only has to agree.
      if (list !== undefined) where.push([sessionId === undefined ? 'list = ?' : '+list = ?', list ?? '']);
      if (rule !== undefined) where.push(['rule = ?', rule]);
      return newest('decisions', where, range, toDecision);
    },
    session(id) {
      const found = byId('sessions', id);
      return found ? toSession(found) : null;
    },
    sessions({ list, username, outcome, rule, port }, range) {
      const where: Condition[] = [];
      if (list !== undefined) where.push(['list = ?', list ?? '']);
      if (port !== undefined) where.push([`json_extract(record, '$.port') = ?`, port]);
      if (username !== undefined) where.push(['folded_name = ?', fold(username)]);
      if (outcome === 'none') where.push(['accepted = 0 AND refused = 0']);
      else if (outcome === 'accept') where.push(['accepted > 0']);
      else if (outcome !== undefined) where.push([`(outcome = ? OR ${decided('action')})`, outcome, outcome]);
      if (rule !== undefined) where.push([`(rule = ? OR ${decided('rule')})`, rule, rule]);
      return newest('sessions', where, range, toSession);
    },
    ...createDeliveryReads(statement),
  };
};

type Row = Record<string, string | number | Uint8Array | null>;
type Table = 'decisions' | 'sessions';
/** Of accepted ones a session tells by itself; the others are few, and have an index. */
const decided = (column: string): string =>
  `t.id IN (SELECT session FROM decisions WHERE rule IS NOT NULL AND ${column} = ?)`;

/** Statements by their text; there are few texts. */
const createCache = (db: DatabaseSync) => {
  const known = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  return (query: string) => {
    const found = known.get(query) ?? db.prepare(query);
    known.set(query, found);
    return found;
  };
};
