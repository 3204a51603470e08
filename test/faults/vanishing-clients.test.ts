import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import type { Dialogue } from '../../harness/dialogue.ts';
import { startTestService, type TestService } from '../service.ts';
import { named, newFolder, PATIENT } from './house.ts';

const begin = async (session: Dialogue): Promise<void> => {
  for (const line of ['MAIL FROM:<a@acme.test>', 'RCPT TO:<r@receiver.test>', 'DATA'])
    await session.command(line);
};

const openSessions = async (service: TestService): Promise<number> => {
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  return Number(/^smtp_plus_sessions_open (\d+)$/m.exec(metrics)?.[1]);
};

const started = async () => {
  const folder = await newFolder();
  const service = await startTestService({ store: { kind: 'sqlite', path: join(folder, 'store.db') } });
  return { service, user: await service.user(), spool: join(folder, 'store.db-content') };
};

test('of clients that vanish in the middle of a message nothing is stored and nothing is left', async () => {
  const { service, user, spool } = await started();
  await using _ = service;
  // Into memory, into a file, and with all of it there but the final dot.
  const halves = [named('small').slice(0, 60), named('large', 2_000_000).slice(0, 1_500_000), named('all')];
  const clients = await Promise.all(Array.from({ length: 60 }, () => service.session(user)));
  await Promise.all(clients.map(begin));
  for (const [n, client] of clients.entries()) client.write(halves[n % halves.length] ?? '');
  // The large ones have got as far as the disk.
  await expect.poll(async () => (await readdir(spool)).length, PATIENT).toBe(20);
  for (const client of clients) client.destroy();

  await expect.poll(() => openSessions(service), PATIENT).toBe(0);
  await expect.poll(() => readdir(spool), PATIENT).toEqual([]);
  expect(await service.subjects()).toEqual([]);
  const { items } = (await service.api('GET', '/api/sessions?list=default&limit=100')) as {
    items: { ending: string | null; accepted: number }[];
  };
  expect(items).toHaveLength(60);
  expect(new Set(items.map(({ ending, accepted }) => `${ending} ${accepted}`))).toEqual(
    new Set(['closed 0']),
  );
  const session = await service.session(user);
  const again = await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message: named('again') });
  expect(again).toMatchObject({ code: 250 });
});

test('of clients that vanish right after the final dot each message is there once or not at all, whole', async () => {
  const { service, user } = await started();
  await using _ = service;
  const sent = Array.from({ length: 40 }, (_one, n) => `n${n}`);
  await Promise.all(
    sent.map(async (subject) => {
      const client = await service.session(user);
      await begin(client);
      client.write(`${named(subject)}.\r\n`);
      client.destroy();
    }),
  );
  await expect.poll(() => openSessions(service), PATIENT).toBe(0);
  const stored = await service.subjects();
  expect(stored).toHaveLength(new Set(stored).size);
  expect(stored.filter((subject) => !sent.includes(subject))).toEqual([]);
  const { items } = (await service.api('GET', '/api/messages?to=r@receiver.test')) as {
    items: { id: string; subject: string }[];
  };
  for (const { id, subject } of items) {
    const raw = await (await fetch(`${service.url}/api/messages/${id}/raw`)).text();
    expect(raw).toContain(`Subject: ${subject}\r\n`);
    expect(raw.endsWith('xxxxxxxxxx\r\n\r\n')).toBe(true);
  }
});
