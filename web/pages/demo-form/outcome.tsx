/** What came of one back-end: its source, the reply, why, what to do, and the mail. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { DecisionJson } from '../../../src/http/contract/decisions.ts';
import type { FormOutcome } from '../../../src/http/contract/form.ts';
import { ruleById } from '../../../src/policy/catalogue.ts';
import { api } from '../../api.ts';
import { Advice, ReplyLine, VerdictLine } from '../../parts/decision-ladder.tsx';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { ApiProblem } from '../../request.ts';
import { Loaded } from '../../ui/loaded.tsx';
import type { ShownBackEnd } from './back-ends.ts';
import { SentMail } from './sent-mail.tsx';

export const Outcome = ({
  backEnd: { kind, title, words, source },
  sending,
  decision,
  unrecorded,
}: {
  backEnd: ShownBackEnd;
  sending: boolean;
  decision: string | undefined;
  unrecorded: FormOutcome | undefined;
}): ReactNode => (
  <section className="back-end card" aria-label={title} data-kind={kind}>
    <header>
      <h2>{title}</h2>
      <p className="hint">{words}</p>
    </header>
    {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- wider than its column, it is scrolled by keys */}
    <pre tabIndex={0} role="region" aria-label={`Source: ${title}`}>
      {source}
    </pre>
    <div className="back-end-outcome">
      {decision !== undefined && <Decided id={decision} />}
      {decision === undefined && unrecorded && <samp className="reply-line">{unrecorded.reply}</samp>}
      {decision === undefined && !unrecorded && (
        <p className="dim">{sending ? 'Sending…' : 'Not sent yet.'}</p>
      )}
    </div>
  </section>
);

const Decided = ({ id }: { id: string }): ReactNode => {
  const decision = useQuery({
    queryKey: keys.decision(id),
    queryFn: ({ signal }) => api.decisions.get(id, signal),
    // It never changes.
    staleTime: Infinity,
  });
  return (
    <Loaded query={decision} lines={5} problem={forgotten(id)}>
      {(found) => <Told decision={found} />}
    </Loaded>
  );
};

const forgotten =
  (id: string) =>
  (error: Error): ReactNode =>
    error instanceof ApiProblem && error.status === 404 ? (
      <p className="dim">The decision “{id}” is not kept any more: send once more.</p>
    ) : null;

const Told = ({ decision }: { decision: DecisionJson }): ReactNode => (
  <>
    <VerdictLine decision={decision} />
    <ReplyLine decision={decision} />
    <Advice decision={adviceForForms(decision)} />
    <p className="actions">
      <Link href={paths.decision(decision.id)}>The decision</Link>
      {decision.rule !== null && <Link href={paths.rules(decision.rule)}>Rule {decision.rule}</Link>}
    </p>
    {decision.messageId !== null && <SentMail id={decision.messageId} />}
  </>
);

/** At MAIL FROM the service cannot know that a form is sending; this page does. */
const adviceForForms = (decision: DecisionJson): DecisionJson =>
  decision.rule?.startsWith('sender.') ? { ...decision, advice: FORM_ADVICE } : decision;

const FORM_ADVICE = ruleById('from.form-supplied')?.advice ?? '';
