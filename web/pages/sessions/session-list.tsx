/** The list of sessions with its filter; new ones are held back while somebody reads. */

import { useRef, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import { paths } from '../../paths.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { NoMatches, NoSessions } from './empty.tsx';
import { searchOf, type SessionFilter } from './filter.ts';
import { Filters } from './filters.tsx';
import { ROW_HEIGHT, SessionRow } from './session-row.tsx';
import type { Sessions } from './use-sessions.ts';

export const SessionList = ({
  list,
  filter,
  sessions,
  open,
  steps,
  hrefOf,
  go,
  onTop,
}: Sessions): ReactNode => {
  const [, navigate] = useLocation();
  const rows = useRef<HTMLDivElement>(null);
  const filtered = Object.keys(searchOf(filter)).length > 0;
  const change = (next: SessionFilter): void =>
    navigate(paths.sessions(list, open, searchOf(next)), { replace: true });
  const step = (by: 1 | -1): void => {
    const to = by === 1 ? steps.next : steps.previous;
    if (to !== undefined) go(to);
  };
  return (
    <div className="session-list">
      <Filters list={list} filter={filter} onChange={change} />
      <div ref={rows} className="session-rows card">
        {sessions.fresh > 0 && (
          <div className="held">
            <Button
              size="small"
              onClick={() => {
                sessions.showFresh();
                rows.current?.querySelector('.virtual-list')?.scrollTo({ top: 0 });
              }}
            >
              {sessions.fresh}
              {sessions.more ? '+' : ''} new
            </Button>
          </div>
        )}
        {sessions.data === undefined ? (
          sessions.error ? (
            <ProblemNotice error={sessions.error} onRetry={sessions.refetch} />
          ) : (
            <Skeleton lines={8} />
          )
        ) : sessions.data.length === 0 ? (
          filtered ? (
            <NoMatches onClear={() => change({})} />
          ) : (
            <NoSessions list={list} />
          )
        ) : (
          <VirtualList
            items={sessions.data}
            label="Sessions"
            idOf={({ id }) => id}
            hrefOf={({ id }) => hrefOf(id)}
            rowHeight={ROW_HEIGHT}
            selected={open}
            replace={open !== undefined}
            onStep={open === undefined ? undefined : step}
            onEnd={sessions.loadMore}
            onTop={onTop}
          >
            {(session) => <SessionRow session={session} />}
          </VirtualList>
        )}
      </div>
    </div>
  );
};
