/** `npm run scenarios:merge`: makes one report of the shards' reports and applies the gate; ends with 1 where it fails. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { mergeShards } from './merge-shards.ts';
import { summary, type Report } from './report.ts';
import { REPORT_FOLDER, ROOT, SHARDS_FOLDER, writeReport } from './write.ts';

const given = process.argv.slice(2);
const files =
  given.length > 0
    ? given
    : globSync(`${SHARDS_FOLDER}/*.json`, { cwd: ROOT }).map((path) => join(ROOT, path));
const merged = mergeShards(files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report));
if (merged.ok) {
  writeReport(merged.value);
  console.log(`${summary(merged.value)}\nthe matrix: ${REPORT_FOLDER}/rules.html`);
  if (merged.value.partial !== null) console.log(`partial run (${merged.value.partial}), gate not applied`);
  else for (const problem of merged.value.problems) console.log(`rules: ${problem}`);
  process.exitCode = merged.value.complete && merged.value.problems.length > 0 ? 1 : 0;
} else {
  console.error(`${merged.error.message}; the shards' files lie in ${SHARDS_FOLDER}/, or name them`);
  process.exitCode = 2;
}
