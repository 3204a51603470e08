/** The list of sessions with its filter; new ones are held back while somebody reads. */

import { useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import { api } from '../../api.ts';
import { useLiveList } from '../../parts/live-list.ts';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { NoMatches, NoSessions } from './empty.tsx';
import { queryOf, searchOf, type SessionFilter } from './filter.ts';
import { Filters } from './filters.tsx';
import { ROW_HEIGHT, SessionRow } from './session-row.tsx';

export const SessionList = ({
  list,
  filter,
  selected,
}: {
  list: string;
  filter: SessionFilter;
  selected: string | undefined;
}): ReactNode => {
  const [, navigate] = useLocation();
  const [atTop, setAtTop] = useState(true);
  const rows = useRef<HTMLDivElement>(null);
  const query = queryOf(filter, list);
  const sessions = useLiveList({
    // Events of what is in no list name none.
    queryKey: keys.sessions(filter.unlisted ? '' : list, query),
    fetchPage: (page, signal) => api.sessions.list({ ...query, ...page }, signal),
    hold: !atTop || selected !== undefined,
  });
  const search = searchOf(filter);
  const filtered = Object.keys(search).length > 0;
  const change = (next: SessionFilter): void =>
    navigate(paths.sessions(list, selected, searchOf(next)), { replace: true });
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
            hrefOf={({ id }) => paths.sessions(list, id, search)}
            rowHeight={ROW_HEIGHT}
            selected={selected}
            replace={selected !== undefined}
            onEnd={sessions.loadMore}
            onTop={setAtTop}
          >
            {(session) => <SessionRow session={session} />}
          </VirtualList>
        )}
      </div>
    </div>
  );
};
