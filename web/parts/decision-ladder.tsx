/** A decision as a ladder: the verdict first, then every rule in the order in which a client meets them, with its fact. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { FAULT_RULE, ruleById } from '../../src/policy/catalogue.ts';
import { paths } from '../paths.ts';
import { classNames } from '../ui/class-names.ts';
import { Status } from '../ui/status.tsx';
import { Time } from '../ui/time.tsx';
import './decision-ladder.css';
import { sentence, verdictOf, type Judged } from './verdict.ts';

/**
 * `children` stand below the advice of the rule that decided: the mend, as links and buttons. `was` is an earlier
 * decision on the same: what differs from it is marked. `brief` leaves out verdict, reply and advice, where they stand
 * above it already.
 */
export const DecisionLadder = ({
  decision,
  was,
  brief = false,
  children,
}: {
  decision: Judged;
  was?: Judged;
  brief?: boolean;
  children?: ReactNode;
}): ReactNode => (
  <div className="ladder">
    {!brief && <VerdictLine decision={decision} />}
    <ol className="ladder-rules" role="list" aria-label="Rules in order">
      {decision.rule === FAULT_RULE && (
        <Rung id={FAULT_RULE} outcome="fail" detail="this reply was made on purpose" deciding>
          {!brief && <Deciding decision={decision}>{children}</Deciding>}
        </Rung>
      )}
      {decision.rules.map(({ id, outcome, detail }) => {
        const before = was?.rules.find((rule) => rule.id === id)?.outcome;
        return (
          <Rung
            key={id}
            id={id}
            outcome={outcome}
            detail={detail}
            deciding={id === decision.rule}
            before={before === outcome ? undefined : before}
          >
            {id === decision.rule && !brief && <Deciding decision={decision}>{children}</Deciding>}
          </Rung>
        );
      })}
    </ol>
  </div>
);

/** The sentence alone: `Refused at MAIL FROM by sender.authorized`, and why; `untitled` leaves it at why. */
export const VerdictLine = ({
  decision,
  untitled = false,
}: {
  decision: Judged;
  untitled?: boolean;
}): ReactNode => {
  const { short, fact } = verdictOf(decision);
  return (
    <p className="verdict">
      {!untitled && (
        <Status state={decision.action}>
          <strong>{short}</strong>
        </Status>
      )}
      <span>
        <Fact>{fact}</Fact>
      </span>
    </p>
  );
};

type Outcome = Judged['rules'][number]['outcome'];

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  pass: 'passed',
  fail: 'failed',
  'not-reached': 'was not reached',
};

const Rung = ({
  id,
  outcome,
  detail,
  deciding,
  before,
  children,
}: {
  id: string;
  outcome: Outcome;
  detail: string;
  deciding: boolean;
  before?: Outcome | undefined;
  children?: ReactNode;
}): ReactNode => (
  <li className={classNames('rung', deciding && 'rung-deciding')} data-rule={id} data-outcome={outcome}>
    <Status state={outcome} />
    <Link href={paths.rules(id)} className="rung-rule" title={ruleById(id)?.text}>
      {id}
    </Link>
    <p className="rung-fact">
      <Fact>{sentence(detail)}</Fact>
      {before !== undefined && <em className="rung-before"> It {OUTCOME_WORDS[before]} before.</em>}
    </p>
    {children && <div className="rung-more">{children}</div>}
  </li>
);

/** An instant in it is told as everywhere in the pages. */
const Fact = ({ children }: { children: string }): ReactNode =>
  children.split(INSTANT).map((part, at) => (at % 2 === 0 ? part : <Time key={at} at={part} exact />));

const INSTANT = /(\d{4}-\d\d-\d\dT[\d:.]+Z)/;

const Deciding = ({ decision, children }: { decision: Judged; children: ReactNode }): ReactNode => (
  <>
    <ReplyLine decision={decision} />
    <Advice decision={decision} />
    {children}
  </>
);

/** The reply as the client got it. */
export const ReplyLine = ({ decision: { action, reply } }: { decision: Judged }): ReactNode => (
  <samp className={classNames('reply-line', action !== 'accept' && 'reply-refusal')}>
    {[reply.code, reply.enhanced, reply.text].filter(Boolean).join(' ')}
  </samp>
);

export const Advice = ({ decision: { advice } }: { decision: Judged }): ReactNode =>
  advice !== '' && (
    <p className="advice">
      <strong>What to do:</strong> {advice}
    </p>
  );
