import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { createApi } from '../../harness/api.ts';
import type { Dialogue } from '../../harness/dialogue.ts';
import { activeUser, call, mailedLink, openLink } from '../../harness/provision.ts';
import type { Config } from '../../src/config.ts';
import { startHop } from '../../src/delivery/hop.test-kit.ts';
import { startTestService } from '../service.ts';
import { named, newFolder, PATIENT, startIn } from './house.ts';

const HOUR = 3_600_000;

/** A service on a machine whose clock is set back while it runs. */
const started = async (config: Partial<Config> = {}) => {
  let shift = 0;
  const path = join(await newFolder(), 'store.db');
  const clock = { now: () => Date.now() + shift };
  const service = await startTestService({ store: { kind: 'sqlite', path }, ...config }, { clock });
  onTestFinished(() => service.stop(0));
  return { service, setBack: () => void (shift -= HOUR) };
};

const send = (session: Dialogue, subject: string, from = 'a@acme.test') =>
  session.send({ from, to: 'r@receiver.test', message: named(subject).replace('a@acme.test', from) });

type Listing = { items: { id: string; subject: string; startedAt: string }[]; next: string | null };

describe('a clock that is set back by an hour', () => {
  test('leaves sessions open, messages in the order in which they came, and pages whole', async () => {
    const { service, setBack } = await started();
    const user = await service.user();
    const session = await service.session(user);
    for (const subject of ['one', 'two']) expect(await send(session, subject)).toMatchObject({ code: 250 });
    const before = (await service.api('GET', '/api/messages?limit=1')) as Listing;
    setBack();
    for (const subject of ['three', 'four'])
      expect(await send(session, subject)).toMatchObject({ code: 250 });
    expect(await send(await service.session(user), 'five')).toMatchObject({ code: 250 });
    expect(await service.subjects()).toEqual(['five', 'four', 'three', 'two', 'one']);

    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = `to=r@receiver.test&limit=2${cursor && `&cursor=${cursor}`}`;
      const page = (await service.api('GET', `/api/messages?${query}`)) as Listing;
      paged.push(...page.items.map(({ subject }) => subject));
      cursor = page.next;
    }
    expect(paged).toEqual(['five', 'four', 'three', 'two', 'one']);
    const since = (await service.api('GET', `/api/messages?after=${before.items[0]?.id}&wait=5`)) as Listing;
    expect(since.items.map(({ subject }) => subject)).toEqual(['five', 'four', 'three']);
  });

  test('keeps the records of sessions in order, and the offsets of their lines', async () => {
    const { service, setBack } = await started();
    const user = await service.user();
    const first = await service.session(user);
    setBack();
    await send(first, 'one');
    await service.session(user);
    await first.quit();
    const { items } = (await service.api('GET', '/api/sessions?list=default')) as Listing;
    expect(items.map(({ startedAt }) => Date.parse(startedAt) < Date.now() - HOUR / 2)).toEqual([
      true,
      false,
    ]);
    const record = (await service.api('GET', `/api/sessions/${items[1]?.id}`)) as {
      startedAt: string;
      endedAt: string;
      transcript: { ms: number }[];
    };
    expect(record.endedAt).toBe(record.startedAt);
    const offsets = record.transcript.map(({ ms }) => ms);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
    expect(offsets.length).toBeGreaterThan(8);
  });

  test('has a new password in force at once, in sessions that are logged in as well', async () => {
    const { service, setBack } = await started();
    const user = await service.user();
    const session = await service.session(user);
    setBack();
    const { password } = (await service.api(
      'POST',
      `/api/lists/default/users/${user.id}/reset-password`,
    )) as { password: string };
    expect(await send(session, 'superseded')).toMatchObject({ code: 535, rule: 'auth.credentials' });
    expect(await send(await service.session({ ...user, password }), 'new')).toMatchObject({ code: 250 });
    await service.api('PATCH', `/api/lists/default/users/${user.id}`, { note: 'after' });
    await service.api('PATCH', `/api/lists/default/users/${user.id}`, { active: false });
    expect(await service.subjects()).toEqual(['new']);
  });

  test('lets a mailed link verify once, and kills one that a newer link replaced', async () => {
    const { service, setBack } = await started();
    const api = createApi({ url: service.url });
    const { user } = await api.createUser(
      { list: 'default' },
      { authorizedSenders: 'a@one.test;b@two.test' },
    );
    const [one, two] = user.senders;
    if (!one || !two) throw new Error('two senders were asked for');
    const [first, replaced] = [await mailedLink(api, 'default', one), await mailedLink(api, 'default', two)];
    setBack();
    await call(service.url, 'POST', `/api/lists/default/senders/${two.id}/resend`);
    await expect(openLink(replaced, service.url)).rejects.toThrow(/answered 4/);
    const again = await mailedLink(api, 'default', two);
    for (const link of [first, again]) await openLink(link, service.url);
    for (const link of [first, again])
      await expect(openLink(link, service.url)).rejects.toThrow(/answered 4/);
    await api.updateUser({ list: 'default', id: user.id }, { active: true });
  });

  test('has --keep take nothing that is younger than it says', async () => {
    const keep = { age: 2 * HOUR, count: null, bytes: null };
    const { service, setBack } = await started({ keep, testClock: true });
    const session = await service.session(await service.user());
    await send(session, 'before');
    setBack();
    await send(session, 'after');
    await service.api('POST', '/api/clock', { advance: '1ms' });
    expect(await service.subjects()).toEqual(['after', 'before']);
    // The one that was accepted after is the older one by the clock.
    await service.api('POST', '/api/clock', { advance: '150m' });
    await expect.poll(() => service.subjects(), PATIENT).toEqual(['before']);
    await service.api('POST', '/api/clock', { advance: '60m' });
    await expect.poll(() => service.subjects(), PATIENT).toEqual([]);
  });

  test('has what comes then go to the next hop at once, and what waited when it is told to', async () => {
    let busy = false;
    const hop = await startHop({ rcpt: () => (busy ? '451 4.3.0 later' : '250 ok') });
    const nextHop = { kind: 'smtp', hop: hop.hop, expiryMs: 100 * HOUR } as const;
    const { service, setBack } = await started({ nextHop });
    const session = await service.session(await service.user());
    await hop.got(1);
    busy = true;
    await send(session, 'waits');
    const deferred = async () =>
      (await service.api('GET', '/api/queue?state=deferred')) as { items: { message: { id: string } }[] };
    await expect.poll(async () => (await deferred()).items.length, PATIENT).toBe(1);
    busy = false;
    setBack();
    await send(session, 'comes then');
    await hop.got(2);
    await service.api('POST', `/api/queue/${(await deferred()).items[0]?.message.id}/retry`);
    await hop.got(3);
    const subjects = hop.messages.map((content) => /^Subject: (.*)\r$/m.exec(String(content))?.[1]);
    expect(subjects).toEqual(['Verify acme.test for SMTP+', 'comes then', 'waits']);
  });
});

