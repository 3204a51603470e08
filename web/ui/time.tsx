/** An instant as people say it, with the exact one on pointing; by the service's clock. */

import type { ReactNode } from 'react';

import { useNow } from '../clock.ts';

/** `2 minutes ago`, `in 3 hours`; `at` is ISO 8601. `exact` shows date and time instead. */
export const Time = ({ at, exact = false }: { at: string; exact?: boolean }): ReactNode => {
  const now = useNow();
  const absolute = formatInstant(at);
  return (
    // On paper "2 minutes ago" says nothing: there the exact one stands in its place.
    <time dateTime={at} title={absolute} data-print={exact ? undefined : absolute}>
      {exact ? absolute : formatRelative(Date.parse(at), now)}
    </time>
  );
};

/** In this browser's time zone, to the second. */
export const formatInstant = (at: string): string => ABSOLUTE.format(new Date(at));

/** Both in ms. Of what is less than 45 s away it does not say on which side it is. */
export const formatRelative = (at: number, now: number): string => {
  const seconds = (at - now) / 1000;
  if (Math.abs(seconds) < 45) return 'just now';
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size * 0.95) ?? ['minute', 60];
  return RELATIVE.format(Math.round(seconds / size), unit);
};

const UNITS = [
  ['year', 31_556_952],
  ['month', 2_629_746],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const ABSOLUTE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
