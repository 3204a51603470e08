/** Where the report of the rules lies: JSON for programs, HTML for people, and a file for each shard until they are merged. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { formatHtml } from './html.ts';
import type { Report } from './report.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** From the root. */
export const REPORT_FOLDER = 'scenarios-report';
export const SHARDS_FOLDER = 'shards';

export const writeReport = (report: Report, folder = REPORT_FOLDER): void => {
  const into = resolve(ROOT, folder);
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, 'rules.json'), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(into, 'rules.html'), formatHtml(report));
};

/** The path of what it wrote. */
export const writeShard = (report: Report, folder = REPORT_FOLDER): string => {
  const path = `${folder}/${SHARDS_FOLDER}/rules-${report.shard?.current}-of-${report.shard?.total}.json`;
  mkdirSync(resolve(ROOT, folder, SHARDS_FOLDER), { recursive: true });
  writeFileSync(resolve(ROOT, path), JSON.stringify(report));
  return path;
};
