/** SMTP sessions, and one of them with its transcript and decisions. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSearchParams } from 'wouter';

import type { SessionJson } from '../../../src/http/contract/decisions.ts';
import { api } from '../../api.ts';
import type { PageProps } from '../../app.tsx';
import { useKey } from '../../keys.ts';
import { StepButtons } from '../../parts/step-buttons.tsx';
import { keys } from '../../query.ts';
import { ApiProblem } from '../../request.ts';
import { useListName } from '../../shell/current-list.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { filterOf } from './filter.ts';
import { SessionDetail } from './session-detail.tsx';
import { SessionList } from './session-list.tsx';
import './sessions.css';
import { useSessions } from './use-sessions.ts';

export const SessionsPage = ({ params }: PageProps): ReactNode => {
  const list = params['list'] ?? '';
  const id = params['session'];
  const within = useListName(list);
  const [search] = useSearchParams();
  const filter = filterOf(search);
  const sessions = useSessions(list, filter, id);
  const session = useQuery({
    queryKey: keys.session(id ?? ''),
    queryFn: ({ signal }) => api.sessions.get(id ?? '', signal),
    enabled: id !== undefined,
  });
  useKey('back', () => sessions.go(undefined), id !== undefined);
  return (
    <Page
      title={id === undefined ? 'Sessions' : titleOf(session.data)}
      within={within}
      arrival={id ?? 'list'}
      fill
      actions={
        id !== undefined && (
          <>
            <LinkButton href={sessions.hrefOf(undefined)} kind="quiet" icon="back">
              All sessions
            </LinkButton>
            <StepButtons what="session" steps={sessions.steps} go={sessions.go} />
          </>
        )
      }
    >
      <div className="sessions" data-open={id === undefined ? undefined : ''}>
        <SessionList {...sessions} />
        {id !== undefined && (
          <div className="session-pane">
            <Loaded query={session} lines={10} problem={missing(id)}>
              {(found) => <SessionDetail key={found.id} session={found} list={list} />}
            </Loaded>
          </div>
        )}
      </div>
    </Page>
  );
};

const titleOf = (session: SessionJson | undefined): string =>
  session === undefined ? 'Session' : `Session of ${session.username ?? session.clientAddress}`;

const missing =
  (id: string) =>
  (error: Error): ReactNode =>
    error instanceof ApiProblem && error.status === 404 ? (
      <EmptyState icon="search" title={`No session “${id}”`}>
        <p>Of each list the newest 10,000 sessions are kept; or the address was not copied whole.</p>
      </EmptyState>
    ) : null;
