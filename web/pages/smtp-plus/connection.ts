/** What a mail client is told, from what the service says of itself: host, ports, a port that will do, a sender. */

import type { UserJson } from '../../../src/http/contract/users.ts';
import { formatPortRanges, type PortRange } from '../../../src/model/port-range.ts';

/** A service that listens on every address is reached by the name that this page was reached by. */
export const shownHost = (host: string, pageHost: string): string =>
  host === '0.0.0.0' || host === '::' ? pageHost.replace(/^\[|\]$/g, '') : host;

export const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);

/** `25 and 1025-5000`. */
export const portWords = (ranges: readonly PortRange[]): string =>
  new Intl.ListFormat('en').format(formatPortRanges(ranges).split(','));

/** A port that listens: 2525 if it can be, which many mail clients know; 25 only where there is no other. */
export const usualPort = (listening: readonly PortRange[]): number | null => {
  const listens = (port: number): boolean => listening.some(({ from, to }) => from <= port && port <= to);
  if (listens(2525)) return 2525;
  return listening.find(({ from }) => from > 25)?.from ?? listening[0]?.from ?? null;
};

type Ports = { listening: readonly PortRange[]; unavailable: readonly (PortRange & { why: string })[] };

/** Which of the allowed ports listen, and why others do not, as sentences. */
export const portNotes = (allowed: readonly PortRange[], { listening, unavailable }: Ports): string[] => {
  if (formatPortRanges(allowed) === formatPortRanges(listening)) return ['Any of them will do.'];
  return [
    `Here ${portWords(listening)} ${count(listening) === 1 ? 'listens' : 'listen'}.`,
    ...[...Map.groupBy(unavailable, ({ why }) => why)].map(
      ([why, ranges]) => `Not available here: ${portWords(ranges)} (${why}).`,
    ),
    ...(count(listening) + count(unavailable) < count(allowed)
      ? ['The others were not asked for when the service was started.']
      : []),
  ];
};

/** An address that the user may send as: one verified if there is one. Null where it names no sender. */
export const senderOf = ({ senders }: Pick<UserJson, 'senders'>): string | null => {
  const sender =
    senders.find(({ kind, status }) => kind === 'address' && status === 'verified') ??
    senders.find(({ status }) => status === 'verified') ??
    senders[0];
  if (!sender) return null;
  return sender.kind === 'domain' ? `you@${sender.value}` : sender.value;
};

const count = (ranges: readonly PortRange[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
