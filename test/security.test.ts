import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { missing, namedIn, rowsOf } from './named-tests.ts';
import { ROOT } from './source-files.ts';

const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

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
  const rows = rowsOf(page);
  expect(rows.length).toBeGreaterThan(25);
  expect(rows.filter((row) => namedIn(row).length === 0)).toEqual([]);
});
