/** What the one writer does to the file: batches of writes, each batch one transaction and one fsync. */

import type { DatabaseSync } from 'node:sqlite';

import { applyChange } from './sqlite-changes.ts';
import { createDeliveryWrites } from './sqlite-deliveries.ts';
import type {
  Batch,
  BatchResult,
  ContentRef,
  DecisionRow,
  MessageRow,
  SessionRow,
  Write,
} from './sqlite-rows.ts';
import { createContents } from './sqlite-contents.ts';
import { createFiling } from './sqlite-filing.ts';
import { createNumbers } from './sqlite-numbers.ts';
import { prepareStatements } from './sqlite-statements.ts';
import type { Bounds } from './store.ts';
import { createTotals } from './sqlite-totals.ts';
import { createTrim, dropDecisions } from './sqlite-trim.ts';
import { createWordBlocks } from './sqlite-words.ts';

export type Writer = {
  /** Writes that fail do not take the others down; throws where the batch as a whole does not reach the disk. */
  write(batch: Batch): BatchResult;
  /** Takes in the words of messages, all up to `upTo`. */
  index(documents: readonly [seq: number, words: string][], upTo: number): void;
};

/**
 * `kept` and `remembered`: how many decisions, sessions and places of deleted messages stay. `freed` takes the files that no
 * message has any more, once that is durable.
 */
