/** The queue before the next hop, and the way of each message through it. */

import { z } from 'zod';
import { DELIVERY_STATES } from '../../model/delivery.ts';
import { Instant, ListFilter, pageQuery, paged } from './common.ts';
import { MessageJson } from './messages.ts';
import { operation } from './operation.ts';
import { DeliveryJson } from './way.ts';

export const NextHopJson = z
  .strictObject({
    hop: z.string().describe('host:port'),
    state: z
      .enum(['unknown', 'up', 'down'])
      .describe('Whether it was reached last; unknown before the first try'),
    since: Instant.nullable(),
    error: z.string().nullable().describe('What kept it from being reached'),
    connections: z.int().describe('Open now'),
    underWay: z.int().describe('Messages on their way now'),
  })
  .meta({ id: 'NextHop', description: 'The next hop as this process sees it' });
export type NextHopJson = z.infer<typeof NextHopJson>;

const count = z.int().min(0);

export const QueueJson = paged(z.strictObject({ message: MessageJson, delivery: DeliveryJson }))
  .extend({
    counts: z.strictObject({ queued: count, deferred: count, delivered: count, failed: count }),
    oldest: Instant.nullable().describe('When the oldest that still waits was queued'),
    nextDue: Instant.nullable().describe('When the next one is tried'),
    nextHop: NextHopJson.nullable().describe('null where messages stay in the inbox'),
  })
  .meta({ id: 'Queue' });
export type QueueJson = z.infer<typeof QueueJson>;

export const deliveryOperations = {
  getQueue: operation({
    id: 'getQueue',
    method: 'get',
    path: '/api/queue',
    summary: 'The queue before the next hop: messages by state, newest first, with totals',
    query: z.strictObject({
      list: ListFilter.optional(),
      state: z.enum(DELIVERY_STATES).optional(),
      ...pageQuery,
    }),
    answers: { 200: QueueJson },
    problems: ['not-found'],
  }),
  retryDelivery: operation({
    id: 'retryDelivery',
    method: 'post',
    path: '/api/queue/{id}/retry',
    summary: 'Tries the message now, for the recipients that still wait',
    answers: { 200: DeliveryJson },
    problems: ['not-found', 'delivery-under-way', 'delivery-finished'],
  }),
  giveUpDelivery: operation({
    id: 'giveUpDelivery',
    method: 'post',
    path: '/api/queue/{id}/give-up',
    summary: 'Tries the message no more; its sender is told by a bounce in the inbox',
    answers: { 200: DeliveryJson },
    problems: ['not-found', 'delivery-under-way', 'delivery-finished'],
  }),
};
