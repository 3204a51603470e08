/** Senders of a list: addresses and domains that their owners verify. */

import { z } from 'zod';
import { Instant, pageQuery, paged } from './common.ts';
import { operation } from './operation.ts';

export const SenderJson = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['address', 'domain']),
    value: z.string().describe('In canonical form: lower case, domains as A-labels'),
    display: z.string().describe('The same as people write it: domains as U-labels. For reading only'),
    status: z.enum(['pending', 'verified']),
    requestedAt: Instant.describe('When its owner was last asked'),
    verifiedAt: Instant.nullable(),
    expiresAt: Instant.nullable().describe('When the link that is out now dies; null once verified'),
  })
  .meta({ id: 'Sender' });
export type SenderJson = z.infer<typeof SenderJson>;

export const senderOperations = {
  getSenders: operation({
    id: 'getSenders',
    method: 'get',
    path: '/api/lists/{list}/senders',
    summary: 'Senders of the list',
    query: z.strictObject(pageQuery),
    answers: { 200: paged(SenderJson) },
    problems: ['not-found'],
  }),
  resendVerification: operation({
    id: 'resendVerification',
    method: 'post',
    path: '/api/lists/{list}/senders/{id}/resend',
    summary: 'Mails a new verification link to the owner; an earlier link dies',
    answers: { 202: SenderJson },
    problems: ['not-found', 'already-verified'],
  }),
};