export const createWriter = (
  db: DatabaseSync,
  kept: number,
  remembered: number,
  freed: (files: string[]) => void,
): Writer => {
  const sql = prepareStatements(db);
  const lists = new Set<string>();
  const numbers = createNumbers(sql);
  const trim = createTrim(sql, kept, remembered);
  const filing = createFiling(sql.file, numbers.last);
  const totals = createTotals(sql);
  const contents = createContents(sql.content);
  const words = createWordBlocks(db);
  let indexed = Number(sql.counter.get('indexed')?.['value'] ?? 0);

  const readLists = (): void => {
    lists.clear();
    for (const { id } of sql.lists.all()) lists.add(String(id));
  };
  readLists();

  /** Answers its number. */
  const putMessage = (row: MessageRow, content: ContentRef, bytes: Uint8Array): number => {
    if (!lists.has(row[1])) throw new Error(`the list "${row[1]}" is gone; create it again`);
    const seq = numbers.next();
    sql.putMessage.run(seq, ...row);
    filing.grew();
    contents.put(seq, content, bytes);
    totals.add(row[1], 1, typeof content === 'number' ? content : content.size);
    return seq;
  };
  const deliveries = createDeliveryWrites(sql.delivery, putMessage);
  const putDecision = (row: DecisionRow): void => {
    if (row[1] !== '' && !lists.has(row[1])) return;
    sql.putDecision.run(numbers.next(), ...row);
    filing.grew();
    trim.grew('decisions', row[1]);
  };
  /** Whether it is a new one; null where its list is gone, and with it the session. */
  const putSession = (row: SessionRow): boolean | null => {
    if (row[1] !== '' && !lists.has(row[1])) return null;
    const [id, ...rest] = row;
    if (sql.updateSession.run(...rest, id).changes) return false;
    sql.putSession.run(numbers.next(), ...row);
    trim.grew('sessions', row[1]);
    return true;
  };
  const forgetMessage = (seq: number): void => {
    contents.drop(seq);
    if (seq <= indexed) words.drop(seq);
    deliveries.drop(seq);
  };
  const deleteMessage = (id: string): string | null => {
    const found = sql.message.get(id);
    if (!found) return null;
    dropMessage(id, Number(found['seq']), String(found['list']), Number(found['size']));
    return String(found['record']);
  };
  const dropMessage = (id: string, seq: number, list: string, size: number): void => {
    forgetMessage(seq);
    sql.remember.run(id, seq, list);
    sql.dropMessageId.run(id);
    sql.dropMessage.run(seq);
    totals.add(list, -1, -size);
    trim.grew('gone', '');
  };
  /** The ids of those that went. */
  const sweep = (list: string, bounds: Bounds, limit: number): string[] => {
    const ids: string[] = [];
    for (const { id, seq, size } of totals.beyond(list, bounds, limit)) {
      dropMessage(id, seq, list, size);
      ids.push(id);
    }
    if (ids.length > 0) words.letGo();
    return ids;
  };
  const deleteMessages = (list: string): number => {
    for (const { seq } of sql.messagesOf.all(list)) {
      forgetMessage(Number(seq));
      trim.grew('gone', '');
    }
    sql.rememberAll.run(list);
    sql.dropMessageIds.run(list);
    totals.drop(list);
    const count = Number(sql.dropMessages.run(list).changes);
    words.letGo();
    return count;
  };
  const dropList = (id: string): void => {
    for (const { seq } of sql.messagesOf.all(id)) forgetMessage(Number(seq));
    dropDecisions(sql, id, Number.MAX_SAFE_INTEGER);
    totals.drop(id);
    for (const drop of [sql.dropMessageIds, sql.dropGone, sql.dropSessions, sql.dropList]) drop.run(id);
  };

  const putAccepted = (
    [, row, content, decision, delivery]: Extract<Write, ['message', ...unknown[]]>,
    bytes: Uint8Array,
  ): void => {
    const seq = putMessage(row, content, bytes);
    if (decision) putDecision(decision);
    if (delivery) deliveries.put(seq, delivery);
  };

  const run = (write: Write, bytes: Uint8Array): unknown => {
    switch (write[0]) {
      case 'message':
        return putAccepted(write, bytes);
      case 'decision':
        return putDecision(write[1]);
      case 'session':
        return putSession(write[1]);
      case 'rule-set':
        return void sql.putRuleSet.run(write[1], write[2]);
      case 'touch':
        return void sql.touch.run(write[2], write[1]);
      case 'change':
        for (const change of write[1]) applyChange(sql.change, change, dropList);
        return readLists();
      case 'delete-message':
        return deleteMessage(write[1]);
      case 'delete-messages':
        return deleteMessages(write[1]);
      case 'sweep':
        return sweep(write[1], write[2], write[3]);
      default:
        return deliveries.run(write, bytes);
    }
  };

  const inTransaction = <T>(work: () => T): T => {
    sql.begin.run();
    try {
      const result = work();
      totals.due();
      trim.due();
      filing.due();
      sql.commit.run();
      freed(contents.freed());
      return result;
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (db.isTransaction) sql.rollback.run();
      numbers.forget();
      totals.forget();
      contents.forget();
      words.forget();
      readLists();
      throw error;
    }
  };

  /** The usual way: all or nothing. Null where one of them failed. */
  const together = (batch: Batch): BatchResult | null => {
    const result: BatchResult = { values: [], failures: [] };
    let failed = true;
    try {
      inTransaction(() => {
        eachWrite(batch, (write, own, at) => {
          const value = run(write, own);
          if (value !== undefined) result.values.push([at, value]);
        });
        failed = false;
      });
      return result;
    } catch (error) {
      // A disk that does not take the batch would not take it in another way either.
      if (isOfTheDisk(error) || !failed) throw error;
      return null;
    }
  };
  /** The careful way, taken where one has failed: each write in a savepoint of its own. */
  const apart = (batch: Batch): BatchResult =>
    inTransaction(() => {
      const result: BatchResult = { values: [], failures: [] };
      eachWrite(batch, (write, own, at) => {
        sql.savepoint.run();
        const mark = contents.mark();
        try {
          const value = run(write, own);
          if (value !== undefined) result.values.push([at, value]);
          totals.due();
        } catch (error) {
          if (isOfTheDisk(error)) throw error;
          sql.rollbackTo.run();
          totals.forget();
          contents.forget(mark);
          words.forget();
          readLists();
          result.failures.push([at, error instanceof Error ? error.message : String(error)]);
        }
        sql.release.run();
      });
      return result;
    });

  return {
    write: (batch) => together(batch) ?? apart(batch),
    index(documents, upTo) {
      inTransaction(() => {
        for (const [seq, text] of documents) words.put(seq, text);
        sql.count.run('indexed', upTo);
      });
      indexed = upTo;
    },
  };
};

/** Whether the failure is one of the file or its disk rather than of the write: busy, read-only, I/O, corrupt, full. */
const isOfTheDisk = (error: unknown): boolean =>
  [5, 6, 8, 10, 11, 13, 14, 26].includes(((error as { errcode?: number }).errcode ?? 0) % 256);

/** Calls with each write, and the bytes that belong to it where it brings some. */
const eachWrite = (
  { writes, bytes }: Batch,
  visit: (write: Write, own: Uint8Array, at: number) => void,
): void => {
  let start = 0;
  for (const [at, write] of writes.entries()) {
    const length = lengthOf(write);
    visit(write, bytes.subarray(start, start + length), at);
    start += length;
  }
};

const lengthOf = (write: Write): number => {
  if (write[0] === 'message') return typeof write[2] === 'number' ? write[2] : write[2].head;
  return write[0] === 'settle' ? write[5] : 0;
};
