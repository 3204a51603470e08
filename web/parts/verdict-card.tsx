/** What was answered, why, and what to do about it, with the means at hand. */

import type { ReactNode } from 'react';

import type { DecisionJson, SessionJson } from '../../src/http/contract/decisions.ts';
import { CheckAgain } from './check-again.tsx';
import { Advice, ReplyLine, VerdictLine } from './decision-ladder.tsx';
import './decision-parts.css';
import { MendActions } from './mend-actions.tsx';
import { ReplayButtons } from './replay-buttons.tsx';

/** `session` is null where it is not kept any more, or not loaded yet. `list` is where to go for what belongs to none. */
export const VerdictCard = ({
  decision,
  session,
  list,
  untitled = false,
}: {
  decision: DecisionJson;
  session: SessionJson | null;
  list: string;
  /** Where the page's heading says already how it was decided. */
  untitled?: boolean;
}): ReactNode => (
  <section className="verdict-card card card-pad" data-action={decision.action} aria-label="Verdict">
    <VerdictLine decision={decision} untitled={untitled} />
    <ReplyLine decision={decision} />
    <Advice decision={decision} />
    <MendActions key={decision.id} decision={decision} list={list} />
    <div className="verdict-tools">
      <CheckAgain key={decision.id} decision={decision} />
      {session && <ReplayButtons session={session} decision={decision} list={decision.list ?? list} />}
    </div>
  </section>
);
