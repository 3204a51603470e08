/** Port ranges as an admin writes them: `25,1025-5000`, kept within the ports that SMTP+ may serve. */

import { fail, ok, type Result } from './result.ts';

/** Both ends included; `from` is never above `to`. */
export type PortRange = { from: number; to: number };

/** The only ports that SMTP+ serves. */
export const ALLOWED_PORTS: readonly PortRange[] = [
  { from: 25, to: 25 },
  { from: 1025, to: 5000 },
];

/**
 * Reads ranges and single ports between commas; blanks and empty pieces do not matter. The answer is sorted, and what
 * overlaps, touches or repeats is folded into one range. Fails with code `ports-empty`, `port-malformed` or
 * `port-outside`; the message names the first port that is at fault.
 */
export const parsePortRanges = (text: string): Result<PortRange[]> => {
  const ranges: PortRange[] = [];
  for (const piece of text.split(',').map((part) => part.trim())) {
    if (piece === '') continue;
    const range = parseRange(piece);
    if (!range) return malformed(piece);
    const outside = firstOutside(range);
    if (outside !== null) return notAllowed(outside, piece);
    ranges.push(range);
  }
  return ranges.length === 0 ? empty() : ok(fold(ranges));
};

/** The inverse: `25,1025-5000`. */
export const formatPortRanges = (ranges: readonly PortRange[]): string =>
  ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',');

/** Every port of the ranges, rising, each once. */
export const expandPortRanges = (ranges: readonly PortRange[]): number[] =>
  fold(ranges).flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));

/** The fewest ranges that hold exactly these ports, rising. */
export const foldPorts = (ports: readonly number[]): PortRange[] =>
  fold(ports.map((port) => ({ from: port, to: port })));

/** `25` or `1025-1030`, with blanks around the hyphen; null for anything else, a range that runs backwards too. */
const parseRange = (piece: string): PortRange | null => {
  const match = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(piece);
  if (!match) return null;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to ? { from, to } : null;
};

/** The lowest port of the range that may not be served. */
const firstOutside = ({ from, to }: PortRange): number | null => {
  let port = from;
  for (const allowed of ALLOWED_PORTS) if (port >= allowed.from && port <= allowed.to) port = allowed.to + 1;
  return port <= to ? port : null;
};

const fold = (ranges: readonly PortRange[]): PortRange[] => {
  const folded: PortRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = folded.at(-1);
    if (last && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else folded.push({ ...range });
  }
  return folded;
};

const WAY_OUT = `choose from ${formatPortRanges(ALLOWED_PORTS).replace(',', ' and ')}`;

const empty = () => fail({ code: 'ports-empty', message: `no port is named: ${WAY_OUT}` });

const malformed = (piece: string) =>
  fail({
    code: 'port-malformed',
    message: `"${piece}" is no port and no range: write for example 25,1025-1030`,
  });

const notAllowed = (port: number, piece: string) =>
  fail({
    code: 'port-outside',
    message: `port "${port}"${piece === `${port}` ? '' : ` of "${piece}"`} is outside the allowed ports: ${WAY_OUT}`,
  });
