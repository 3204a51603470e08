import { expect, test } from 'vitest';

import { plot } from './plot.ts';
import type { Sample } from './sample.ts';
import { verdictsOf, type Soaked } from './verdict.ts';

const sample = (n: number, change: Partial<Sample> = {}): Sample => ({
  ...{ second: n, acknowledged: 10 * n, residentMb: 500, heapMb: 100, files: 68, sessions: 24 },
  ...{ stored: 10, databaseMb: 20, logMb: 32 },
  ...change,
});

const soaked = (change: Partial<Soaked> = {}, each: (n: number) => Partial<Sample> = () => ({})): Soaked => ({
  before: { files: 41 },
  samples: [
    ...Array.from({ length: 100 }, (_, n) => sample(n, each(n))),
    sample(100, { files: 44, sessions: 0 }),
  ],
  tally: { acknowledged: 1000, refused: new Map(), connections: 50, vanished: 2 },
  accepted: 1000,
  kept: Array.from({ length: 10 }, (_, n) => `soak-${n}`),
  keep: 10,
  ...change,
});

const complaints = (of: Soaked): string[] =>
  verdictsOf(of)
    .filter(({ ok }) => !ok)
    .map(({ words }) => words);

test('a soak that stays flat has no complaint', () => {
  expect(complaints(soaked())).toEqual([]);
  expect(
    complaints(soaked({ keep: 2000, kept: Array.from({ length: 1000 }, (_, n) => `soak-${n}`) })),
  ).toEqual([]);
});

const last = (change: Partial<Sample>): Partial<Soaked> => ({
  samples: [...soaked().samples.slice(0, -1), sample(100, { files: 44, sessions: 0, ...change })],
});

test.each<[string, Soaked, RegExp]>([
  ['memory that grows', soaked({}, (n) => ({ residentMb: 300 + 10 * n })), /resident memory/],
  ['a heap that grows', soaked({}, (n) => ({ heapMb: 50 + n })), /heap/],
  ['a log that grows', soaked({}, (n) => ({ logMb: n })), /log/],
  ['files that stay open', soaked(last({ files: 60 })), /open files/],
  ['sessions that stay open', soaked(last({ sessions: 1 })), /sessions/],
  ['a message that is lost', soaked({ accepted: 999 }), /1000 acknowledged, 999 accepted/],
  ['a message that is not there any more', soaked({ kept: soaked().kept.slice(1) }), /9 kept of 10/],
  ['a message that is there twice', soaked({ kept: [...soaked().kept.slice(1), 'soak-9'] }), /1 twice/],
  ['more than is to be kept', soaked({ keep: 9 }), /10 kept of 9/],
  [
    'a refused message that is stored',
    soaked({ kept: [...soaked().kept.slice(1), 'refused'] }),
    /1 that should/,
  ],
  ['nothing sent', soaked({ samples: [], kept: [] }), /resident memory.*give more --messages/],
])('a soak with %s has', (_, of, words) => {
  expect(complaints(of)).toContainEqual(expect.stringMatching(words));
});

test('the plot has a line for each series, named with its last value, and no number that is none', () => {
  const svg = plot(
    'A <b>',
    [0, 1, 2],
    [
      {
        title: 'Memory',
        unit: 'MB',
        series: [
          { name: 'resident', values: [1, 5, 4] },
          { name: 'heap', values: [0, 0, 0] },
        ],
      },
      { title: 'Nothing', unit: '', series: [{ name: 'none', values: [0, 0, 0] }] },
    ],
  );
  expect(svg.match(/<polyline/g)).toHaveLength(3);
  expect(svg).toContain('resident: 4');
  expect(svg).toContain('A &lt;b>');
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});
