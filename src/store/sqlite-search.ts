/** Finds messages in the SQLite file: by list, addresses, words and age, the newest first, without looking through all of them. */

import type { SQLInputValue, StatementSync } from 'node:sqlite';

import { fold } from '../model/address-query.ts';
import type { Message } from '../model/message.ts';
import { searchTerms } from './search.ts';
import { seqOfMessage } from './sqlite-filing.ts';
import type { Found, Range } from './sqlite-reads.ts';
import { parseMessage } from './sqlite-rows.ts';
import { BLOCK, blockOf, blockTable, listWord } from './sqlite-words.ts';
import type { MessageFilter } from './store.ts';

export type Condition = [text: string, ...values: SQLInputValue[]];

export const whereText = (where: readonly Condition[]): string =>
  where.length > 0 ? `WHERE ${where.map(([text]) => text).join(' AND ')}` : '';
export const valuesOf = (where: readonly Condition[]): SQLInputValue[] =>
  where.flatMap(([, ...values]) => values);

/** `statement` prepares a query, or finds it prepared; `once` prepares one that may not be asked again. */
export const createSearch = (
  statement: (query: string) => StatementSync,
  once: (query: string) => StatementSync,
): ((filter: MessageFilter, range: Range) => Found<Message>) => {
  const numberFrom = (query: string, ...values: SQLInputValue[]): number | null => {
    const value = Object.values(statement(query).get(...values) ?? {})[0];
    return typeof value === 'number' ? value : null;
  };
  /** The number from which on all messages are that were accepted after this instant; null where there are none. */
  const numberAfter = (list: string | undefined, at: number): number | null => {
    const lists = list === undefined ? 'list IN (SELECT id FROM lists)' : 'list = ?';
    const some = statement(
      `SELECT count(*) AS n, min(seq) AS seq FROM (
        SELECT seq FROM messages INDEXED BY messages_by_age WHERE ${lists} AND at > ? LIMIT ${FEW})`,
    ).get(...(list === undefined ? [] : [list]), at);
    if (some?.['n'] === 0) return null;
    return Number(some?.['n']) < FEW ? Number(some?.['seq']) : 0;
  };
  const find = (table: string, where: Condition[], limit: number, prepare = statement): Found<Message> =>
    prepare(`SELECT m.seq, m.record FROM ${table} ${whereText(where)} ORDER BY m.seq DESC LIMIT ?`)
      .all(...valuesOf(where), limit)
      .map(({ seq, record }) => ({ seq: Number(seq), value: parseMessage(String(record)) }));

  /** From the newest block on, as far as is needed. */
  const findByWords = (
    match: string,
    rarest: string | null,
    where: Condition[],
    [from, to]: [number, number],
    limit: number,
  ): Found<Message> => {
    const found: Found<Message> = [];
    const blocks = statement('SELECT block FROM word_blocks WHERE block BETWEEN ? AND ? ORDER BY block DESC');
    for (const { block } of blocks.all(blockOf(from), blockOf(to))) {
      const table = blockTable(Number(block));
      // The start of a common word takes milliseconds a block: not where the rarest is not there at all.
      if (rarest !== null && !once(`SELECT 1 FROM ${table} WHERE ${table} MATCH ? LIMIT 1`).get(rarest))
        continue;
      const within: Condition[] = [[`${table} MATCH ?`, match]];
      if (from > Number(block) * BLOCK) within.push([`${table}.rowid >= ?`, from]);
      if (to < (Number(block) + 1) * BLOCK) within.push([`${table}.rowid < ?`, to]);
      const query = `SELECT m.seq, m.record FROM ${table} CROSS JOIN messages m ON m.seq = ${table}.rowid
        ${whereText([...within, ...where])} ORDER BY ${table}.rowid DESC LIMIT ?`;
      for (const { seq, record } of once(query).all(...valuesOf([...within, ...where]), limit - found.length))
        found.push({ seq: Number(seq), value: parseMessage(String(record)) });
      if (found.length >= limit) break;
    }
    return found;
  };

  return ({ list, to, from, q, after }, { before, limit }) => {
    const terms = searchTerms(q ?? '');
    if (q?.trim() && terms.length === 0) return [];
    const where: Condition[] = [];
    let lowest = 0;
    if (to !== undefined) where.push(['instr(m.recipients, ?) > 0', addressText(to)]);
    if (from !== undefined) where.push(['instr(m.authors, ?) > 0', addressText(from)]);
    if (typeof after === 'string') lowest = (numberFrom(PLACE, after) ?? 0) + 1;
    if (typeof after === 'number') {
      const first = numberAfter(list, after);
      if (first === null) return [];
      lowest = first;
      where.push(['+m.at > ?', after]);
    }
    const range = [lowest, before ?? Number.MAX_SAFE_INTEGER] as [number, number];
    // Words hold letters and digits only: nothing of a question reaches FTS5 as its syntax.
    const wanted = terms.map((term) => `"${term}"*`);
    // Most likely the longest.
    const rarest = wanted.length > 1 ? wanted.reduce((a, b) => (b.length > a.length ? b : a)) : null;
    // An address is made of words: the index leads to its messages, but for the youngest, which it does not know yet.
    for (const word of searchTerms(`${to ?? ''}\n${from ?? ''}`)) wanted.push(`"${word}"`);
    const scan = (first: number, most: number): Found<Message> => {
      const ranged: Condition[] = [['m.seq >= ?', first]];
      if (before !== null) ranged.push(['m.seq < ?', before]);
      if (list !== undefined) ranged.push(['m.list = ?', list]);
      return find('messages m', [...ranged, ...where], most);
    };
    if (wanted.length === 0) return scan(lowest, limit + 1);
    if (list !== undefined) {
      wanted.push(`"${listWord(list)}"`);
      where.push(['m.list = ?', list]);
    }
    const indexed = numberFrom("SELECT value FROM counters WHERE name = 'indexed'") ?? 0;
    const young = terms.length > 0 ? [] : scan(Math.max(lowest, indexed + 1), limit + 1);
    if (young.length > limit) return young;
    return [...young, ...findByWords(wanted.join(' '), rarest, where, range, limit + 1 - young.length)];
  };
};

/** So many are sorted in a moment; where more are younger than an instant, the newest of all are likely among them. */
const FEW = 5_000;

/** The number of a message that is there or was; 0, before everything, where none is remembered. */
const PLACE = `${seqOfMessage} UNION ALL SELECT seq FROM gone WHERE id = ?1`;

/** What stands between line feeds in the columns of addresses: all of an address, or the end from its `@`. */
const addressText = (address: string): string => (address.startsWith('@') ? '' : '\n') + fold(address) + '\n';
