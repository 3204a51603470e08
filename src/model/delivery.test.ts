import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { newDelivery, PRIORITY_STEP, rankOf } from './delivery.ts';
import type { Message } from './message.ts';
import type { Priority } from './priority.ts';

type Queued = { n: number; at: number; priority: Priority; rank: number };

/** The order in which one after the other is taken, one every `pace` ms, of those that have arrived. */
const orderOf = (arrivals: readonly { after: number; priority: Priority }[], pace: number): Queued[] => {
  let at = 0;
  const all = arrivals.map(({ after, priority }, n) => {
    at += after;
    return { n, at, priority, rank: rankOf({ dueAt: at, priority }) };
  });
  const [taken, waiting] = [[] as Queued[], new Set(all)];
  for (let now = 0; waiting.size > 0; now += pace) {
    const [next] = [...waiting].filter((one) => one.at <= now).sort((a, b) => a.rank - b.rank || a.n - b.n);
    if (!next) continue;
    waiting.delete(next);
    taken.push(next);
  }
  return taken;
};

const arrivals = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: PRIORITY_STEP }),
    priority: fc.constantFrom<Priority>(1, 2, 3, 4, 5),
  }),
  { maxLength: 60 },
);
const pace = fc.integer({ min: PRIORITY_STEP / 20, max: 2 * PRIORITY_STEP });

describe('the order of the queue', () => {
  it('starves nobody: whoever comes four steps later, of whatever priority, goes later', () => {
    fc.assert(
      fc.property(arrivals, pace, (list, ms) => {
        const order = orderOf(list, ms);
        for (const [place, one] of order.entries())
          for (const later of order.slice(0, place))
            expect(later.at - one.at).toBeLessThanOrEqual(4 * PRIORITY_STEP);
      }),
      { numRuns: 60 },
    );
  });

  it('puts the higher priority first of those that come within a step, and keeps the order of equals', () => {
    fc.assert(
      fc.property(arrivals, pace, (list, ms) => {
        const order = orderOf(list, ms);
        for (const [place, one] of order.entries())
          for (const before of order.slice(0, place)) {
            if (before.priority === one.priority) expect(before.n).toBeLessThan(one.n);
            // Taken first though of lower priority: it had been there before, or for longer than a step.
            else if (before.priority > one.priority) expect(before.at).toBeLessThanOrEqual(one.at);
          }
      }),
      { numRuns: 60 },
    );
  });
});

it('a step of priority weighs as much as ten minutes of waiting, counted from when it is due', () => {
  expect(PRIORITY_STEP).toBe(600_000);
  expect(rankOf({ dueAt: 1_000_000, priority: 1 })).toBe(1_000_000);
  expect(rankOf({ dueAt: 1_000_000, priority: 3 })).toBe(2_200_000);
  expect(rankOf({ dueAt: null, priority: 2 })).toBe(600_000);
});

it('a message that is named twice is delivered once to each recipient', () => {
  const message = { id: 'm_1', list: 'default', priority: 2, rcptTo: ['a@b.test', 'c@d.test', 'a@b.test'] };
  expect(newDelivery(message as Message, 5)).toEqual({
    id: 'm_1',
    list: 'default',
    priority: 2,
    state: 'queued',
    queuedAt: 5,
    dueAt: 5,
    recipients: [
      { address: 'a@b.test', state: 'pending', reply: null },
      { address: 'c@d.test', state: 'pending', reply: null },
    ],
    tries: 0,
    attempts: [],
  });
});
