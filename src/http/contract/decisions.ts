/** Decisions and sessions: what was said over SMTP and what the policy answered. */

import { z } from 'zod';
import { Instant, ListFilter, pageQuery, paged, RuleFilter } from './common.ts';
import { MIB, operation } from './operation.ts';

const decisionFields = {
  id: z.string(),
  at: Instant,
  action: z.enum(['accept', 'reject', 'defer']),
  rule: z.string().nullable().describe('The rule whose reply went out; null when accepted'),
  reply: z.strictObject({ code: z.int(), enhanced: z.string(), text: z.string() }),
  advice: z.string().describe('What to do next; empty when accepted'),
  rules: z.array(
    z.strictObject({ id: z.string(), outcome: z.enum(['pass', 'fail', 'not-reached']), detail: z.string() }),
  ),
  username: z.string().nullable(),
  mailFrom: z.string().nullable(),
  headerFrom: z.array(z.string()),
  grantedBy: z.array(
    z.strictObject({ id: z.string(), kind: z.enum(['address', 'domain']), value: z.string() }),
  ),
};

export const DecisionJson = z
  .strictObject({
    ...decisionFields,
    list: z.string().nullable(),
    sessionId: z.string().nullable(),
    messageId: z.string().nullable().describe('Id of the message that it let through'),
    header: z.string().nullable().describe('Header block of a refused message, 16 KiB at most'),
  })
  .meta({ id: 'Decision' });
export type DecisionJson = z.infer<typeof DecisionJson>;

export const Explanation = z
  .strictObject({ ...decisionFields, stored: z.literal(false).describe('It cannot be looked up later') })
  .meta({ id: 'Explanation', description: 'The decision that SMTP would give' });
export type Explanation = z.infer<typeof Explanation>;

const sessionFields = {
  id: z.string(),
  list: z.string().nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable().describe('null while it is open'),
  clientAddress: z.string(),
  clientPort: z.int(),
  port: z.int(),
  tls: z.string().nullable(),
  helo: z.string(),
  username: z.string().nullable(),
  outcome: z.enum(['accept', 'reject', 'defer', 'none']),
  rule: z.string().nullable().describe('Rule of the first refusal'),
  ending: z.string().nullable(),
  messages: z.array(z.string()).describe('Ids of the messages accepted'),
  accepted: z.int(),
  refused: z.int(),
};

export const SessionSummary = z
  .strictObject({ ...sessionFields, decisions: z.array(z.string()).describe('Ids, oldest first') })
  .meta({ id: 'SessionSummary' });
export type SessionSummary = z.infer<typeof SessionSummary>;

export const SessionJson = z
  .strictObject({
    ...sessionFields,
    decisions: z.array(DecisionJson).describe('Oldest first'),
    transcript: z.array(
      z.strictObject({
        ms: z.number().describe('Since the session began'),
        from: z.enum(['client', 'server']),
        text: z.string().describe('Secrets blanked'),
        tls: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Session' });
export type SessionJson = z.infer<typeof SessionJson>;

export const ExplainRequest = z
  .strictObject({
    username: z.string().min(1),
    mailFrom: z.string().describe('The reverse-path without brackets'),
    rcptTo: z
      .union([z.string(), z.array(z.string()).max(1000)], {
        error: 'must be an address or an array of addresses',
      })
      .optional(),
    message: z.string().describe('As in DATA; line ends may be LF throughout'),
  })
  .meta({ id: 'ExplainRequest' });
export type ExplainRequest = z.input<typeof ExplainRequest>;

export const Refusals = z
  .strictObject({
    since: Instant.describe('From when on they are counted'),
    items: z
      .array(
        z.strictObject({
          rule: z.string(),
          count: z.int().min(1),
          lastAt: Instant.describe('When it refused last'),
        }),
      )
      .describe('Rules that refused; the others did not'),
  })
  .meta({ id: 'Refusals', description: 'How often each rule refused or deferred lately' });
export type Refusals = z.infer<typeof Refusals>;

/** Who is not known belongs to no list. */
const Unlisted = z
  .literal('true')
  .describe('Only what belongs to no list, such as a login of an unknown user; not together with "list"');

export const decisionOperations = {
  getDecisions: operation({
    id: 'getDecisions',
    method: 'get',
    path: '/api/decisions',
    summary: 'Decisions, newest first',
    query: z.strictObject({
      list: ListFilter.optional(),
      unlisted: Unlisted.optional(),
      rule: RuleFilter.optional(),
      session: z.string().optional().describe('Id of a session'),
      ...pageQuery,
    }),
    answers: { 200: paged(DecisionJson) },
    problems: ['not-found'],
  }),
  getDecision: operation({
    id: 'getDecision',
    method: 'get',
    path: '/api/decisions/{id}',
    summary: 'One decision',
    answers: { 200: DecisionJson },
    problems: ['not-found'],
  }),
  getRefusals: operation({
    id: 'getRefusals',
    method: 'get',
    path: '/api/refusals',
    summary: 'How often each rule refused in the last 48 hours',
    query: z.strictObject({ list: ListFilter.optional(), unlisted: Unlisted.optional() }),
    answers: { 200: Refusals },
    problems: ['not-found'],
  }),
  getSessions: operation({
    id: 'getSessions',
    method: 'get',
    path: '/api/sessions',
    summary: 'SMTP sessions, newest first',
    query: z.strictObject({
      list: ListFilter.optional(),
      user: z.string().optional().describe('User name'),
      outcome: z.enum(['accept', 'reject', 'defer', 'none']).optional().describe('Of at least one decision'),
      rule: RuleFilter.optional(),
      port: z.coerce
        .number()
        .int()
        .min(1)
        .max(65_535)
        .optional()
        .describe('Port of this service that the client connected to'),
      unlisted: Unlisted.optional(),
      ...pageQuery,
    }),
    answers: { 200: paged(SessionSummary) },
    problems: ['not-found'],
  }),
  getSession: operation({
    id: 'getSession',
    method: 'get',
    path: '/api/sessions/{id}',
    summary: 'One session with its transcript and decisions',
    answers: { 200: SessionJson },
    problems: ['not-found'],
  }),
  explain: operation({
    id: 'explain',
    method: 'post',
    path: '/api/lists/{list}/explain',
    summary: 'The decision that SMTP would give; nothing is stored',
    body: ExplainRequest,
    bodyLimit: 26 * MIB,
    answers: { 200: Explanation },
    problems: ['not-found'],
  }),
};
