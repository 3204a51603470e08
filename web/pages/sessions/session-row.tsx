/** One session in the list: how it ended for whom, and over which way it came. */

import type { ReactNode } from 'react';

import type { SessionSummary } from '../../../src/http/contract/decisions.ts';
import { Icon } from '../../ui/icon.tsx';
import { Badge, Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';

/** In CSS pixels: two lines. */
export const ROW_HEIGHT = 56;

export const SessionRow = ({ session }: { session: SessionSummary }): ReactNode => {
  const { outcome, endedAt, username, rule, startedAt, port, tls, helo, accepted, refused } = session;
  return (
    <span className="session-row">
      <span className="session-main">
        <Status state={outcome === 'none' && endedAt === null ? 'open' : outcome} />
        <span className="session-who">{username ?? <em className="dim">nobody logged in</em>}</span>
      </span>
      <span className="session-when dim">
        <Time at={startedAt} />
      </span>
      <span className="session-meta dim">
        {rule !== null && <Badge tone={outcome === 'defer' ? 'defer' : 'fail'}>{rule}</Badge>}
        <span>port {port}</span>
        <span className="session-tls">
          {tls === null ? (
            'plain text'
          ) : (
            <>
              <Icon name="lock" /> TLS
            </>
          )}
        </span>
        <span className="session-helo">{helo || session.clientAddress}</span>
        {accepted + refused > 1 && (
          <span>
            {accepted} accepted, {refused} refused
          </span>
        )}
        {endedAt === null && <span>still open</span>}
      </span>
    </span>
  );
};
