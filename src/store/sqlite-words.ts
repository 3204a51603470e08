/**
 * The words of messages, for the search: an index for each block of numbers. A word, or the start of one, that stands in very
 * many messages is then looked up in the newest blocks only, and the index of a block without messages goes as a whole.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Numbers in a block. Messages, decisions and sessions share them: it is some 20,000 to 60,000 messages. */
export const BLOCK = 65_536;

export const blockOf = (seq: number): number => Math.floor(seq / BLOCK);
export const blockTable = (block: number): string => `words_${block}`;

/** The word by which the messages of a list are found; nobody can ask for it, since those of a search are letters and digits. */
export const listWord = (list: string): string => `${MARK}${list}`;
const MARK = '\u220e';

export type WordBlocks = {
  put(seq: number, words: string): void;
  drop(seq: number): void;
  /** Drops the indexes of blocks that have no messages any more. */
  letGo(): void;
  /** The transaction is rolled back, and with it what was made in it. */
  forget(): void;
};

export const createWordBlocks = (db: DatabaseSync): WordBlocks => {
  const blocks = db.prepare('SELECT block FROM word_blocks ORDER BY block');
  const add = db.prepare('INSERT INTO word_blocks VALUES (?)');
  const remove = db.prepare('DELETE FROM word_blocks WHERE block = ?');
  const inUse = db.prepare('SELECT 1 FROM messages WHERE seq >= ? AND seq < ? LIMIT 1');
  const open = new Map<number, { put: StatementSync; drop: StatementSync }>();

  const list = (): number[] => blocks.all().map(({ block }) => Number(block));
  const prepare = (block: number) => {
    const table = blockTable(block);
    const statements = {
      // One may have been deleted since its words were read.
      put: db.prepare(
        `INSERT INTO ${table} (rowid, terms) SELECT ?, ? WHERE EXISTS (SELECT 1 FROM messages WHERE seq = ?)`,
      ),
      drop: db.prepare(`DELETE FROM ${table} WHERE rowid = ?`),
    };
    open.set(block, statements);
    return statements;
  };
  const letGo = (): void => {
    for (const block of list()) {
      if (inUse.get(block * BLOCK, (block + 1) * BLOCK)) continue;
      open.delete(block);
      db.exec(`DROP TABLE ${blockTable(block)}`);
      remove.run(block);
    }
  };
  const make = (block: number) => {
    // Words come with spaces between, as `searchTerms` cut them: the tokenizer has nothing to decide.
    db.exec(`CREATE VIRTUAL TABLE ${blockTable(block)} USING fts5 (
      terms, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '-_'")`);
    add.run(block);
    return prepare(block);
  };
  const find = (block: number) => open.get(block) ?? (list().includes(block) ? prepare(block) : null);

  return {
    put(seq, words) {
      const block = blockOf(seq);
      (find(block) ?? make(block)).put.run(seq, words, seq);
    },
    drop: (seq) => void find(blockOf(seq))?.drop.run(seq),
    letGo,
    forget: () => open.clear(),
  };
};
