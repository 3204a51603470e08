/** Asks the policy what it would say today to what it decided on before, and shows what changed. */

import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';

import type { DecisionJson, Explanation } from '../../src/http/contract/decisions.ts';
import { api } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Status } from '../ui/status.tsx';
import './decision-parts.css';
import { changesOf, checkRequest } from './check-request.ts';
import { DecisionLadder } from './decision-ladder.tsx';
import { useDecisionUser } from './use-decision-user.ts';
import { verdictOf } from './verdict.ts';

export const CheckAgain = ({ decision }: { decision: DecisionJson }): ReactNode => {
  const user = useDecisionUser(decision);
  const check = checkRequest(decision, user ?? null);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => {
      if (!check.ok) throw new Error(check.reason);
      return api.decisions.explain(decision.list ?? '', check.ask);
    },
  });
  return (
    <div className="check-again">
      <Button
        icon="refresh"
        disabled={isPending || user === undefined || !check.ok}
        reason={check.ok ? undefined : check.reason}
        onClick={() => mutate()}
      >
        Check again now
      </Button>
      {!check.ok && <p className="hint">{check.reason}</p>}
      {error && <ProblemNotice error={error} onRetry={() => mutate()} />}
      {data && check.ok && <Outcome key={data.id} before={decision} now={data} assumes={check.assumes} />}
    </div>
  );
};

const Outcome = ({
  before,
  now,
  assumes,
}: {
  before: DecisionJson;
  now: Explanation;
  assumes: string;
}): ReactNode => {
  const changes = changesOf(before, now);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="check-outcome card card-pad" aria-label="Checked again">
      <h3 ref={heading} tabIndex={-1}>
        <Status state={now.action}>{summary(before, now)}</Status>
      </h3>
      {changes.length === 0 ? (
        <p>No rule says anything else than before.</p>
      ) : (
        <ul aria-label="What changed">
          {changes.map((change) => (
            <li key={change.id}>
              <code>{change.id}</code> {WORDS[change.before]}, {WORDS[change.now]} now: {change.detail}
            </li>
          ))}
        </ul>
      )}
      <p className="hint">{assumes} Nothing was sent or stored.</p>
      <details>
        <summary>Every rule as of now</summary>
        <DecisionLadder decision={now} was={before} />
      </details>
    </section>
  );
};

const summary = (before: DecisionJson, now: Explanation): string => {
  if (now.action === 'accept')
    return before.action === 'accept' ? 'It would be accepted again' : 'It would be accepted now';
  if (now.rule === before.rule) return `It would still be refused by ${now.rule ?? ''}`;
  return `It would now be ${verdictOf(now).short.replace(/^./, (first) => first.toLowerCase())}`;
};

const WORDS: Readonly<Partial<Record<string, string>>> = {
  pass: 'passed',
  fail: 'failed',
  'not-reached': 'was not reached',
};
