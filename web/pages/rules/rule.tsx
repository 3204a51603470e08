/** One rule: what it refuses, its reply, what to do then, and whom it refused lately. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { DecisionJson } from '../../../src/http/contract/decisions.ts';
import { FAULT_RULE, ruleById, RULES, type Rule } from '../../../src/policy/catalogue.ts';
import { STAGE_WORDS } from '../../parts/verdict.ts';
import { api } from '../../api.ts';
import { NotFoundPage } from '../not-found.tsx';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { useListName } from '../../shell/current-list.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { RefusalLinks } from './refusal-links.tsx';
import { useRefusals } from './use-refusals.ts';

export const RuleDetail = ({ id, list }: { id: string; list: string }): ReactNode => {
  const rule = ruleById(id);
  if (!rule && id !== FAULT_RULE) return <NotFoundPage what="rule" name={id} />;
  return (
    <Page
      title={id}
      within="Rules"
      arrival={id}
      actions={
        <LinkButton href={paths.rules()} kind="quiet" icon="back">
          All rules
        </LinkButton>
      }
    >
      {rule ? <Facts rule={rule} list={list} /> : <Fault list={list} />}
      <Recent rule={id} list={list} />
    </Page>
  );
};

const Facts = ({ rule, list }: { rule: Rule; list: string }): ReactNode => (
  <>
    <p className="rule-lead">It refuses: {rule.text.charAt(0).toLowerCase() + rule.text.slice(1)}.</p>
    <dl className="record">
      <dt>Reply</dt>
      <dd>
        <samp>
          {rule.reply.code} {rule.reply.enhanced} {rule.reply.text} … [{rule.id} d_…]
        </samp>
      </dd>
      <dt>What to do</dt>
      <dd>{rule.advice}</dd>
      <dt>When</dt>
      <dd>
        {STAGE_WORDS[rule.stage].replace(/^./, (first) => first.toUpperCase())}; rule{' '}
        {RULES.findIndex(({ id }) => id === rule.id) + 1} of {RULES.length}
      </dd>
      <dt>Source</dt>
      <dd>{rule.source}</dd>
      <Lately rule={rule.id} list={list} />
    </dl>
  </>
);

const Fault = ({ list }: { list: string }): ReactNode => (
  <>
    <p className="rule-lead">
      No rule of the policy: a reply made on purpose, for tests of one’s own client.
    </p>
    <dl className="record">
      <dt>Reply</dt>
      <dd>As the fault says.</dd>
      <dt>What to do</dt>
      <dd>
        Remove the faults of the list (<code>DELETE /api/lists/{list}/faults</code>), or switch off MailHog’s
        Jim.
      </dd>
      <Lately rule={FAULT_RULE} list={list} />
    </dl>
  </>
);

const Lately = ({ rule, list }: { rule: string; list: string }): ReactNode => (
  <>
    <dt>Last 48 hours</dt>
    <dd>
      <RefusalLinks rule={rule} list={list} refusals={useRefusals(list)} />
    </dd>
  </>
);

const SHOWN = 10;

const Recent = ({ rule, list }: { rule: string; list: string }): ReactNode => {
  const name = useListName(list);
  const decisions = useQuery({
    queryKey: keys.decisions(list, { rule, limit: SHOWN }),
    queryFn: ({ signal }) => api.decisions.list({ list, rule, limit: SHOWN }, signal),
  });
  return (
    <section className="rule-recent">
      <h2>Newest refusals in “{name}”</h2>
      <Loaded query={decisions} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="dim">It has refused nothing in this list that is still kept.</p>
          ) : (
            <ul role="list" className="rule-refusals card">
              {items.map((decision) => (
                <Refusal key={decision.id} decision={decision} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
};

const Refusal = ({ decision: { id, at, username, rule, rules } }: { decision: DecisionJson }): ReactNode => (
  <li>
    <Link href={paths.decision(id)}>{username ?? 'nobody logged in'}</Link>
    <span className="rule-refusal-fact">{rules.find((one) => one.id === rule)?.detail}</span>
    <span className="dim">
      <Time at={at} />
    </span>
  </li>
);
