/** The contents of messages as the SQLite file's writer keeps them: rows for what was in memory, and the name of the file that follows. */

import type { DatabaseSync } from 'node:sqlite';

import { PIECE } from './limits.ts';
import type { ContentRef } from './sqlite-rows.ts';
import { PIECES } from './sqlite-schema.ts';

export const contentStatements = (db: DatabaseSync) => ({
  put: db.prepare('INSERT INTO content VALUES (?, ?)'),
  putFile: db.prepare('INSERT INTO content_files VALUES (?, ?, ?)'),
  drop: db.prepare('DELETE FROM content WHERE key >= ? AND key < ?'),
  dropFile: db.prepare('DELETE FROM content_files WHERE seq = ? RETURNING name'),
});

export const createContents = (sql: ReturnType<typeof contentStatements>) => {
  /** Files that no message has any more, once the present transaction is committed. */
  const dropped: string[] = [];
  return {
    put(seq: number, content: ContentRef, bytes: Uint8Array): void {
      const held = typeof content === 'number' ? content : content.head;
      for (let at = 0; at === 0 || at * PIECE < held; at++)
        sql.put.run(seq * PIECES + at, bytes.subarray(at * PIECE, (at + 1) * PIECE));
      if (typeof content !== 'number') sql.putFile.run(seq, content.file, content.size - held);
    },
    drop(seq: number): void {
      sql.drop.run(seq * PIECES, (seq + 1) * PIECES);
      const file = sql.dropFile.get(seq);
      if (file) dropped.push(String(file['name']));
    },
    /** To be called after the commit: what may be removed now. */
    freed: (): string[] => dropped.splice(0),
    mark: (): number => dropped.length,
    /** What was dropped since the mark, or the transaction, is rolled back. */
    forget: (mark = 0): void => void (dropped.length = mark),
  };
};
