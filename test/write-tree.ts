/** `npm run tree`: brings the tree in docs/architecture.md up to date with the files. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readFiles, ROOT } from './source-files.ts';
import { findGaps, makeTree, parseTree, writeTree } from './tree.ts';

const document = join(ROOT, 'docs/architecture.md');
const files = readFiles();
const before = readFileSync(document, 'utf8');
const after = writeTree(before, makeTree(files, parseTree(before)));
writeFileSync(document, after);
for (const gap of findGaps(parseTree(after), files)) console.log(gap);
