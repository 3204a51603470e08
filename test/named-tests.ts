/** Tests that a page of the documentation names as `file.ts`: “title”, and which of them do not exist. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './source-files.ts';

export type Named = { file: string; title: string };

export const namedIn = (text: string): Named[] =>
  [...text.matchAll(/`([^`\s]+\.ts)`: “([^”]+)”/g)].map(([, file = '', title = '']) => ({ file, title }));

/** Rows of the tables of a page, but for their heads. */
export const rowsOf = (page: string): string[] =>
  page
    .split('\n')
    .filter((line, at, lines) => line.startsWith('| ') && !isRule(line) && !isRule(lines[at + 1] ?? ''));

export const missing = (named: readonly Named[]): string[] =>
  named
    .filter(({ file, title }) => {
      const path = join(ROOT, file);
      return !existsSync(path) || !holds(readFileSync(path, 'utf8'), title);
    })
    .map(({ file, title }) => `${file}: ${title}`);

const isRule = (line: string): boolean => /^\|[-|:]+\|$/.test(line);

/** Whether a test of this title is in the text: as the first argument of a call, in whatever quotes. */
const holds = (text: string, title: string): boolean =>
  [...text.matchAll(/\(\s*(['"`])(.*)\1,/g)].some(([, , first]) => first === title);
