import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { ROOT } from '../source-files.ts';
import { EQUIVALENT } from './equivalent.ts';
import { findUnexplained, formatMutant, locate, type Equivalent, type Mutant } from './survivors.ts';

const MUTANT: Mutant = {
  file: 'src/policy/x.ts',
  line: 'return a < b;',
  mutator: 'EqualityOperator',
  original: 'a < b',
  replacement: 'a <= b',
};
const ENTRY: Equivalent = { ...MUTANT, why: 'a and b are never equal here, by the type' };
const looked = new Set([MUTANT.file]);

describe('a run', () => {
  test('is fine where what lives is what is listed', () => {
    expect(findUnexplained([], [], looked)).toEqual([]);
    expect(findUnexplained([MUTANT], [ENTRY], looked)).toEqual([]);
  });

  test('fails on a survivor that is not listed, and shows it', () => {
    const other = { ...MUTANT, replacement: 'a >= b' };
    expect(findUnexplained([MUTANT, other], [ENTRY], looked)).toEqual([
      'no test finds src/policy/x.ts EqualityOperator: a < b -> a >= b in: return a < b;',
    ]);
  });

  test('fails on an entry that no longer survives', () => {
    expect(findUnexplained([], [ENTRY], looked)).toEqual([
      `listed as equivalent, and found by a test or gone: ${formatMutant(ENTRY)}`,
    ]);
  });

  test('says nothing of entries in files that it did not look at', () => {
    expect(findUnexplained([], [ENTRY], new Set(['src/policy/y.ts']))).toEqual([]);
  });
});

test('a mutant is found in its file by line and column, over several lines', () => {
  const source = 'const a = 1;\n  const b = f(\n    2,\n  );\n';
  expect(locate(source, { start: { line: 2, column: 13 }, end: { line: 4, column: 4 } })).toEqual({
    line: 'const b = f(',
    original: 'f(\n    2,\n  )',
  });
});

describe('the list', () => {
  test('names each mutant once', () => {
    const keys = EQUIVALENT.map((entry) => JSON.stringify({ ...entry, why: null }));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each(EQUIVALENT.map((entry) => [formatMutant(entry), entry] as const))(
    'has a reason and existing code for %s',
    (_, { file, line, original, replacement, why }) => {
      const source = readFileSync(join(ROOT, file), 'utf8');
      expect(source.split('\n').map((text) => text.trim())).toContain(line);
      expect(source).toContain(original);
      expect(replacement).not.toBe(original);
      expect(why.length).toBeGreaterThan(20);
    },
  );
});
