import { describe, expect, it } from 'vitest';

import { createMemoryStore } from '../store/memory.ts';
import { StoreUnavailable, type Store } from '../store/store.ts';
import { house, MINUTE, PATIENT } from './house.test-kit.ts';
import { LEASE_MS } from './worker.ts';

describe('the worker', () => {
  it('has a stated number of messages under way, and very high priority goes first', async () => {
    const waits = Promise.withResolvers<void>();
    const base = createMemoryStore();
    // Nothing is given out until all are there.
    const store: Store = {
      ...base,
      claimDeliveries: (claim) => waits.promise.then(() => base.claimDeliveries(claim)),
    };
    const { hop, send, until } = await house({}, { store, atOnce: 1 });
    await send('m_low', { priority: 5 }, 'X: low\r\n\r\n');
    await send('m_normal', { priority: 3 }, 'X: normal\r\n\r\n');
    await send('m_urgent', { priority: 1 }, 'X: urgent\r\n\r\n');
    waits.resolve();
    await until('m_low', 'delivered');
    expect(hop.messages.map((content) => String(content).trim())).toEqual([
      'X: urgent',
      'X: normal',
      'X: low',
    ]);
    expect(hop.commands.filter((line) => line.startsWith('EHLO'))).toHaveLength(1);
  });

  it('has not more connections than were stated', async () => {
    const { hop, send, nextHop } = await house({ end: () => 'silence' }, { atOnce: 3 });
    for (let n = 0; n < 8; n++) await send(`m_${n}`);
    await hop.got(3);
    expect(nextHop.status()).toMatchObject({ underWay: 3, connections: 3 });
    expect(hop.messages).toHaveLength(3);
  });

  it('asks for the next together with an outcome, and begins it only when that is stored', async () => {
    const base = createMemoryStore();
    const order: string[] = [];
    const disk = Promise.withResolvers<void>();
    const store: Store = {
      ...base,
      message(id) {
        order.push(`begun ${id}`);
        return base.message(id);
      },
      async settleDelivery(...settled) {
        order.push('outcome');
        await disk.promise;
        order.push(`stored ${settled[1].id}`);
        return base.settleDelivery(...settled);
      },
      async claimDeliveries(claim) {
        const claimed = await base.claimDeliveries(claim);
        if (order.includes('outcome') && claimed.length > 0) {
          order.push('claimed');
          // What follows from the claim alone has happened by then.
          setImmediate(disk.resolve);
        }
        return claimed;
      },
    };
    const { send, until } = await house({}, { store, atOnce: 1 });
    await send('m_1');
    await send('m_2');
    await until('m_2', 'delivered');
    expect(order.slice(0, 5)).toEqual(['begun m_1', 'outcome', 'claimed', 'stored m_1', 'begun m_2']);
  });

  it('keeps what the next hop has taken until the store takes that down', async () => {
    const base = createMemoryStore();
    let failures = 2;
    const store: Store = {
      ...base,
      async settleDelivery(...settled) {
        if (failures-- > 0) throw new StoreUnavailable('no room left');
        return base.settleDelivery(...settled);
      },
    };
    const { hop, send, until, logged } = await house({}, { store });
    await send('m_1');
    await until('m_1', 'delivered');
    expect(hop.messages).toHaveLength(1);
    expect(logged).toEqual(['what came of the delivery of m_1 cannot be stored yet']);
  });

  it('says so where another process took a message over that was being tried', async () => {
    const { hop, store, clock, send, logged } = await house({ end: () => 'silence' });
    await send('m_1');
    await send('m_2');
    await hop.got(2);
    clock.advance(LEASE_MS);
    const now = clock.now();
    await store.claimDelivery('m_1', { holder: 'w_other', now, until: now + LEASE_MS });
    await store.deleteMessage('m_2');
    hop.say('250 2.0.0 taken');
    await expect.poll(() => logged, PATIENT).toEqual([expect.stringMatching(/m_1 was taken over.*clocks/)]);
  });

  it('gives a message back that the store cannot read now', async () => {
    const base = createMemoryStore();
    let failures = 1;
    const store: Store = {
      ...base,
      async content(id) {
        if (failures-- > 0) throw new StoreUnavailable('an error of the disk');
        return base.content(id);
      },
    };
    const { hop, send, until, logged, advance } = await house({}, { store });
    await send('m_1');
    await expect.poll(() => logged, PATIENT).toEqual(['the delivery of m_1 failed']);
    await expect
      .poll(() => base.queueTotals(), PATIENT)
      .toMatchObject({ nextDue: Date.UTC(2026, 10, 24) + MINUTE });
    advance(MINUTE);
    await until('m_1', 'delivered');
    expect(hop.messages).toHaveLength(1);
  });

  it('says once that the queue cannot be read, and goes on once it can', async () => {
    const base = createMemoryStore();
    let failures = 3;
    const store: Store = {
      ...base,
      async claimDeliveries(claim) {
        if (failures-- > 0) throw new StoreUnavailable('an error of the disk');
        return base.claimDeliveries(claim);
      },
    };
    const { send, until, logged } = await house({}, { store });
    await send('m_1');
    await until('m_1', 'delivered');
    expect(logged).toEqual(['the queue cannot be read']);
  });

  it('finishes what is under way when it is stopped', async () => {
    const { hop, store, send, nextHop } = await house({ end: () => 'silence' });
    await send('m_1');
    await hop.got(1);
    const stopping = nextHop.stop(20_000);
    hop.say('250 2.0.0 taken');
    await stopping;
    expect((await store.deliveriesOf(['m_1']))[0]?.state).toBe('delivered');
  });

  it('breaks off what does not end, and gives it back for the next start', async () => {
    const { hop, store, send, nextHop, clock } = await house({ end: () => 'silence' });
    await send('m_1');
    await hop.got(1);
    await nextHop.stop(0);
    expect((await store.deliveriesOf(['m_1']))[0]).toMatchObject({ state: 'deferred', dueAt: clock.now() });
    const again = { holder: 'w_next', now: clock.now(), until: clock.now() + 1, limit: 1 };
    expect(await store.claimDeliveries(again)).toHaveLength(1);
  });

  it('goes on with what an earlier one left', async () => {
    const store = createMemoryStore();
    const first = await house({ end: () => '451 busy' }, { store });
    await first.send('m_1');
    await first.until('m_1', 'deferred');
    await first.nextHop.stop(0);
    const second = await house({}, { store });
    second.advance(MINUTE);
    await second.until('m_1', 'delivered', 2);
  });
});
