/** Faults: replies made on purpose, so that people can test their own client against them. */

import { z } from 'zod';
import { compilePattern, FAULT_STAGES } from '../../model/fault.ts';
import { operation } from './operation.ts';

const When = z
  .strictObject({
    stage: z.enum(FAULT_STAGES),
    user: z.string().min(1).max(64).optional().describe('Only for this user name'),
    matches: z
      .string()
      .min(1)
      .max(200)
      .refine((text) => compilePattern(text) !== null, {
        error:
          'is not a regular expression; escape special characters with "\\", and use no look-around or back-reference',
      })
      .optional()
      .describe('Regular expression, without case, on what the stage is about'),
  })
  .refine(({ stage, user }) => stage !== 'connect' || user === undefined, {
    error: 'cannot be known at "connect"; leave it out, or choose the stage "auth" or a later one',
    path: ['user'],
  });

// Each check ends the reading of the reply, so that the one of both fields sees only good ones.
const refusalCode = { error: 'must be 400 to 599: a fault refuses, it never lets through', abort: true };

const ReplyEffect = z
  .strictObject({
    code: z.int().min(400, refusalCode).max(599, refusalCode),
    enhanced: z.string().regex(/^[45]\.\d{1,3}\.\d{1,3}$/, {
      error: 'must be an enhanced status code such as "4.3.0" or "5.7.1" (RFC 3463)',
      abort: true,
    }),
    text: z.string().regex(/^[ -~]{1,200}$/, { error: 'must be 1 to 200 printable ASCII characters' }),
  })
  .refine(({ code, enhanced }) => String(code)[0] === enhanced[0], {
    error: 'must begin with the digit with which the code begins',
    path: ['enhanced'],
  });

const Then = z.union(
  [
    ReplyEffect,
    z.strictObject({ delayMs: z.int().min(0).max(60_000) }),
    z.strictObject({ disconnect: z.literal(true) }),
  ],
  { error: 'must be {code, enhanced, text}, {delayMs} or {disconnect: true}' },
);

export const FaultJson = z
  .strictObject({
    when: When,
    then: Then,
    times: z.int().min(1).optional().describe('How often it happens; without end where it is left out'),
  })
  .meta({ id: 'Fault' });
export type FaultJson = z.infer<typeof FaultJson>;

export const FaultsJson = z.array(FaultJson).max(100);

export const faultOperations = {
  getFaults: operation({
    id: 'getFaults',
    method: 'get',
    path: '/api/lists/{list}/faults',
    summary: 'Faults of the list, in order',
    answers: { 200: FaultsJson },
    problems: ['not-found'],
  }),
  putFaults: operation({
    id: 'putFaults',
    method: 'put',
    path: '/api/lists/{list}/faults',
    summary: 'Sets the faults of the list; the first that meets what happens takes place',
    body: FaultsJson,
    answers: { 200: FaultsJson },
    problems: ['not-found'],
  }),
  deleteFaults: operation({
    id: 'deleteFaults',
    method: 'delete',
    path: '/api/lists/{list}/faults',
    summary: 'Removes the faults of the list',
    answers: { 204: 'nothing' },
    problems: ['not-found'],
  }),
};
