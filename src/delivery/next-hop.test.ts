import { describe, expect, it } from 'vitest';

import type { Script } from './hop.test-kit.ts';
import { bounces, CONTENT, house, MINUTE, PATIENT, textOf } from './house.test-kit.ts';
import { EXPIRY } from './schedule.ts';

describe('a message for the next hop', () => {
  it('goes out as it is, and its way is kept', async () => {
    const { hop, store, send, until, nextHop } = await house();
    await send('m_1', { rcptTo: ['a@one.test', 'b@two.test'] });
    const delivery = await until('m_1', 'delivered');
    expect(hop.messages.map(String)).toEqual([CONTENT]);
    expect(delivery.attempts).toHaveLength(1);
    expect(delivery.attempts[0]).toMatchObject({
      hop: `127.0.0.1:${hop.hop.port}`,
      outcome: 'delivered',
      reply: '250 2.0.0 taken',
      replies: [{ address: 'a@one.test' }, { address: 'b@two.test' }],
    });
    expect(delivery.recipients.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(await bounces(store)).toEqual([]);
    expect(nextHop.status()).toMatchObject({ state: 'up', error: null });
  });

  it('is tried again on the schedule while it is refused for now, and only for those', async () => {
    const { hop, send, until, advance } = await house({
      rcpt: (address) => (address.startsWith('slow') ? '450 4.2.0 greylisted' : '250 ok'),
    });
    await send('m_1', { rcptTo: ['fast@one.test', 'slow@one.test'] });
    expect((await until('m_1', 'deferred')).attempts[0]?.outcome).toBe('delivered');
    advance(MINUTE - 1);
    await send('m_2', { rcptTo: ['fast@one.test'] });
    await until('m_2', 'delivered');
    expect(hop.messages).toHaveLength(2);
    advance(1);
    await until('m_1', 'deferred', 2);
    hop.script.rcpt = () => '250 ok';
    advance(5 * MINUTE);
    const delivery = await until('m_1', 'delivered', 3);
    expect(hop.commands.filter((line) => line === 'RCPT TO:<fast@one.test>')).toHaveLength(2);
    expect(delivery.recipients.map(({ reply }) => reply)).toEqual(['250 2.0.0 taken', '250 2.0.0 taken']);
  });

  it('that is refused for good comes back to its sender, once, in the inbox of the list', async () => {
    const { hop, store, send, until, advance } = await house({ rcpt: () => '550 5.1.1 who?' });
    await send('m_1', { subject: 'Offer' });
    await until('m_1', 'failed');
    advance(EXPIRY);
    const [bounce, ...more] = await bounces(store);
    expect(more).toEqual([]);
    expect(bounce).toMatchObject({ list: 'default', mailFrom: '', subject: 'Not delivered: Offer' });
    expect(await textOf(store, bounce!)).toContain('550 5.1.1 who?');
    expect(await store.deliveriesOf([bounce!.id])).toEqual([]);
    expect(hop.commands.filter((line) => line.startsWith('MAIL'))).toHaveLength(1);
  });

  it('is given up after five days, with a bounce that says so', async () => {
    const { hop, store, send, until, advance } = await house({ end: () => '451 4.3.0 not yet' });
    await send('m_1');
    await until('m_1', 'deferred');
    let tries = 1;
    for (const minutes of [1, 5, 15, 30, 60, 120]) {
      advance(minutes * MINUTE);
      await until('m_1', 'deferred', ++tries);
    }
    while ((await store.deliveriesOf(['m_1']))[0]?.state === 'deferred') {
      advance(240 * MINUTE);
      await expect.poll(async () => (await store.deliveriesOf(['m_1']))[0]?.tries, PATIENT).toBe(tries + 1);
      tries += 1;
    }
    // 5 days hold 231 minutes of the first six waits, and 29 of four hours; the last try is at the end.
    expect(tries).toBe(7 + 29 + 1);
    expect(hop.messages).toHaveLength(tries);
    const [bounce] = await bounces(store);
    expect(await textOf(store, bounce!)).toContain('Status: 4.4.7');
  });

  it('from the null reverse-path has no bounce when it fails', async () => {
    const { store, send, until } = await house({ mail: () => '550 no' });
    await send('m_1', { mailFrom: '' });
    await until('m_1', 'failed');
    expect(await bounces(store)).toEqual([]);
  });

  it('that goes in circles is stopped before it goes out', async () => {
    const { hop, store, send, until } = await house();
    await send('m_100', {}, 'Received: x\r\n'.repeat(100) + CONTENT);
    await until('m_100', 'delivered');
    await send('m_101', {}, 'Received: x\r\n'.repeat(101) + CONTENT);
    const { recipients } = await until('m_101', 'failed');
    expect(recipients[0]?.reply).toContain('101 Received fields');
    expect(hop.messages).toHaveLength(1);
    expect(await textOf(store, (await bounces(store))[0]!)).toContain('Status: 5.4.6');
  });
});

describe('a lost answer', () => {
  it('after the final dot brings the message twice, and its way says why', async () => {
    const { hop, send, until, advance } = await house({ end: (n) => (n === 0 ? 'hang up' : '250 ok') });
    await send('m_1');
    expect((await until('m_1', 'deferred')).attempts[0]?.perhapsTaken).toBe(true);
    advance(MINUTE);
    await until('m_1', 'delivered', 2);
    expect(hop.messages.map(String)).toEqual([CONTENT, CONTENT]);
  });

  it.each<[string, Script]>([
    ['to the greeting', { greeting: 'hang up' }],
    ['to MAIL', { mail: () => 'hang up' }],
    ['to RCPT', { rcpt: () => 'hang up' }],
    ['to DATA', { data: 'hang up' }],
  ])('%s never does', async (_, script) => {
    const { hop, send, until, advance } = await house(script);
    await send('m_1');
    expect((await until('m_1', 'deferred')).attempts[0]?.perhapsTaken).toBe(false);
    Object.assign(hop.script, { greeting: undefined, mail: undefined, rcpt: undefined, data: undefined });
    advance(MINUTE);
    await until('m_1', 'delivered', 2);
    expect(hop.messages).toHaveLength(1);
  });
});

describe('a next hop that is down', () => {
  it('is left in peace, while its messages wait on their schedule', async () => {
    const { hop, send, until, nextHop, advance, logged } = await house({ greeting: '421 4.3.2 not now' });
    await send('m_1');
    await until('m_1', 'deferred');
    expect(nextHop.status()).toMatchObject({ state: 'down', error: '421 4.3.2 not now' });
    await send('m_2');
    const second = await until('m_2', 'deferred');
    expect(second.attempts[0]?.reply).toContain(
      'not tried, since the next hop was not reached: 421 4.3.2 not now',
    );
    delete hop.script.greeting;
    advance(MINUTE);
    await until('m_1', 'delivered', 2);
    await until('m_2', 'delivered', 2);
    expect(nextHop.status()).toMatchObject({ state: 'up', error: null });
    const name = `127.0.0.1:${hop.hop.port}`;
    expect(logged).toEqual([
      `the next hop ${name} is not reached: 421 4.3.2 not now`,
      `the next hop ${name} is reached again`,
    ]);
  });
});

describe('an admin', () => {
  it('has a message tried now, though the next hop was down a moment ago', async () => {
    const { hop, send, until, nextHop } = await house({ greeting: 'hang up' });
    await send('m_1');
    await until('m_1', 'deferred');
    delete hop.script.greeting;
    expect(await nextHop.retry('m_1')).toMatchObject({ ok: true });
    await until('m_1', 'delivered', 2);
    expect(await nextHop.retry('m_1')).toMatchObject({ ok: false, error: { code: 'finished' } });
    expect(await nextHop.retry('m_none')).toMatchObject({ ok: false, error: { code: 'no-delivery' } });
  });

  it('gives a message up, and its sender is told', async () => {
    const { store, send, until, nextHop, advance, hop } = await house({ end: () => '451 4.3.0 busy' });
    await send('m_1');
    await until('m_1', 'deferred');
    expect(await nextHop.giveUp('m_1')).toMatchObject({ ok: true, value: { state: 'failed' } });
    const [bounce] = await bounces(store);
    expect(await textOf(store, bounce!)).toContain('given up by hand; the last try: 451 4.3.0 busy');
    advance(EXPIRY);
    expect(await nextHop.giveUp('m_1')).toMatchObject({ ok: false, error: { code: 'finished' } });
    expect(hop.messages).toHaveLength(1);
  });

  it('is told where a message is being tried this very moment', async () => {
    const { hop, send, nextHop, advance } = await house({ end: () => 'silence' });
    await send('m_1');
    await hop.got(1);
    expect(await nextHop.giveUp('m_1')).toMatchObject({ ok: false, error: { code: 'being-tried' } });
    advance(EXPIRY);
    expect(await nextHop.retry('m_1')).toMatchObject({ ok: false, error: { code: 'being-tried' } });
    expect(nextHop.status().underWay).toBe(1);
  });
});
