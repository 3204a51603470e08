/** Finds messages in PostgreSQL: by list, addresses, words and age, the newest first, without looking through all of them. */

import { fold } from '../model/address-query.ts';
import type { Message } from '../model/message.ts';
import { plain } from './postgres-changes.ts';
import type { Sql } from './postgres-connections.ts';
import { all, behind, type Condition, type Where } from './postgres-where.ts';
import { searchTerms } from './search.ts';
import type { Found, Range } from './sqlite-reads.ts';
import { parseMessage } from './sqlite-rows.ts';
import { listWord } from './sqlite-words.ts';
import type { MessageFilter } from './store.ts';

/** `q` must have been looked at before: here it holds words, or is left out. `lookedThrough`: messages whose words are, first. */
export const createSearch = (
  sql: Sql,
  lookedThrough = LOOKED_THROUGH,
): ((filter: MessageFilter, range: Range) => Promise<Found<Message>>) => {
  const numberFrom = async (query: string, ...values: unknown[]): Promise<number> =>
    Number((await sql(query, values))[0]?.['n'] ?? 0);
  /** The number from which on all messages are that were accepted after this instant; null where there are none. */
  const numberAfter = async (list: string | undefined, at: number): Promise<number | null> => {
    const lists = list === undefined ? 'list IN (SELECT id FROM lists)' : 'list = $2';
    const [some] = await sql(
      `SELECT count(*) AS n, min(seq) AS seq FROM
        (SELECT seq FROM messages WHERE ${lists} AND at > $1 ORDER BY list, at LIMIT ${FEW}) young`,
      list === undefined ? [at] : [at, plain(list)],
    );
    if (Number(some?.['n']) === 0) return null;
    return Number(some?.['n']) < FEW ? Number(some?.['seq']) : 0;
  };
  const find = async (
    table: string,
    { text, values }: Where,
    order: string,
    limit: number,
  ): Promise<Found<Message>> => {
    const rows = await sql(
      `SELECT m.seq, m.record FROM ${table} ${text} ORDER BY ${order} DESC LIMIT ${limit}`,
      values,
    );
    return rows.map(({ seq, record }) => ({ seq: Number(seq), value: parseMessage(String(record)) }));
  };
  /**
   * The newest are looked through, where what is common is found at once, and then more of them where they promise to hold
   * the rest of it. What is found in neither is rare: then the index of words leads to all of it. Left to itself PostgreSQL
   * cannot know which is which.
   */
  const findByWords = async (
    words: readonly string[],
    where: readonly Condition[],
    numbers: readonly Condition[],
    limit: number,
  ): Promise<Found<Message>> => {
    const match: Condition = ['w.terms @@ ?::tsquery', words.join(' & ')];
    const first = await windowOf(numbers, lookedThrough);
    const lookThrough = ({ table, within }: Window, wanted: number): Promise<Found<Message>> =>
      find(
        `${table} JOIN messages m ON m.seq = w.seq`,
        all([match, ...where], behind(within)),
        'w.seq',
        wanted,
      );
    const found = await lookThrough(first, limit);
    let { border } = first;
    if (border > 0 && found.length < limit && found.length * (1 + FURTHER) >= limit) {
      const second = await windowOf([...numbers, ['w.seq <= ?', border]], FURTHER * lookedThrough);
      found.push(...(await lookThrough(second, limit - found.length)));
      border = second.border;
    }
    if (border === 0 || found.length === limit) return found;
    const asked = await wordsToAsk(words, first);
    const byIndex: Condition[] =
      asked.length === words.length
        ? [match]
        : [
            ['w.terms @@ ?::tsquery', asked.join(' & ')],
            ['(w.terms @@ ?::tsquery) IS TRUE', words.join(' & ')],
          ];
    const older = all([...numbers, ['w.seq <= ?', border], ...byIndex]);
    // By an order that no index has; and only as many messages are read as are wanted, not all whose numbers the index gives.
    const rest = await find(
      `(SELECT seq + 0 AS seq FROM words w ${older.text} ORDER BY 1 DESC OFFSET 0) w JOIN messages m ON m.seq = w.seq`,
      all(where, behind(older)),
      'w.seq',
      limit - found.length,
    );
    return [...found, ...rest];
  };
  /** The newest `size` messages of these numbers, as a table `w` that is read only as far as it is needed. */
  const windowOf = async (numbers: readonly Condition[], size: number): Promise<Window> => {
    const { text, values, and } = all(numbers);
    const border = await numberFrom(
      `SELECT seq AS n FROM words w ${text} ORDER BY seq DESC LIMIT 1 OFFSET ${size}`,
      ...values,
    );
    const within = and('w.seq > ?', border);
    return { border, within, table: `(SELECT * FROM words w ${within.text} ORDER BY seq DESC OFFSET 0) w` };
  };
  /**
   * What the index is asked for. It would gather all messages of the start of a common word, and passes quickly over those of a
   * whole one: where a word is seldom, judging by the window, no start of a common one is asked for.
   */
  const wordsToAsk = async (
    words: readonly string[],
    { table, within }: Window,
  ): Promise<readonly string[]> => {
    if (words.length === 1 || !words.some(isStart)) return words;
    const next = within.values.length + 1;
    const each = words.map(
      (_, at) => `count(*) FILTER (WHERE w.terms @@ $${next + at}::tsquery) AS having${at}`,
    );
    const [row] = await sql(`SELECT ${each.join(', ')} FROM ${table}`, [...within.values, ...words]);
    const seldom = words.map((_, at) => Number(row?.[`having${at}`]) <= lookedThrough / SELDOM);
    return seldom.includes(true) ? words.filter((word, at) => seldom[at] || !isStart(word)) : words;
  };

  return async ({ list, to, from, q, after }, { before, limit }) => {
    const terms = searchTerms(q ?? '');
    const where: Condition[] = [];
    if (list !== undefined) where.push(['m.list = ?', plain(list)]);
    if (to !== undefined) where.push(['strpos(m.recipients, ?) > 0', addressText(to)]);
    if (from !== undefined) where.push(['strpos(m.authors, ?) > 0', addressText(from)]);
    let lowest = typeof after === 'string' ? (await numberFrom(PLACE, plain(after))) + 1 : 0;
    if (typeof after === 'number') {
      const first = await numberAfter(list, after);
      if (first === null) return [];
      lowest = first;
      where.push(['m.at > ?', after]);
    }
    const numbers = (table: string, first: number): Condition[] => [
      [`${table}.seq >= ?`, first],
      ...(before === null ? [] : [[`${table}.seq < ?`, before] satisfies Condition]),
    ];
    const scan = (first: number): Promise<Found<Message>> =>
      find('messages m', all([...numbers('m', first), ...where]), 'm.seq', limit + 1);
    // Words hold letters and digits only: nothing of a question reaches PostgreSQL as its syntax.
    const wanted = terms.map((term) => startOf(term));
    // An address is made of words: the index leads to its messages, but for the youngest, which it does not know yet.
    for (const word of searchTerms(`${to ?? ''}\n${from ?? ''}`)) wanted.push(`'${word}'`);
    if (wanted.length === 0) return scan(lowest);
    const young = terms.length > 0 ? [] : await scan(Math.max(lowest, (await numberFrom(INDEXED)) + 1));
    if (young.length > limit) return young;
    if (list !== undefined) wanted.push(`'${listWord(plain(list)).replaceAll("'", "''")}'`);
    // Found among the young already, though the index may have come to know them meanwhile.
    const end = young.at(-1)?.seq;
    const known = numbers('w', lowest);
    if (end !== undefined) known.push(['w.seq < ?', end]);
    const old = await findByWords(wanted, where, known, limit + 1 - young.length);
    return [...young, ...old];
  };
};

/** As PostgreSQL writes that a word begins so. */
const startOf = (word: string): string => `'${word}':*`;
const isStart = (word: string): boolean => word.endsWith(':*');

/** `border` is the number of the newest message that is older than those of the window; 0 where none is. */
type Window = { border: number; within: Where; table: string };

const INDEXED = "SELECT value AS n FROM meta WHERE name = 'indexed'";

/** So many are sorted in a moment; where more are younger than an instant, the newest of all are likely among them. */
const FEW = 5_000;

/** So many take some milliseconds. */
const LOOKED_THROUGH = 4_000;

/** So many times as many are looked through where the rest of a page is likely among them. */
const FURTHER = 8;

/** A word is seldom that stands in no more than one of so many messages. */
const SELDOM = 400;

/** The number of a message that is there or was; none, before everything, where it is not remembered. */
const PLACE = `SELECT coalesce((SELECT seq FROM messages WHERE id = $1), (SELECT seq FROM gone WHERE id = $1)) AS n`;

/** What stands between line feeds in the columns of addresses: all of an address, or the end from its `@`. */
const addressText = (address: string): string =>
  plain((address.startsWith('@') ? '' : '\n') + fold(address) + '\n');
