/** What the project set itself beside the others, and where it stands in one run. */

import type { Figures, Outcome } from './compare.ts';
import type { Peers } from './peers.ts';

/** `measured` and `met` are null where one of the two could not be measured. */
export type Goal = {
  what: string;
  wanted: string;
  measured: number | null;
  met: boolean | null;
  /** Of a goal of so many messages a second; null for others. */
  room: Room | null;
};

/**
 * In microseconds of processor time a message: what the cores leave, at the rate that is wanted, for all that is not the load's
 * nor the bare library's own work, below 0 where there is less than these take; and what ours takes for it.
 */
export type Room = { left: number; taken: number };

export const goals = ({ cores, small, large, empty, full }: Peers): Goal[] => {
  const at = (connections: number): Outcome[] =>
    small.find((one) => one.connections === connections)?.outcomes ?? [];
  const costs = small.map(({ outcomes }) => figure(outcomes, SQLITE, 'cpuMicros'));
  const asMany = (what: string, least: number, outcomes: Outcome[], other: string, ours = SQLITE): Goal => {
    const wanted = figure(outcomes, other, 'perSecond');
    const measured = divided(figure(outcomes, ours, 'perSecond'), wanted);
    const met = measured === null ? null : measured >= least;
    const room = wanted === null ? null : roomAt(least * wanted, cores, outcomes, ours);
    return { what, wanted: `≥ ${least}`, measured, met, room };
  };
  return [
    asMany('SQLite beside the bare library, 20 at once', 0.9, at(20), BARE),
    asMany('SQLite beside the bare library, 100 at once', 1, at(100), BARE),
    asMany('SQLite beside MailDev, 20 at once', 5, at(20), 'MailDev'),
    asMany('SQLite beside Haraka, 20 at once', 3, at(20), 'Haraka'),
    asMany('SQLite beside Postfix, 20 at once', 8, at(20), 'Postfix'),
    asMany('PostgreSQL beside SQLite, 20 at once', 0.5, at(20), SQLITE, POSTGRES),
    asMany('large messages: SQLite beside the bare library', 0.8, large, BARE),
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

const roomAt = (rate: number, cores: number, outcomes: Outcome[], ours: string): Room | null => {
  const [dialogue, all, load] = [
    figure(outcomes, BARE, 'cpuMicros'),
    figure(outcomes, ours, 'cpuMicros'),
    figure(outcomes, ours, 'loadMicros'),
  ];
  if (dialogue === null || all === null || load === null) return null;
  return { left: (cores * 1e6) / rate - load - dialogue, taken: all - dialogue };
};

const atMost = (what: string, most: number, measured: number | null): Goal => ({
  what,
  wanted: `≤ ${most}`,
  measured,
  met: measured === null ? null : measured <= most,
  room: null,
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
