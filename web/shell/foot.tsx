/** The live state of service and list, in a few numbers. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { api } from '../api.ts';
import { startOfToday, syncClock } from '../clock.ts';
import { useLive } from '../live.tsx';
import { paths } from '../paths.ts';
import { keys } from '../query.ts';
import { Status } from '../ui/status.tsx';
import { SettingsMenu } from './settings-menu.tsx';
import { useHealth } from './use-health.ts';

export const Foot = ({ list, onKeys }: { list: string; onKeys(): void }): ReactNode => (
  <footer className="foot">
    <LiveState list={list} />
    <div className="foot-end">
      <Connection />
      <SettingsMenu onKeys={onKeys} side="top" />
    </div>
  </footer>
);

const LiveState = ({ list }: { list: string }): ReactNode => {
  const health = useHealth().data;
  const counts = useCounts(list).data;
  if (!health || !counts) return <ul role="list" aria-label="Live state" />;
  const { listening, unavailable } = health.smtp;
  return (
    <ul role="list" aria-label="Live state">
      <li className="foot-steady" title={unavailable.length > 0 ? unavailableWords(unavailable) : undefined}>
        {many(listening, 'port listens', 'ports listen')}
        {unavailable.length > 0 && `, ${NUMBER.format(unavailable.length)} not`}
      </li>
      <li>
        <Link href={paths.inbox(list)}>{many(counts.messagesToday, 'message', 'messages')} today</Link>
      </li>
      <li>
        <Link href={paths.sessions(list, undefined, { outcome: 'reject' })}>
          {NUMBER.format(counts.refusedToday)} refused today
        </Link>
      </li>
      {counts.waiting > 0 && (
        <li className="foot-steady">
          <Link href={paths.smtpPlus(list)}>
            {many(counts.waiting, 'sender waits', 'senders wait')} for verification
          </Link>
        </li>
      )}
    </ul>
  );
};

const Connection = (): ReactNode => {
  const { state } = useLive();
  if (state === 'live') return <Status state="accept">Live</Status>;
  if (state === 'offline') return <Status state="reject">Offline</Status>;
  return <Status state="defer">{state === 'connecting' ? 'Connecting' : 'Reconnecting'}</Status>;
};

/** The list in numbers, from which the page's clock is set as well. */
export const useCounts = (list: string) =>
  useQuery({
    queryKey: keys.counts(list),
    async queryFn({ signal }) {
      const counts = await api.lists.counts(list, startOfToday(), signal);
      syncClock(counts.now);
      return counts;
    },
    // Midnight passes without an event.
    refetchInterval: 60_000,
  });

const NUMBER = new Intl.NumberFormat('en');

const many = (count: number, one: string, more: string): string =>
  `${NUMBER.format(count)} ${count === 1 ? one : more}`;

const SHOWN = 8;

const unavailableWords = (ports: readonly { port: number; why: string }[]): string =>
  [
    ...ports.slice(0, SHOWN).map(({ port, why }) => `${port}: ${why}`),
    ...(ports.length > SHOWN ? [`and ${ports.length - SHOWN} more`] : []),
  ].join('\n');
