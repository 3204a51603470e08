/** Routes of the queue before the next hop. */

import type { Delivery } from '../../model/delivery.ts';
import type { Result } from '../../model/result.ts';
import type { deliveryOperations } from '../contract/delivery.ts';
import { notFound, problem } from '../problems.ts';
import type { Handlers } from '../serve.ts';
import type { NextHopView, Services } from '../services.ts';
import { deliveryJson, iso, isoOrNull, messageJson } from '../views.ts';

export const deliveryHandlers = ({
  store,
  nextHop = null,
}: Services): Handlers<typeof deliveryOperations> => ({
  async getQueue({ query: { limit, cursor, ...filter } }) {
    const [page, totals] = await Promise.all([
      store.deliveries(filter, { limit, cursor }),
      store.queueTotals(filter.list),
    ]);
    const messages = await Promise.all(page.items.map(({ id }) => store.message(id)));
    const items = page.items.flatMap((delivery, at) => {
      const message = messages[at];
      return message ? [{ message: messageJson(message, delivery), delivery: deliveryJson(delivery) }] : [];
    });
    const { counts, oldest, nextDue } = totals;
    return {
      status: 200,
      body: {
        items,
        next: page.next,
        counts,
        oldest: isoOrNull(oldest),
        nextDue: isoOrNull(nextDue),
        nextHop: nextHop && statusJson(nextHop),
      },
    };
  },

  async retryDelivery({ params }) {
    return nextHop
      ? answer(params.id, await nextHop.retry(params.id))
      : notFound('queue for message', params.id);
  },

  async giveUpDelivery({ params }) {
    return nextHop
      ? answer(params.id, await nextHop.giveUp(params.id))
      : notFound('queue for message', params.id);
  },
});

const statusJson = (nextHop: NextHopView) => {
  const { hop, state, since, error, connections, underWay } = nextHop.status();
  return { hop, state, since: since === null ? null : iso(since), error, connections, underWay };
};

const answer = (id: string, result: Result<Delivery>) => {
  if (result.ok) return { status: 200 as const, body: deliveryJson(result.value) };
  const { code, message } = result.error;
  if (code === 'being-tried') return problem('delivery-under-way', message);
  return code === 'finished' ? problem('delivery-finished', message) : notFound('message in the queue', id);
};
