/** Rows turned into columns, one array a column, as `unnest` takes them. */

import { bigintArray, textArray } from './postgres-array.ts';
import { plain } from './postgres-changes.ts';

export type Column = (rows: readonly (readonly unknown[])[]) => Buffer;

/** Null for every column where there are no rows. */
export const columns = (rows: readonly (readonly unknown[])[], each: readonly Column[]): (Buffer | null)[] =>
  each.map((column) => (rows.length > 0 ? column(rows) : null));

/** The texts, or nulls, at this place of each row. */
export const text =
  (at: number): Column =>
  (rows) =>
    textArray(rows.map((row) => (typeof row[at] === 'string' ? storable(row[at]) : null)));

/** The numbers, or nulls, at this place of each row. */
export const number =
  (at: number): Column =>
  (rows) =>
    bigintArray(rows.map((row) => (typeof row[at] === 'number' ? row[at] : null)));

/** Records are JSON, which has escapes for what PostgreSQL does not take; the columns that are asked by have not. */
const storable = (value: string): string =>
  value.includes('\0') || !value.isWellFormed() ? plain(value) : value;
