/** The service itself: health, catalogue, events and the test clock. */

import { z } from 'zod';
import { STAGES } from '../../policy/catalogue.ts';
import { Instant, ListFilter, pageQuery, paged } from './common.ts';
import { operation } from './operation.ts';

export const Health = z
  .strictObject({
    status: z.literal('ok'),
    version: z.string(),
    login: z.boolean().describe('Whether the API asks for the admin password'),
    nextHop: z.boolean().describe('Whether messages go on to a next hop: GET /api/queue'),
    smtp: z.strictObject({
      host: z.string(),
      listening: z.int().describe('How many ports listen'),
      unavailable: z.array(z.strictObject({ port: z.int(), why: z.string() })),
    }),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

export const PortsJson = z
  .strictObject({
    listening: z.array(z.strictObject({ from: z.int(), to: z.int() })).describe('Rising'),
    unavailable: z
      .array(z.strictObject({ from: z.int(), to: z.int(), why: z.string() }))
      .describe('Asked for, but not to be had'),
  })
  .meta({ id: 'Ports', description: 'Which SMTP ports listen here, in ranges' });
export type PortsJson = z.infer<typeof PortsJson>;

export const CertificateJson = z
  .strictObject({
    fingerprint256: z.string().describe('SHA-256 of the certificate, as bytes in hexadecimal between colons'),
    validTo: Instant,
    own: z.boolean().describe('Whether the service made it itself, so that no client knows who issued it'),
  })
  .meta({ id: 'Certificate', description: 'The certificate that SMTP shows after STARTTLS' });
export type CertificateJson = z.infer<typeof CertificateJson>;

export const RuleJson = z
  .strictObject({
    id: z.string(),
    stage: z.enum(STAGES),
    reply: z.strictObject({ code: z.int(), enhanced: z.string(), text: z.string() }),
    text: z.string().describe('What the rule refuses'),
    advice: z.string().describe('What to do when it refuses'),
    source: z.string(),
  })
  .meta({ id: 'Rule' });
export type RuleJson = z.infer<typeof RuleJson>;

export const ClockJson = z.strictObject({ now: Instant }).meta({ id: 'Clock' });

const DURATION = /^\d{1,12}(\.\d{1,3})?(ms|s|m|h|d)$/;

/** A hundred years: what a test may move the clock by in one step. */
export const LONGEST_ADVANCE = 36_525 * 86_400_000;

export const Advance = z
  .strictObject({
    advance: z.union([z.string().regex(DURATION), z.number().min(0).max(LONGEST_ADVANCE)], {
      error:
        'must be a duration such as "48h", "90m", "30s", "500ms" or "2d", or milliseconds; time moves forward only',
    }),
  })
  .meta({ id: 'Advance' });

export const serviceOperations = {
  getHealth: operation({
    id: 'getHealth',
    method: 'get',
    path: '/api/health',
    summary: 'Whether it is ready, and which ports it could not get; needs no login',
    answers: { 200: Health },
  }),
  getPorts: operation({
    id: 'getPorts',
    method: 'get',
    path: '/api/ports',
    summary: 'Which SMTP ports listen, in ranges; of those that are allowed, the others were not asked for',
    answers: { 200: PortsJson },
  }),
  getCertificate: operation({
    id: 'getCertificate',
    method: 'get',
    path: '/api/certificate',
    summary: 'The certificate of STARTTLS, to compare with what a mail client shows when it asks',
    answers: { 200: CertificateJson },
  }),
  getRules: operation({
    id: 'getRules',
    method: 'get',
    path: '/api/rules',
    summary: 'The catalogue of rules, in the order in which a client meets them',
    query: z.strictObject(pageQuery),
    answers: { 200: paged(RuleJson) },
  }),
  getRule: operation({
    id: 'getRule',
    method: 'get',
    path: '/api/rules/{id}',
    summary: 'One rule',
    answers: { 200: RuleJson },
    problems: ['not-found'],
  }),
  getEvents: operation({
    id: 'getEvents',
    method: 'get',
    path: '/api/events',
    summary: 'Server-sent events: messages, deliveries, sessions, decisions, users, senders, lists',
    description:
      'Each has the type of what it tells as its event, JSON as its data and a rising id. An event "reset" says that ' +
      'some were missed: read anew what you hold.',
    query: z.strictObject({ list: ListFilter.optional() }),
    headers: { 'Last-Event-ID': 'Id of the last event seen; those that came after it are told first' },
    answers: { 200: { mediaType: 'text/event-stream' } },
    problems: ['not-found'],
  }),
  getClock: operation({
    id: 'getClock',
    method: 'get',
    path: '/api/clock',
    summary: 'The time of the service, with --test-clock',
    answers: { 200: ClockJson },
    problems: ['no-test-clock'],
  }),
  advanceClock: operation({
    id: 'advanceClock',
    method: 'post',
    path: '/api/clock',
    summary: 'Moves the time of the service, with --test-clock',
    body: Advance,
    answers: { 200: ClockJson },
    problems: ['no-test-clock'],
  }),
};
