/** The figures as people read them: tables for docs/performance.md, and where each goal stands. */

import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';

import type { Figures, Outcome } from './compare.ts';
import { goals } from './goals.ts';
import type { Peers } from './peers.ts';

/** In Markdown. */
export const peersReport = (peers: Peers): string => {
  const { plan, small, large, empty, full } = peers;
  const at = small.map(({ connections }) => `${connections} at once`);
  const bySmall = (cell: (figures: Figures, bare: Figures | null) => string): string[][] =>
    names(small[0]?.outcomes ?? []).map((name) => [
      name,
      ...small.map(({ outcomes }) => cellOf(outcomes, name, cell)),
    ]);
  const few = small.filter(({ connections }) => connections === 20 || connections === 100);
  return [
    `Measured on ${peers.machine}.`,
    '',
    `Messages of ${plan.small.size} bytes a second, and beside the bare library; medians of ${plan.small.rounds} interleaved rounds of ${plan.small.seconds} s:`,
    '',
    table(
      ['', ...at],
      bySmall(({ perSecond }, bare) => `${round(perSecond)} (${ratio(perSecond, bare?.perSecond)})`),
    ),
    '',
    'Processor time in microseconds a message, user and system, of all processes of the server until all is done, in the same rounds:',
    '',
    table(
      ['', ...at],
      [
        ...bySmall(({ cpuMicros }) => round(cpuMicros)),
        [
          'the load itself, beside SMTP+',
          ...small.map(({ outcomes }) =>
            cellOf(outcomes, 'SMTP+, SQLite', ({ loadMicros }) => round(loadMicros)),
          ),
        ],
      ],
    ),
    '',
    'From MAIL to the reply to the final dot, p50 and p99 in milliseconds, and what is written to the disk for a message:',
    '',
    table(
      ['', ...few.flatMap(({ connections }) => [`${connections} at once, p50`, 'p99', 'KB written each'])],
      names(small[0]?.outcomes ?? []).map((name) => [
        name,
        ...few.flatMap(({ outcomes }) => [
          cellOf(outcomes, name, ({ p50 }) => p50.toFixed(1)),
          cellOf(outcomes, name, ({ p99 }) => p99.toFixed(1)),
          cellOf(outcomes, name, ({ writtenKb }) => writtenKb.toFixed(1)),
        ]),
      ]),
    ),
    '',
    `Messages of ${plan.large.size / 2 ** 20} MiB, ${plan.large.connections} at once, medians of ${plan.large.rounds} rounds of ${plan.large.seconds} s; memory is of the largest process at its highest:`,
    '',
    table(
      ['', 'a second', 'beside bare', 'processor ms each', 'MB written each', 'memory MB'],
      names(large).map((name) => [
        name,
        cellOf(large, name, ({ perSecond }) => perSecond.toFixed(1)),
        cellOf(large, name, ({ perSecond }, bare) => ratio(perSecond, bare?.perSecond)),
        cellOf(large, name, ({ cpuMicros }) => (cpuMicros / 1000).toFixed(1)),
        cellOf(large, name, ({ writtenKb }) => (writtenKb / 1024).toFixed(1)),
        cellOf(large, name, ({ peakMb }) => round(peakMb)),
      ]),
    ),
    '',
    `With nothing stored and with ${plan.stored.messages.toLocaleString('en')} messages, ${plan.stored.kind.connections} at once, in the same processes:`,
    '',
    table(
      ['', 'a second, empty', 'full', 'processor us each, empty', 'full', 'memory MB, empty', 'full'],
      names(empty).map((name) => [
        name,
        ...(['perSecond', 'cpuMicros', 'memoryMb'] as const).flatMap((figure) =>
          [empty, full].map((outcomes) => cellOf(outcomes, name, (figures) => round(figures[figure]))),
        ),
      ]),
    ),
    '',
    'The goals:',
    '',
    table(
      ['', 'wanted', 'measured', '', 'us left at that rate', 'us taken'],
      goals(peers).map(({ what, wanted, measured, met, room }) => [
        what,
        wanted,
        measured === null ? 'not measured' : measured.toFixed(2),
        met === null ? '' : met ? 'met' : 'missed',
        room === null ? '' : round(room.left),
        room === null ? '' : round(room.taken),
      ]),
    ),
    '',
    'The last two columns are microseconds of processor time a message, beyond what the load and the bare library take: what the cores leave for it at the rate that is wanted, and what ours takes.',
    ...leftOut(peers),
  ].join('\n');
};

/** What it ran on, and how busy that was: figures of a busy machine compare only among themselves. */
export const machine = (): string =>
  `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.version}, load average ${(loadavg()[0] ?? 0).toFixed(1)}`;

/** In Markdown; the first column is words, the others are figures. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
    .map((cells) =>
      `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |').replaceAll(/\| (-+:?) (?=\|)/g, '|$1'),
    )
    .join('\n');

/** Puts the text between the markers of that name in docs/performance.md. Throws where they are not there. */
export const writeBlock = async (name: string, text: string): Promise<void> => {
  const page = 'docs/performance.md';
  await writeFile(page, withBlock(await readFile(page, 'utf8'), name, text));
  console.error(`written to ${page}`);
};

export const withBlock = (page: string, name: string, text: string): string => {
  const [begin, end] = [`<!-- ${name}: made by npm run bench -->`, `<!-- ${name}: end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`there is no place for "${name}": "${begin}" and "${end}" mark it`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`;
};

const names = (outcomes: readonly Outcome[]): string[] =>
  outcomes.filter((outcome) => 'figures' in outcome || outcome.why !== '').map(({ name }) => name);

/** A dash where there is no figure; why is told below the tables. */
const cellOf = (
  outcomes: readonly Outcome[],
  name: string,
  cell: (figures: Figures, bare: Figures | null) => string,
): string => {
  const outcome = outcomes.find((one) => one.name === name);
  const [bare] = outcomes;
  if (!outcome || !('figures' in outcome)) return '–';
  return cell(outcome.figures, bare && 'figures' in bare ? bare.figures : null);
};

const leftOut = ({ small, large, empty, full }: Peers): string[] => {
  const kinds: [string, Outcome[]][] = [
    ...small.map(({ connections, outcomes }): [string, Outcome[]] => [`${connections} at once`, outcomes]),
    ['large messages', large],
    ['nothing stored', empty],
    ['many stored', full],
  ];
  const byReason = new Map<string, string[]>();
  for (const [kind, outcomes] of kinds)
    for (const outcome of outcomes)
      if ('why' in outcome) {
        const reason = `${outcome.name}: ${outcome.why}`;
        byReason.set(reason, [...(byReason.get(reason) ?? []), kind]);
      }
  if (byReason.size === 0) return [];
  return [
    '',
    'Without figures:',
    '',
    ...[...byReason].map(([reason, of]) => `- ${reason} (${of.join(', ')})`),
  ];
};

const round = (value: number): string => value.toFixed(0);

const ratio = (value: number, beside: number | undefined): string =>
  beside === undefined || beside === 0 ? '–' : (value / beside).toFixed(2);
