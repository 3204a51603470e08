/** The way of one message to the next hop, as JSON. */

import { z } from 'zod';
import { DELIVERY_STATES } from '../../model/delivery.ts';
import { Instant } from './common.ts';

const Outcome = z.enum(['delivered', 'deferred', 'failed']);

export const DeliveryStateJson = z
  .enum(DELIVERY_STATES)
  .describe('queued: not tried yet; deferred: tried again; delivered: to all; failed: for some or all');

export const DeliveryJson = z
  .strictObject({
    id: z.string().describe('The message’s'),
    state: DeliveryStateJson,
    queuedAt: Instant,
    nextTryAt: Instant.nullable().describe('null once nothing is left to do'),
    recipients: z.array(
      z.strictObject({
        address: z.string(),
        state: z.enum(['pending', 'delivered', 'failed']),
        reply: z.string().nullable().describe('What was said last for this recipient'),
      }),
    ),
    tries: z.int().min(0).describe('How often it was tried; "attempts" keeps the first and the newest'),
    attempts: z.array(
      z.strictObject({
        at: Instant,
        endedAt: Instant,
        hop: z.string().describe('host:port'),
        tls: z
          .string()
          .nullable()
          .describe('TLS version; null in plain text, or where it did not come to that'),
        outcome: Outcome,
        reply: z.string().describe('What the next hop said at last, or what kept it from saying anything'),
        perhapsTaken: z
          .boolean()
          .describe('The answer to the whole message was lost: the next hop may have it already'),
        replies: z.array(z.strictObject({ address: z.string(), outcome: Outcome, reply: z.string() })),
      }),
    ),
  })
  .meta({ id: 'Delivery' });
export type DeliveryJson = z.infer<typeof DeliveryJson>;
