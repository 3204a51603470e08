/** `npm run scenarios:merge`: makes one report of the shards' reports and applies the gate; ends with 1 where it fails. */

import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { mergeShards } from './merge-shards.ts';
import { summary, type Report } from './report.ts';
import { formatText } from './text.ts';
import { REPORT_FOLDER, ROOT, SHARDS_FOLDER, writeReport } from './write.ts';

/** The folder of the report, with the shards' reports in `shards/`. */
const folder = process.argv[2] ?? REPORT_FOLDER;
const shards = resolve(ROOT, folder, SHARDS_FOLDER);
const files = globSync('*.json', { cwd: shards }).map((name) => resolve(shards, name));
const merged = mergeShards(files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report));
if (merged.ok) {
  const { partial, complete, problems } = merged.value;
  writeReport(merged.value, folder);
  for (const line of formatText(merged.value)) console.log(line);
  console.log(`\n${summary(merged.value)}\nthe matrix: ${folder}/rules.html`);
  if (complete) for (const problem of problems) console.log(`rules: ${problem}`);
  else console.log(`partial run (${partial}), gate not applied`);
  process.exitCode = complete && problems.length > 0 ? 1 : 0;
} else {
  console.error(`${merged.error.message}; they lie in ${folder}/${SHARDS_FOLDER}/`);
  process.exitCode = 2;
}