/** Debian's libfaketime, for programs with threads: what the system says the time is, changed by a file. */
const [FAKETIME] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');

describe.skipIf(FAKETIME === undefined && !process.env['CI'])(
  'the clock of the system, by libfaketime',
  () => {
    test('is set back by an hour, and all goes on, in what runs and after a restart', async () => {
      expect(FAKETIME, 'Debian’s package faketime').toBeDefined();
      const folder = await newFolder();
      const shift = join(folder, 'shift');
      await writeFile(shift, '+0h');
      // Read anew each time that the program asks what time it is; timers run by another clock, as they do by the system's.
      const faked = ['NO_CACHE=1', 'DONT_FAKE_MONOTONIC=1', `TIMESTAMP_FILE=${shift}`];
      const through = ['env', `LD_PRELOAD=${FAKETIME}`, ...faked.map((setting) => `FAKETIME_${setting}`)];
      const service = await startIn(folder, through);
      const session = await service.session();
      const accepted: string[] = [];
      const take = async (by: Dialogue, subject: string, from?: string) => {
        expect(await send(by, subject, from)).toMatchObject({ code: 250 });
        accepted.unshift(subject);
      };
      for (const subject of ['one', 'two']) await take(session, subject);
      const list = async (query: string) =>
        (await call(service.url, 'GET', `/api/messages?to=r@receiver.test&${query}`)) as {
          items: { id: string; subject: string; at: string }[];
        };
      const [newest] = (await list('limit=1')).items;
      const waited = list(`after=${newest?.id}&wait=30`);

      await writeFile(shift, '-1h');
      await take(session, 'three');
      expect((await waited).items).toMatchObject([{ subject: 'three' }]);
      await take(await service.session(), 'four');
      const isBack = (await list('limit=4')).items.map(({ at }) => Date.parse(at) < Date.now() - HOUR / 2);
      expect(isBack).toEqual([true, true, false, false]);
      // Added, verified by the mailed link, and activated while the clock is back.
      const added = await activeUser(service.url, { authorizedDomains: 'later.test' });
      await take(await service.session(added), 'five', 'b@later.test');
      expect(await service.subjects()).toEqual(accepted);

      service.program.child.kill('SIGTERM');
      expect(await service.program.exited).toBe(0);
      const again = await startIn(folder, through, service.user);
      expect(await again.subjects()).toEqual(accepted);
      await take(await again.session(), 'six');
      await take(await again.session(added), 'seven', 'b@later.test');
      expect(await again.subjects()).toEqual(accepted);
    });
  },
);
