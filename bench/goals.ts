/** What the project set itself beside the others, and where it stands in one run. */

import type { Figures, Outcome } from './compare.ts';
import type { Peers } from './peers.ts';

/** `measured` and `met` are null where one of the two could not be measured. */
export type Goal = { what: string; wanted: string; measured: number | null; met: boolean | null };

export const goals = ({ small, large, empty, full }: Peers): Goal[] => {
  const at = (connections: number): Outcome[] =>
    small.find((one) => one.connections === connections)?.outcomes ?? [];
  const rates = (outcomes: Outcome[], ours: string, other: string): number | null =>
    divided(figure(outcomes, ours, 'perSecond'), figure(outcomes, other, 'perSecond'));
  const costs = small.map(({ outcomes }) => figure(outcomes, SQLITE, 'cpuMicros'));
  return [
    atLeast('SQLite beside the bare library, 20 at once', 0.9, rates(at(20), SQLITE, BARE)),
    atLeast('SQLite beside the bare library, 100 at once', 1, rates(at(100), SQLITE, BARE)),
    atLeast('SQLite beside MailDev, 20 at once', 5, rates(at(20), SQLITE, 'MailDev')),
    atLeast('SQLite beside Haraka, 20 at once', 3, rates(at(20), SQLITE, 'Haraka')),
    atLeast('SQLite beside Postfix, 20 at once', 8, rates(at(20), SQLITE, 'Postfix')),
    atLeast('PostgreSQL beside SQLite, 20 at once', 0.5, rates(at(20), POSTGRES, SQLITE)),
    atLeast('large messages: SQLite beside the bare library', 0.8, rates(large, SQLITE, BARE)),
    atMost(
      'processor time a message, 1,000 connections beside 20',
      FLAT,
      divided(figure(at(1000), SQLITE, 'cpuMicros'), figure(at(20), SQLITE, 'cpuMicros')),
    ),
    atMost(
      'processor time a message, the dearest number of connections beside the cheapest',
      FLAT,
      spread(costs),
    ),
    atMost(
      'processor time a message, full beside empty, SQLite',
      FLAT,
      divided(figure(full, SQLITE, 'cpuMicros'), figure(empty, SQLITE, 'cpuMicros')),
    ),
    atMost(
      'processor time a message, full beside empty, PostgreSQL',
      FLAT,
      divided(figure(full, POSTGRES, 'cpuMicros'), figure(empty, POSTGRES, 'cpuMicros')),
    ),
  ];
};

const BARE = 'bare';
const SQLITE = 'SMTP+, SQLite';
const POSTGRES = 'SMTP+, PostgreSQL';

/** What still counts as flat: single rounds differ by about as much. */
const FLAT = 1.25;

const atLeast = (what: string, least: number, measured: number | null): Goal => ({
  what,
  wanted: `≥ ${least}`,
  measured,
  met: measured === null ? null : measured >= least,
});

const atMost = (what: string, most: number, measured: number | null): Goal => ({
  what,
  wanted: `≤ ${most}`,
  measured,
  met: measured === null ? null : measured <= most,
});

const figure = (outcomes: Outcome[], name: string, of: keyof Figures): number | null => {
  const outcome = outcomes.find((one) => one.name.startsWith(name));
  return outcome && 'figures' in outcome ? outcome.figures[of] : null;
};

const divided = (one: number | null, other: number | null): number | null =>
  one === null || other === null || other === 0 ? null : one / other;

const spread = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length < 2 ? null : Math.max(...known) / Math.min(...known);
};
