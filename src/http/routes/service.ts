/** Routes of the service itself: health, catalogue, events and the test clock. */

import { parseDuration } from '../../model/duration.ts';
import { foldPorts } from '../../model/port-range.ts';
import { ruleById, RULES } from '../../policy/catalogue.ts';
import type { serviceOperations } from '../contract/service.ts';
import { LONGEST_ADVANCE } from '../contract/service.ts';
import type { EventHub } from '../events.ts';
import { pageOf } from '../page-of.ts';
import { invalid, notFound, problem } from '../problems.ts';
import type { Handlers } from '../serve.ts';
import type { Services } from '../services.ts';
import { iso } from '../views.ts';

export const serviceHandlers = (
  { version, relay, testClock, login = false, nextHop = null }: Services,
  events: EventHub,
): Handlers<typeof serviceOperations> => ({
  getHealth: () => ({
    status: 200,
    body: { status: 'ok', version, login, nextHop: nextHop !== null, smtp: relay.smtp() },
  }),

  getPorts: () => ({
    status: 200,
    body: {
      listening: foldPorts(relay.listening()),
      unavailable: unavailableRanges(relay.smtp().unavailable),
    },
  }),

  getCertificate: () => ({
    status: 200,
    body: { ...relay.certificate, validTo: iso(relay.certificate.validTo) },
  }),

  getRules: ({ query }) => ({ status: 200, body: pageOf([...RULES], query, ({ id }) => id) }),

  getRule({ params }) {
    const rule = ruleById(params.id);
    return rule ? { status: 200, body: rule } : notFound('rule', params.id);
  },

  getEvents: ({ query, request }) => events.stream(request, query.list),

  getClock: () => (testClock ? { status: 200, body: { now: iso(testClock.now()) } } : noTestClock()),

  advanceClock({ body }) {
    if (!testClock) return noTestClock();
    const ms = typeof body.advance === 'number' ? body.advance : (parseDuration(body.advance) ?? Number.NaN);
    if (ms > LONGEST_ADVANCE)
      return invalid([
        { field: 'advance', message: `"${body.advance}" is more than a hundred years; take smaller steps` },
      ]);
    testClock.advance(ms);
    return { status: 200, body: { now: iso(testClock.now()) } };
  },
});

/** Ports that are not to be had for the same reason, together. */
const unavailableRanges = (
  unavailable: readonly { port: number; why: string }[],
): { from: number; to: number; why: string }[] =>
  [...Map.groupBy(unavailable, ({ why }) => why)]
    .flatMap(([why, ports]) => foldPorts(ports.map(({ port }) => port)).map((range) => ({ ...range, why })))
    .toSorted((a, b) => a.from - b.from);

const noTestClock = (): Response =>
  problem('no-test-clock', 'this service runs by the real time; start it with --test-clock to move its time');
