/** The sessions of a list that a filter leaves, live, and the way from one of them to the next. */

import { useState } from 'react';
import { useLocation } from 'wouter';

import type { SessionSummary } from '../../../src/http/contract/decisions.ts';
import { api } from '../../api.ts';
import { useLiveList, type LiveList } from '../../parts/live-list.ts';
import { useSteps, type Steps } from '../../parts/step-buttons.tsx';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { queryOf, searchOf, type SessionFilter } from './filter.ts';

export type Sessions = {
  list: string;
  filter: SessionFilter;
  sessions: LiveList<SessionSummary>;
  open: string | undefined;
  steps: Steps;
  /** Of a session, with the filter kept; of the list where it is left out. */
  hrefOf(id: string | undefined): string;
  go(id: string | undefined): void;
  onTop(atTop: boolean): void;
};

export const useSessions = (list: string, filter: SessionFilter, open: string | undefined): Sessions => {
  const [, navigate] = useLocation();
  const [atTop, setAtTop] = useState(true);
  const query = queryOf(filter, list);
  const sessions = useLiveList({
    // Events of what is in no list name none.
    queryKey: keys.sessions(filter.unlisted ? '' : list, query),
    fetchPage: (page, signal) => api.sessions.list({ ...query, ...page }, signal),
    hold: !atTop || open !== undefined,
  });
  const hrefOf = (id: string | undefined): string => paths.sessions(list, id, searchOf(filter));
  return {
    ...{ list, filter, sessions, open, hrefOf },
    steps: useSteps(sessions.data, open, sessions.loadMore),
    go: (id) => navigate(hrefOf(id), { replace: open !== undefined && id !== undefined }),
    onTop: setAtTop,
  };
};
