import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { FLAGS, type Flag } from '../src/flags.ts';
import { ROOT } from './source-files.ts';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

test.each<[name: string, flag: Flag]>(FLAGS.map((flag) => [flag.name, flag]))(
  'the README has a row for --%s with its variables and its default',
  (name, { env, default: preset }) => {
    const row = readme.split('\n').find((line) => line.startsWith('|') && line.includes(`\`--${name}\``));
    expect(row).toBeDefined();
    for (const word of [...env, ...(preset === null ? [] : [preset])]) expect(row).toContain(`\`${word}\``);
  },
);

test('every flag that the README names exists', () => {
  const named = [...readme.matchAll(/^\| (`--.*?) \|/gm)].flatMap(([, cell]) => [
    ...(cell ?? '').matchAll(/`--([a-z-]+)`/g),
  ]);
  expect(named.map(([, name]) => `${name}`).toSorted()).toEqual(FLAGS.map(({ name }) => name).toSorted());
});

test('every npm script that the README names exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const named = [...readme.matchAll(/npm run ([a-z-]+)/g)].map(([, name]) => name);
  expect(named).toContain('unit');
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});
