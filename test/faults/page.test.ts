import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { missing, namedIn, rowsOf } from '../named-tests.ts';
import { ROOT } from '../source-files.ts';

const page = readFileSync(join(ROOT, 'docs/faults.md'), 'utf8');

test('every test that the page on faults names exists', () => {
  const named = namedIn(page);
  expect(named.length).toBeGreaterThan(25);
  expect(missing(named)).toEqual([]);
});

test('every fault of the page has a test', () => {
  // What was measured in the soak is no fault.
  const rows = rowsOf(page.replace(/^## Over time[^]*/m, ''));
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => namedIn(row).length === 0)).toEqual([]);
});
