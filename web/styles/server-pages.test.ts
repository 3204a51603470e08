import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8');

const tokens = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name!, value!]));

const server = read('../../src/http/page.ts');

test('the pages that the service makes itself have the colours of the admin UI', () => {
  const ours = tokens(read('tokens.css'));
  const theirs = tokens(server);
  expect(theirs.size).toBeGreaterThan(10);
  for (const [name, value] of theirs) expect(value, name).toBe(ours.get(name));
});

test('and its icon', () => {
  const shapes = (svg: string): string[] =>
    [...svg.matchAll(/\b(?:d|fill|stroke|rx|cx|cy|r)="[^"]+"/g)].map(String);
  const icon = shapes(read('../public/icon.svg'));
  expect(icon.length).toBeGreaterThan(8);
  expect(shapes(server)).toEqual(icon);
});
