/** How the page words what the service says of itself. */

import type { AboutJson } from '../../../src/http/contract/about.ts';
import type { PortsJson } from '../../../src/http/contract/service.ts';
import { formatPortRanges } from '../../../src/model/port-range.ts';
import { formatSize } from '../../parts/size.ts';

/** `3,976 ports: 1025-5000`. */
export const listeningWords = ({ listening }: PortsJson): string => {
  const ports = listening.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return ports === 0
    ? 'none'
    : `${NUMBER.format(ports)} ${ports === 1 ? 'port' : 'ports'}: ${spaced(formatPortRanges(listening))}`;
};

/** The ports that could not be had, each reason once. */
export const unavailableWords = ({ unavailable }: PortsJson): { why: string; ports: string }[] =>
  [...Map.groupBy(unavailable, ({ why }) => why)].map(([why, ranges]) => ({
    why,
    ports: spaced(formatPortRanges(ranges)),
  }));

/** How long it runs, in its two largest units: `3 days 4 hours`, `12 minutes`. */
export const uptimeWords = (ms: number): string => {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const parts = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).slice(0, 2);
  return shown.length === 0
    ? 'less than a minute'
    : shown.map(([count, unit]) => many(count, unit)).join(' ');
};

const TLS: Record<NonNullable<AboutJson['nextHop']>['tls'], string> = {
  offered: 'STARTTLS where it is offered, with any certificate',
  required: 'STARTTLS always, with a certificate that proves the name',
  unverified: 'TLS always, with any certificate',
  never: 'plain text',
  implicit: 'TLS from the first byte, with a certificate that proves the name',
};

export const hopTlsWords = (hop: NonNullable<AboutJson['nextHop']>): string => TLS[hop.tls];

/** `of each list for 7 days at most, the newest 100,000, and 2.0 GB in all`. */
export const keptWords = (kept: AboutJson['kept']['messages']): string => {
  const { age = null, count = null, bytes = null } = kept ?? {};
  const parts = [
    ...(age === null ? [] : [`for ${spanWords(age)} at most`]),
    ...(count === null ? [] : [`the newest ${NUMBER.format(count)}`]),
    ...(bytes === null ? [] : [`${formatSize(bytes)} in all`]),
  ];
  return parts.length === 0
    ? 'until they are deleted'
    : `of each list ${new Intl.ListFormat('en').format(parts)}`;
};

/** `5 days`, `90 minutes`, `30 seconds`: the largest unit in which it is a whole number. */
export const spanWords = (ms: number): string => {
  const [size, unit] = SPANS.find(([size]) => ms % size === 0) ?? [1, 'millisecond'];
  return many(ms / size, unit);
};

const SPANS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
] as const;

const NUMBER = new Intl.NumberFormat('en');

const many = (count: number, unit: string): string =>
  `${NUMBER.format(count)} ${unit}${count === 1 ? '' : 's'}`;

const spaced = (ports: string): string => ports.replaceAll(',', ', ');
