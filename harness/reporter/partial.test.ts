import { expect, test } from 'vitest';

import { partialBy } from './partial.ts';

const started = (...words: string[]): string[] => ['/bin/node', '/x/playwright/cli.js', 'test', ...words];

test.each([
  [[]],
  [['--project=scenarios', '--project=scenarios-narrow', '--add-reporter=html,./harness/reporter/rules.ts']],
  [['--workers', '4', '--repeat-each=20', '--headed', '-j', '2', '--trace', 'on']],
  [['--shard=1/2']],
  [['--shard', '1/2']],
])('a run by %j is of every scenario', (words) => {
  expect(partialBy(started(...words))).toBeNull();
});

test.each([
  [['--grep', 'throttled'], '--grep'],
  [['--grep=throttled'], '--grep'],
  [['-g', 'x'], '-g'],
  [['-gthrottled'], '-gthrottled'],
  [['--grep-invert', 'x'], '--grep-invert'],
  [['--last-failed'], '--last-failed'],
  [['--only-changed=main'], '--only-changed'],
  [['--test-list', 'x.txt'], '--test-list'],
  [['--ui'], '--ui'],
  [['throttling'], '"throttling"'],
  [['--workers', '2', 'scenarios/throttling'], '"scenarios/throttling"'],
  [['--workers=2', 'throttling.scenario.ts:10'], '"throttling.scenario.ts:10"'],
])('a run by %j is a partial one', (words, by) => {
  expect(partialBy(started(...words))).toBe(`filtered by ${by}`);
});
