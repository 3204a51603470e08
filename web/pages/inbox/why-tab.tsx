/** Why a message was accepted: its decision, with every rule and what it looked at. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { MessageDetail } from '../../../src/http/contract/messages.ts';
import { api } from '../../api.ts';
import { DecisionLadder } from '../../parts/decision-ladder.tsx';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { ApiProblem } from '../../request.ts';
import { Loaded } from '../../ui/loaded.tsx';

export const WhyTab = ({ message: { kind, decisionId } }: { message: MessageDetail }): ReactNode => {
  if (decisionId !== null) return <Why id={decisionId} />;
  return <p className="dim">{kind === 'relay' ? 'No decision is kept with this message.' : OWN[kind]}</p>;
};

const OWN = {
  verification:
    'SMTP+ wrote this mail itself, to ask a sender’s owner: it came over no connection, so no rule was asked.',
  bounce:
    'SMTP+ wrote this mail itself, to tell of a failed delivery: it came over no connection, so no rule was asked.',
};

const Why = ({ id }: { id: string }): ReactNode => {
  const decision = useQuery({
    queryKey: keys.decision(id),
    queryFn: ({ signal }) => api.decisions.get(id, signal),
    staleTime: Infinity,
  });
  return (
    <Loaded query={decision} lines={10} problem={forgotten}>
      {(known) => (
        <div className="why">
          <DecisionLadder decision={known} />
          <p>
            <Link href={paths.decision(id)}>The decision by itself</Link>
          </p>
        </div>
      )}
    </Loaded>
  );
};

const forgotten = (error: Error): ReactNode =>
  error instanceof ApiProblem && error.status === 404 ? (
    <p className="dim">
      The decision is not kept any more: of each list the newest 10,000 are. The message stays.
    </p>
  ) : null;
