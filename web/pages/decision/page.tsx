/** One decision: what was answered, and what each rule looked at. What a reply's `[rule-id decision-id]` leads to. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { DecisionJson } from '../../../src/http/contract/decisions.ts';
import { api } from '../../api.ts';
import type { PageProps } from '../../app.tsx';
import { DecisionLadder } from '../../parts/decision-ladder.tsx';
import { shownHeader } from '../../parts/header-text.ts';
import { VerdictCard } from '../../parts/verdict-card.tsx';
import { verdictOf } from '../../parts/verdict.ts';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { ApiProblem } from '../../request.ts';
import { useCurrentList } from '../../shell/current-list.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { Readable } from '../../ui/readable.tsx';
import { Time } from '../../ui/time.tsx';
import './decision.css';

export const DecisionPage = ({ params }: PageProps): ReactNode => {
  const id = params['decision'] ?? '';
  const list = useCurrentList();
  const decision = useQuery({
    queryKey: keys.decision(id),
    queryFn: ({ signal }) => api.decisions.get(id, signal),
    // It never changes.
    staleTime: Infinity,
  });
  const title = decision.data
    ? verdictOf(decision.data).short
    : isMissing(decision.error)
      ? 'No such decision'
      : 'Decision';
  return (
    <Page title={title} documentTitle={`${title} · ${id}`} arrival={id}>
      <Loaded query={decision} lines={10} problem={missing(id)}>
        {(found) => <Decision key={found.id} decision={found} list={found.list ?? list} />}
      </Loaded>
    </Page>
  );
};

const isMissing = (error: Error | null): boolean => error instanceof ApiProblem && error.status === 404;

const Decision = ({ decision, list }: { decision: DecisionJson; list: string }): ReactNode => {
  const { sessionId } = decision;
  const { data: session = null } = useQuery({
    queryKey: keys.session(sessionId ?? ''),
    queryFn: ({ signal }) => api.sessions.get(sessionId ?? '', signal),
    enabled: sessionId !== null,
  });
  return (
    <>
      <VerdictCard decision={decision} session={session} list={list} untitled />
      <Facts decision={decision} list={list} />
      <section className="decision-part">
        <h2>Every rule</h2>
        <DecisionLadder decision={decision} brief />
      </section>
      {decision.header !== null && (
        <section className="decision-part">
          <h2>The header as it was sent</h2>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- wider than the page, it is scrolled by keys */}
          <pre tabIndex={0} role="region" aria-label="Header">
            {shownHeader(decision.header)}
          </pre>
        </section>
      )}
    </>
  );
};

const Facts = ({ decision, list }: { decision: DecisionJson; list: string }): ReactNode => (
  <dl className="record">
    <dt>When</dt>
    <dd>
      <Time at={decision.at} exact /> (<Time at={decision.at} />)
    </dd>
    <dt>User</dt>
    <dd>{decision.username ?? 'nobody logged in'}</dd>
    <dt>MAIL FROM</dt>
    <dd>{decision.mailFrom === null ? 'not said yet' : <Readable>{`<${decision.mailFrom}>`}</Readable>}</dd>
    <dt>From header</dt>
    <dd>
      {decision.headerFrom.length === 0 ? (
        'none was read'
      ) : (
        <Readable>{decision.headerFrom.join(', ')}</Readable>
      )}
    </dd>
    {decision.sessionId !== null && (
      <>
        <dt>Session</dt>
        <dd>
          <Link href={paths.sessions(list, decision.sessionId)}>Open its session</Link>
        </dd>
      </>
    )}
    {decision.messageId !== null && (
      <>
        <dt>Message</dt>
        <dd>
          <Link href={paths.inbox(list, decision.messageId)}>Open in the inbox</Link>
        </dd>
      </>
    )}
    <dt>Id</dt>
    <dd>
      <code>{decision.id}</code> <CopyButton text={decision.id} label="Copy decision id" />
    </dd>
  </dl>
);

const missing =
  (id: string) =>
  (error: Error): ReactNode =>
    isMissing(error) ? (
      <EmptyState icon="search" title={`No decision “${id}”`}>
        <p>Of each list the newest 10,000 decisions are kept; or the line was not copied whole.</p>
      </EmptyState>
    ) : null;
