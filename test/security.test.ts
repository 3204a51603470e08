import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { ROOT } from './source-files.ts';

const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

type Named = { file: string; title: string };

const namedIn = (text: string): Named[] =>
  [...text.matchAll(/`([^`\s]+\.ts)`: “([^”]+)”/g)].map(([, file = '', title = '']) => ({ file, title }));

/** Whether a test of this title is in the text: as the first argument of a call, in whatever quotes. */
const holds = (text: string, title: string): boolean =>
  [...text.matchAll(/\(\s*(['"`])(.*)\1,/g)].some(([, , first]) => first === title);

const missing = (named: readonly Named[]): string[] =>
  named
    .filter(({ file, title }) => {
      const path = join(ROOT, file);
      return !existsSync(path) || !holds(readFileSync(path, 'utf8'), title);
    })
    .map(({ file, title }) => `${file}: ${title}`);

test('every test that the page on security names exists', () => {
  const named = namedIn(page);
  expect(named.length).toBeGreaterThan(40);
  expect(missing(named)).toEqual([]);
});

test('a test that does not exist is missed, and so is a file', () => {
  const planted = [
    { file: 'test/security.test.ts', title: 'every test that the page on security names' },
    { file: 'test/nowhere.test.ts', title: 'x' },
  ];
  expect(missing(planted)).toHaveLength(2);
});

test('every promise of the page has a test', () => {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| asset |') && !/^\|[-|]+\|$/.test(line));
  expect(rows.length).toBeGreaterThan(25);
  expect(rows.filter((row) => namedIn(row).length === 0)).toEqual([]);
});
