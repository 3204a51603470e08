import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { ROOT } from './source-files.ts';

const PLANTED: [file: string, text: string, rule: string][] = [
  ['src/default.ts', 'export default 1;', 'import(no-default-export)'],
  ['src/any.ts', 'export const run = (x: any): string => String(x);', 'typescript(no-explicit-any)'],
  ['src/unsafe.ts', 'export const x: string = JSON.parse("1");', 'typescript(no-unsafe-assignment)'],
  [
    'src/floating.ts',
    'const later = async () => {};\nexport const run = () => {\n  later();\n};',
    'typescript(no-floating-promises)',
  ],
  ['src/console.ts', 'export const run = () => console.log(1);', 'eslint(no-console)'],
  ['src/throws.ts', 'export const run = () => {\n  throw "x";\n};', 'typescript(only-throw-error)'],
  [
    'src/long.ts',
    Array.from({ length: 301 }, (_, i) => `export const x${i} = 1;`).join('\n'),
    'eslint(max-lines)',
  ],
  [
    'src/here.ts',
    "import { there } from './there.ts';\nexport const here = () => there;",
    'import(no-cycle)',
  ],
  ['src/there.ts', "import { here } from './here.ts';\nexport const there = () => here;", 'import(no-cycle)'],
  [
    'src/sleep.test.ts',
    'export const run = () => new Promise((done) => setTimeout(done, 5));',
    'eslint(no-restricted-globals)',
  ],
  [
    'src/timers.test.ts',
    "import { setTimeout as sleep } from 'node:timers/promises';\nexport const run = () => sleep(5);",
    'eslint(no-restricted-imports)',
  ],
  [
    'src/wait.test.ts',
    'export const run = (page: { waitForTimeout(ms: number): void }) => page.waitForTimeout(5);',
    'eslint(no-restricted-properties)',
  ],
  [
    'scenarios/a/wait.scenario.ts',
    'export const run = (page: { waitForTimeout(ms: number): void }) => page.waitForTimeout(5);',
    'eslint(no-restricted-properties)',
  ],
  [
    'scenarios/a/sleep.scenario.ts',
    'export const run = async (sleep: (ms: number) => Promise<void>) => {\n  await sleep(5);\n};',
    'house(no-sleep)',
  ],
  [
    'scenarios/a/quiet.scenario.ts',
    "export const run = (page: { goto(url: string, how: object): void }) => page.goto('/', { waitUntil: 'networkidle' });",
    'house(no-sleep)',
  ],
  [
    'harness/quiet.ts',
    "export const run = (page: { waitFor(state: string): void }) => page.waitFor('networkidle');",
    'house(no-sleep)',
  ],
  [
    'harness/timer.ts',
    'export const run = () => new Promise((done) => setTimeout(done, 5));',
    'eslint(no-restricted-globals)',
  ],
  [
    'src/only.test.ts',
    "import { test, expect } from 'vitest';\ntest.only('x', () => expect(1).toBe(1));",
    'vitest(no-focused-tests)',
  ],
];

test('each planted violation is refused by the rule that is there for it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smtp-plus-lint-'));
  try {
    for (const [file, text] of PLANTED) write(join(folder, file), `${text}\n`);
    write(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "module": "nodenext" } }');
    const { status, found } = lint(folder);
    for (const [file, , rule] of PLANTED) expect(found.get(file), file).toContain(rule);
    expect(status).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

/** Lints a folder by the project's rules; the rules that refused, by file. */
const lint = (folder: string): { status: number | null; found: Map<string, string[]> } => {
  const bin = join(ROOT, 'node_modules/.bin');
  const { status, stdout } = spawnSync(
    join(bin, 'oxlint'),
    ['-c', join(ROOT, '.oxlintrc.json'), '-f', 'json'],
    // oxlint looks for its type-aware half on the PATH.
    { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` } },
  );
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
  const found = new Map<string, string[]>();
  for (const { code, filename } of diagnostics) found.set(filename, [...(found.get(filename) ?? []), code]);
  return { status, found };
};
