/** The queue before the next hop: how the next hop is, and each message on its way to it. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';

import type { NextHopJson, QueueJson } from '../../../src/http/contract/delivery.ts';
import { DELIVERY_STATES, type DeliveryState } from '../../../src/model/delivery.ts';
import { api, type QueueQuery } from '../../api.ts';
import type { PageProps } from '../../app.tsx';
import { DELIVERY_WORDS } from '../../parts/delivery-words.ts';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { useCurrentList, useListName } from '../../shell/current-list.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import './delivery.css';
import { QueueTable } from './queue-table.tsx';

export const DeliveryPage = ({ params }: PageProps): ReactNode => {
  const current = useCurrentList();
  const list = params['list'] ?? current;
  const [search] = useSearchParams();
  const state = DELIVERY_STATES.find((one) => one === search.get('state'));
  const cursor = search.get('cursor') ?? undefined;
  const filter: QueueQuery = { list, limit: 50, ...(state && { state }), ...(cursor && { cursor }) };
  const queue = useQuery({
    queryKey: keys.queue(list, filter),
    queryFn: ({ signal }) => api.queue.list(filter, signal),
    // The next hop's state comes with no event of its own.
    refetchInterval: 15_000,
  });
  return (
    <Page title="Delivery" within={useListName(list)}>
      <Loaded query={queue}>
        {(known) =>
          known.nextHop === null ? (
            <NoNextHop list={list} />
          ) : (
            <Queue list={list} queue={known} state={state} hop={known.nextHop} />
          )
        }
      </Loaded>
    </Page>
  );
};

const NoNextHop = ({ list }: { list: string }): ReactNode => (
  <EmptyState
    icon="inbox"
    title="Messages stay in the inbox"
    actions={<LinkButton href={paths.inbox(list)}>To the inbox</LinkButton>}
  >
    <p>
      Start the service with <code>--next-hop=smtp://host:port</code> to have accepted messages go on to a
      mail server.
    </p>
  </EmptyState>
);

const Queue = ({
  list,
  queue,
  state,
  hop,
}: {
  list: string;
  queue: QueueJson;
  state: DeliveryState | undefined;
  hop: NextHopJson;
}): ReactNode => (
  <>
    <Hop hop={hop} oldest={queue.oldest} />
    <States list={list} counts={queue.counts} chosen={state} />
    {queue.items.length === 0 ? (
      <EmptyState
        icon="send"
        title={state ? `No message is “${DELIVERY_WORDS[state].word}”` : 'Nothing was sent on yet'}
      >
        <p>What users send to this list goes on to {hop.hop}, and its way shows here.</p>
      </EmptyState>
    ) : (
      <QueueTable list={list} items={queue.items} />
    )}
    {queue.next !== null && (
      <div>
        <LinkButton href={paths.delivery(list, { ...(state && { state }), cursor: queue.next })}>
          Older messages
        </LinkButton>
      </div>
    )}
  </>
);

const HOP_STATES = {
  up: { status: 'pass', words: 'was reached' },
  down: { status: 'fail', words: 'is not reached' },
  unknown: { status: 'open', words: 'has not been called yet' },
} as const;

const Hop = ({ hop, oldest }: { hop: NextHopJson; oldest: string | null }): ReactNode => {
  const { status, words } = HOP_STATES[hop.state];
  return (
    <section className="card card-pad hop" aria-label="Next hop">
      <p className="hop-line">
        <Status state={status}>
          <strong>{hop.hop}</strong> {words}
        </Status>
        {hop.since !== null && (
          <span className="dim">
            since <Time at={hop.since} />
          </span>
        )}
      </p>
      {hop.error !== null && <p className="delivery-reply">{hop.error}</p>}
      <p className="dim">
        {hop.underWay} on the way over {hop.connections}{' '}
        {hop.connections === 1 ? 'connection' : 'connections'}
        {oldest !== null && (
          <>
            {'; the oldest that waits was queued '}
            <Time at={oldest} />
          </>
        )}
      </p>
    </section>
  );
};

const States = ({
  list,
  counts,
  chosen,
}: {
  list: string;
  counts: QueueJson['counts'];
  chosen: DeliveryState | undefined;
}): ReactNode => (
  <nav aria-label="State">
    <ul role="list" className="delivery-states">
      <li>
        <Link href={paths.delivery(list)} aria-current={chosen === undefined ? 'true' : undefined}>
          All {Object.values(counts).reduce((sum, count) => sum + count, 0)}
        </Link>
      </li>
      {(Object.keys(DELIVERY_WORDS) as DeliveryState[]).map((state) => (
        <li key={state}>
          <Link href={paths.delivery(list, { state })} aria-current={chosen === state ? 'true' : undefined}>
            {DELIVERY_WORDS[state].label} {counts[state]}
          </Link>
        </li>
      ))}
    </ul>
  </nav>
);
