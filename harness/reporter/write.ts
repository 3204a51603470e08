/** Where the report of the rules lies: JSON for programs, HTML for people, and a file for each shard until they are merged. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatHtml } from './html.ts';
import type { Report } from './report.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** From the root. */
export const REPORT_FOLDER = 'scenarios-report';
export const SHARDS_FOLDER = `${REPORT_FOLDER}/shards`;

export const writeReport = (report: Report): void => {
  mkdirSync(join(ROOT, REPORT_FOLDER), { recursive: true });
  writeFileSync(join(ROOT, REPORT_FOLDER, 'rules.json'), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(ROOT, REPORT_FOLDER, 'rules.html'), formatHtml(report));
};

/** The path of what it wrote, from the root. */
export const writeShard = (report: Report): string => {
  const path = `${SHARDS_FOLDER}/rules-${report.shard?.current}-of-${report.shard?.total}.json`;
  mkdirSync(join(ROOT, SHARDS_FOLDER), { recursive: true });
  writeFileSync(join(ROOT, path), JSON.stringify(report));
  return path;
};
