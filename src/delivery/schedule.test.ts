import { describe, expect, it } from 'vitest';

import type { Delivery, DeliveryAttempt, RecipientReply } from '../model/delivery.ts';
import { afterAttempt, EXPIRY, givenUp, KEPT_ATTEMPTS, RETRY_AFTER, retryAfter } from './schedule.ts';

const MINUTE = 60_000;

const delivery = (more: Partial<Delivery> = {}): Delivery => ({
  id: 'm_1',
  list: 'default',
  priority: 3,
  state: 'queued',
  queuedAt: 1_000,
  dueAt: 1_000,
  recipients: ['a', 'b', 'c'].map((name) => ({ address: `${name}@one.test`, state: 'pending', reply: null })),
  tries: 0,
  attempts: [],
  ...more,
});

const attempt = (endedAt: number, outcomes: Record<string, RecipientReply['outcome']>): DeliveryAttempt => ({
  at: endedAt - 10,
  endedAt,
  hop: 'hop.test:25',
  tls: null,
  outcome: 'deferred',
  reply: 'so it was',
  perhapsTaken: false,
  replies: Object.entries(outcomes).map(([name, outcome]) => ({
    address: `${name}@one.test`,
    outcome,
    reply: `${name} ${outcome}`,
  })),
});

const states = ({ recipients }: Delivery) => recipients.map(({ state }) => state).join(' ');

describe('the schedule', () => {
  it('waits longer after each attempt, and never more than four hours', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 99].map((tries) => retryAfter(tries) / MINUTE)).toEqual([
      1, 5, 15, 30, 60, 120, 240, 240, 240,
    ]);
    expect(RETRY_AFTER.toSorted((a, b) => a - b)).toEqual(RETRY_AFTER);
  });

  it('is done when all are taken', () => {
    const after = afterAttempt(
      delivery(),
      attempt(2_000, { a: 'delivered', b: 'delivered', c: 'delivered' }),
      EXPIRY,
    );
    expect(after.delivery).toMatchObject({ state: 'delivered', dueAt: null, tries: 1 });
    expect(after.failed).toEqual([]);
  });

  it('tries again only for whom it was refused for now, and tells of whom it was refused for good', () => {
    const after = afterAttempt(
      delivery(),
      attempt(2_000, { a: 'delivered', b: 'failed', c: 'deferred' }),
      EXPIRY,
    );
    expect(states(after.delivery)).toBe('delivered failed pending');
    expect(after.delivery).toMatchObject({ state: 'deferred', dueAt: 2_000 + MINUTE });
    expect(after.failed.map(({ address }) => address)).toEqual(['b@one.test']);
    const again = afterAttempt(after.delivery, attempt(70_000, { c: 'delivered' }), EXPIRY);
    expect(again.delivery).toMatchObject({ state: 'failed', dueAt: null, tries: 2 });
    expect(again.failed).toEqual([]);
  });

  it('tries a last time when the time is over, and then fails with what was said last', () => {
    const late = delivery({ tries: 30, queuedAt: 0 });
    const before = afterAttempt(late, attempt(EXPIRY - MINUTE, { a: 'deferred' }), EXPIRY);
    expect(before.delivery.dueAt).toBe(EXPIRY);
    const after = afterAttempt(
      before.delivery,
      attempt(EXPIRY, { a: 'deferred', b: 'deferred', c: 'deferred' }),
      EXPIRY,
    );
    expect(after.delivery).toMatchObject({ state: 'failed', dueAt: null });
    expect(after.failed[0]).toEqual({
      address: 'a@one.test',
      state: 'failed',
      reply: 'not delivered in time: a deferred',
    });
    expect(after.failed).toHaveLength(3);
  });

  it('keeps the first attempt and the newest ones', () => {
    let now = delivery();
    for (let n = 1; n <= 50; n++) now = afterAttempt(now, attempt(n, { a: 'deferred' }), EXPIRY).delivery;
    expect(now.tries).toBe(50);
    expect(now.attempts).toHaveLength(KEPT_ATTEMPTS);
    expect([now.attempts[0]?.endedAt, now.attempts[1]?.endedAt, now.attempts.at(-1)?.endedAt]).toEqual([
      1, 32, 50,
    ]);
  });

  it('ends where it is given up, for those who still wait', () => {
    const some = afterAttempt(
      delivery(),
      attempt(2_000, { a: 'delivered', b: 'deferred', c: 'deferred' }),
      EXPIRY,
    );
    const end = givenUp(some.delivery, 'given up by hand');
    expect(states(end.delivery)).toBe('delivered failed failed');
    expect(end.delivery).toMatchObject({ state: 'failed', dueAt: null });
    expect(end.failed.map(({ reply }) => reply)).toEqual(['given up by hand', 'given up by hand']);
  });
});
