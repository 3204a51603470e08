import { expect, test } from 'vitest';

import type { Figures, Outcome } from './compare.ts';
import { goals } from './goals.ts';
import { fullPlan, type Peers } from './peers.ts';
import { peersReport, withBlock } from './report.ts';

const BEGIN = '<!-- peers: made by npm run bench -->';
const END = '<!-- peers: end -->';

test('a block is replaced between its markers, and nothing else', () => {
  expect(withBlock(`a\n${BEGIN}\nold\n${END}\nb`, 'peers', 'new')).toBe(`a\n${BEGIN}\n\nnew\n\n${END}\nb`);
});

test('a page without the markers is not written', () => {
  expect(() => withBlock(`a\n${END}\n`, 'peers', 'new')).toThrow('no place for "peers"');
});

test('a goal is met, missed, or not measured', () => {
  const found = new Map(goals(peers()).map((goal) => [goal.what, goal]));
  expect(found.get('SQLite beside the bare library, 20 at once')).toMatchObject({
    measured: 0.5,
    met: false,
  });
  expect(found.get('SQLite beside MailDev, 20 at once')).toMatchObject({ measured: 5, met: true });
  expect(found.get('SQLite beside Postfix, 20 at once')).toMatchObject({ measured: null, met: null });
});

test('a goal of messages a second tells what the cores leave at that rate, and what ours takes', () => {
  const found = new Map(goals(peers()).map((goal) => [goal.what, goal]));
  // 2 cores at 5 times 100 a second: 4,000 us each, less 30 of the load and 100 of the dialogue.
  expect(found.get('SQLite beside MailDev, 20 at once')?.room).toEqual({ left: 3870, taken: 0 });
  expect(found.get('SQLite beside Postfix, 20 at once')?.room).toBeNull();
});

test('the report sets each beside the bare library, and says why one has no figure', () => {
  const report = peersReport(peers());
  expect(report).toContain('| SMTP+, SQLite | 500 (0.50) |');
  expect(report).toContain('| Postfix | – |');
  expect(report).toContain('- Postfix: "postfix" is not installed (20 at once, large messages)');
});

const peers = (): Peers => {
  const outcomes: Outcome[] = [
    { name: 'bare smtp-server', figures: figures(1000) },
    { name: 'SMTP+, SQLite', figures: figures(500) },
    { name: 'MailDev 3.0.0', figures: figures(100) },
    { name: 'Postfix', why: '"postfix" is not installed' },
  ];
  const small = [{ connections: 20, outcomes }];
  return { machine: 'a machine', cores: 2, plan: fullPlan, small, large: outcomes, empty: [], full: [] };
};

const figures = (perSecond: number): Figures => ({
  perSecond,
  p50: 1,
  p99: 2,
  loadMicros: 30,
  cpuMicros: 100,
  writtenKb: 4,
  memoryMb: 50,
  peakMb: 60,
});
