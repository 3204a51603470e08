/** One report of the reports of all shards. */

import { defect, ok, type Result } from '../../src/model/result.ts';
import { makeReport, type Report } from './report.ts';

/** Fails where a shard is missing, is there twice, or is of another commit or count: then nothing can be said of the whole. */
export const mergeShards = (reports: readonly Report[]): Result<Report> => {
  const [first] = reports;
  if (!first)
    return defect(
      'no-shards',
      'no report of a shard was found: run npm run scenarios -- --shard=1/2, then 2/2',
    );
  const totals = new Set(reports.map(({ shard }) => shard?.total));
  if (!first.shard || totals.size > 1)
    return defect(
      'mixed-shards',
      `the reports are of runs that were cut differently (${[...totals].join(', ')}): remove the old ones`,
    );
  if (new Set(reports.map(({ commit }) => commit)).size > 1)
    return defect('mixed-commits', 'the reports are of different commits: remove the old ones');
  const seen = reports.map(({ shard }) => shard?.current ?? 0).toSorted((a, b) => a - b);
  const due = Array.from({ length: first.shard.total }, (_, i) => i + 1);
  if (seen.join() !== due.join())
    return defect(
      'missing-shards',
      `there are reports of the shards ${seen.join(', ')}, and should be of ${due.join(', ')}`,
    );
  const partial = reports.find((report) => report.partial !== null)?.partial ?? null;
  const { commit, run } = first;
  return ok(
    makeReport(
      { commit, run, partial, shard: null },
      reports.flatMap(({ scenarios }) => scenarios),
    ),
  );
};
