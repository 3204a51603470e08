/** One session in full: who and where, what was decided and why, and every line that was said. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { DecisionJson, SessionJson } from '../../../src/http/contract/decisions.ts';
import { DecisionLadder } from '../../parts/decision-ladder.tsx';
import { Transcript } from '../../parts/transcript.tsx';
import { VerdictCard } from '../../parts/verdict-card.tsx';
import { verdictOf } from '../../parts/verdict.ts';
import { paths } from '../../paths.ts';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';

export const SessionDetail = ({ session, list }: { session: SessionJson; list: string }): ReactNode => {
  const main = decisive(session.decisions);
  return (
    <article className="session-detail" aria-label="Session">
      {main && <VerdictCard decision={main} session={session} list={list} />}
      <Facts session={session} />
      <section className="session-part">
        <h2>What was said</h2>
        <Transcript transcript={session.transcript} marked={main?.id} />
      </section>
      {main && (
        <section className="session-part">
          <h2>
            {session.decisions.length > 1 ? `Every rule of the decision on ${subject(main)}` : 'Every rule'}
          </h2>
          <DecisionLadder decision={main} brief />
        </section>
      )}
      {session.decisions.length > 1 && <Decisions decisions={session.decisions} />}
      <Messages session={session} list={list} />
    </article>
  );
};

/** The first refusal is what somebody looks for; without one, what came last. */
const decisive = (decisions: readonly DecisionJson[]): DecisionJson | undefined =>
  decisions.find(({ action }) => action !== 'accept') ?? decisions.at(-1);

const subject = ({ mailFrom }: DecisionJson): string => (mailFrom === null ? 'the login' : `<${mailFrom}>`);

const ENDINGS: Readonly<Partial<Record<string, string>>> = {
  quit: 'by QUIT',
  closed: 'closed by the client, without QUIT',
  timeout: 'by a time limit',
  refused: 'by a 421 of the service',
  error: 'by an error of the connection',
  shutdown: 'because the service stopped',
};

const Facts = ({ session }: { session: SessionJson }): ReactNode => (
  <dl className="record">
    <dt>User</dt>
    <dd>{session.username ?? 'nobody logged in'}</dd>
    <dt>Client</dt>
    <dd>
      {session.helo || 'no EHLO'}, from {session.clientAddress}, port {session.clientPort}
    </dd>
    <dt>To port</dt>
    <dd>
      {session.port}, {session.tls ?? 'in plain text'}
    </dd>
    <dt>Began</dt>
    <dd>
      <Time at={session.startedAt} exact />{' '}
      <span className="screen-only">
        (<Time at={session.startedAt} />)
      </span>
    </dd>
    <dt>Ended</dt>
    <dd>
      {session.endedAt === null ? (
        <Status state="open">Still open</Status>
      ) : (
        `${ENDINGS[session.ending ?? ''] ?? session.ending ?? ''}, after ${duration(session)}`
      )}
    </dd>
    <dt>Decided</dt>
    <dd>
      {session.accepted} accepted, {session.refused} refused
    </dd>
    <dt>Id</dt>
    <dd>
      <code>{session.id}</code>
    </dd>
  </dl>
);

const duration = ({ startedAt, endedAt }: SessionJson): string => {
  const ms = Date.parse(endedAt ?? startedAt) - Date.parse(startedAt);
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
};

const Decisions = ({ decisions }: { decisions: readonly DecisionJson[] }): ReactNode => (
  <section className="session-part">
    <h2>All decisions</h2>
    <ol className="decision-list" role="list">
      {decisions.map((decision) => (
        <li key={decision.id}>
          <Status state={decision.action}>{verdictOf(decision).short}</Status>
          <Link href={paths.decision(decision.id)}>
            {decision.mailFrom === null ? 'the login' : `MAIL FROM <${decision.mailFrom}>`}
          </Link>
        </li>
      ))}
    </ol>
  </section>
);

const Messages = ({ session, list }: { session: SessionJson; list: string }): ReactNode =>
  session.messages.length > 0 && (
    <section className="session-part">
      <h2>{session.messages.length === 1 ? 'The message' : 'Its messages'}</h2>
      <ul role="list" className="decision-list">
        {session.messages.map((id) => (
          <li key={id}>
            <Link href={paths.inbox(session.list ?? list, id)}>Open in the inbox</Link>{' '}
            <code className="dim">{id}</code>
          </li>
        ))}
      </ul>
    </section>
  );
