import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { readFiles, ROOT } from './source-files.ts';
import { findGaps, makeTree, openingSentence, parseTree, writeTree } from './tree.ts';

test('docs/architecture.md has a line for each file as it is; if not, npm run tree writes it', () => {
  const lines = parseTree(readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8'));
  expect(findGaps(lines, readFiles())).toEqual([]);
  expect(lines.length).toBeGreaterThan(50);
});

const FILES = new Map([
  ['src/main.ts', '/** Starts it. */'],
  [
    'src/model/address.ts',
    '/**\n * An address (RFC 5321 section 4.1.2),\n * parsed once. More of it.\n */\nexport {};',
  ],
  ['src/model/address.test.ts', ''],
  ['web/ui/button.css', ''],
  ['web/tests/button.spec.ts', ''],
  ['fixtures/mailhog/answers.json', ''],
  ['fixtures/mailhog/more/answers.json', ''],
]);

const DOCUMENT = `# House

\`\`\`tree
src/                          the service
  model/                      values
    address.ts                An address (RFC 5321 section 4.1.2), parsed once
  main.ts                     Starts it
fixtures/                     data
  mailhog/                    answers of the real one
\`\`\`

More.
`;

describe('a tree', () => {
  test('that is as the files are has no gaps', () => {
    expect(findGaps(parseTree(DOCUMENT), FILES)).toEqual([]);
  });

  test('is written as it was read', () => {
    expect(writeTree(DOCUMENT, makeTree(FILES, parseTree(DOCUMENT)))).toBe(DOCUMENT);
  });

  test('stands in the order of the floors, folders before files', () => {
    const files = new Map(
      ['src/a.ts', 'src/http/z.ts', 'src/policy/b.ts', 'src/http/a/c.ts', 'src/model/d.ts', 'web/e.ts'].map(
        (path) => [path, ''],
      ),
    );
    expect(makeTree(files, []).map(({ path }) => path)).toEqual([
      ...['src/', 'src/model/', 'src/model/d.ts', 'src/policy/', 'src/policy/b.ts'],
      ...['src/http/', 'src/http/a/', 'src/http/a/c.ts', 'src/http/z.ts', 'src/a.ts', 'web/', 'web/e.ts'],
    ]);
  });

  test.each<[how: string, lines: string, path: string, text: string, gap: string]>([
    ['a file without a line', '', 'src/new.ts', '/** New. */', 'src/new.ts has no line'],
    ['a folder without a line', '', 'src/model/deep/a.ts', '/** A. */', 'src/model/deep/ has no line'],
    ['a fixtures folder without a line', '', 'fixtures/forms/a.html', '', 'fixtures/forms/ has no line'],
    [
      'a dialogue without a first comment',
      '',
      'scenarios/a/x.smtp',
      'HELLO',
      'scenarios/a/x.smtp has no words',
    ],
    ['a file without an opening sentence', '', 'src/main.ts', 'export {};', 'src/main.ts has no words'],
    [
      'other words than the file opens with',
      '',
      'src/main.ts',
      '/** Ends it. */',
      'src/main.ts opens with other words',
    ],
    [
      'a line without a file',
      '  gone.ts    Was here',
      'src/main.ts',
      '/** Starts it. */',
      'fixtures/gone.ts has a line and is not there',
    ],
  ])('with %s is caught', (_, lines, path, text, gap) => {
    const document = DOCUMENT.replace('\n```\n\nMore', `\n${lines}\n\`\`\`\n\nMore`);
    expect(findGaps(parseTree(document), new Map([...FILES, [path, text]])).join('\n')).toContain(gap);
  });

  test('that is missing altogether is caught', () => {
    expect(findGaps(parseTree('# House'), FILES)).toContain('src/main.ts has no line');
  });
});

test.each([
  ['/** One. Two. */', 'One'],
  ['/** One, e.g. this. */', 'One, e.g. this'],
  [
    '#!/usr/bin/env node\n/** One: `a.b`, of RFC 5321 section 4.1.2. */',
    'One: `a.b`, of RFC 5321 section 4.1.2',
  ],
  ['/**\n * One\n * goes on. Two\n */', 'One goes on'],
  ["import 'x';\n/** One. */", ''],
  ['// One.', ''],
])('%j opens with "%s"', (text, sentence) => {
  expect(openingSentence(text)).toBe(sentence);
});
