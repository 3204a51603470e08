import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { freePorts } from '../harness/free-ports.ts';
import { activeUser } from '../harness/provision.ts';
import { dial } from '../harness/dialogue.ts';
import { startHop } from '../src/delivery/hop.test-kit.ts';
import type { QueueJson } from '../src/http/contract/delivery.ts';
import type { MessageDetail, MessageJson } from '../src/http/contract/messages.ts';
import { formatHop, parseHop } from '../src/model/next-hop.ts';
import { startProgram } from './program.ts';
import { mail, startTestService } from './service.ts';

const PATIENT = { timeout: 40_000 };
const FIVE_DAYS = 5 * 86_400_000;

const hopOf = (url: string) => {
  const parsed = parseHop(url);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { kind: 'smtp', hop: parsed.value, expiryMs: FIVE_DAYS } as const;
};

const send = async (port: number, user: { username: string; password: string }, message: string) => {
  const session = await dial({ port });
  await session.ehlo();
  await session.authPlain(user.username, user.password);
  const reply = await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message });
  await session.quit();
  return reply;
};

test('a second SMTP+ is the next hop of the first: mail and verification mail go on, secrets do not', async () => {
  await using second = await startTestService();
  const relay = await activeUser(second.url, { authorizedDomains: 'acme.test;smtp-plus.invalid' });
  const logged: string[] = [];
  const hop = hopOf(`smtp://${relay.username}:${relay.password}@127.0.0.1:${second.port}?tls=unverified`);
  await using first = await startTestService(
    { nextHop: hop },
    { log: (words, error) => logged.push(words, String(error)) },
  );
  const events = await fetch(`${first.url}/api/events`);
  const told: string[] = [];
  void (async () => {
    for await (const chunk of events.body!.pipeThrough(new TextDecoderStream())) told.push(chunk);
  })().catch(() => undefined);

  const user = await first.user();
  expect((await send(first.port, user, mail('a@acme.test', '', 'two\r\n..dots\r\n\xe9'))).code).toBe(250);
  await expect
    .poll(() => second.subjects(), PATIENT)
    .toEqual(expect.arrayContaining(['test', 'Verify acme.test for SMTP+']));
  const queue = async () => (await first.api('GET', '/api/queue')) as QueueJson;
  await expect
    .poll(async () => (await queue()).counts, PATIENT)
    .toMatchObject({ delivered: 2, queued: 0, deferred: 0 });
  const { items, nextHop } = await queue();
  expect(nextHop).toMatchObject({ hop: formatHop(hop.hop), state: 'up', error: null });
  expect(items[0]?.delivery.attempts[0]).toMatchObject({ tls: 'TLSv1.3', outcome: 'delivered' });
  expect(items[0]?.delivery.attempts[0]?.reply).toMatch(/^250 2\.\d\.\d .*m_/);

  const answers = [logged, told, await queue()];
  for (const { message } of items)
    answers.push([await first.api('GET', `/api/messages/${message.id}`)] as never);
  for (const secret of [
    relay.password,
    Buffer.from(`\0${relay.username}\0${relay.password}`).toString('base64'),
  ])
    expect(JSON.stringify(answers)).not.toContain(secret);
});

test('the login of the next hop is refused: named at the message, without its secret', async () => {
  await using second = await startTestService();
  await using first = await startTestService({
    nextHop: hopOf(`smtp://nobody:PLANTED-SECRET@127.0.0.1:${second.port}?tls=never`),
  });
  const user = await first.user();
  await send(first.port, user, mail('a@acme.test'));
  const [message] = ((await first.api('GET', '/api/messages')) as { items: MessageJson[] }).items;
  const detail = async () => (await first.api('GET', `/api/messages/${message?.id}`)) as MessageDetail;
  await expect.poll(async () => (await detail()).deliveryState, PATIENT).toBe('deferred');
  expect(JSON.stringify(await detail())).toContain('535 5.7.8');
  expect(JSON.stringify([await detail(), await first.api('GET', '/api/queue')])).not.toContain(
    'PLANTED-SECRET',
  );
});

test('the clock of a test moves the schedule, to the bounce at its end', async () => {
  const server = await startHop({ rcpt: () => '450 4.2.1 mailbox busy' });
  await using service = await startTestService({
    nextHop: hopOf(`smtp://127.0.0.1:${server.hop.port}`),
    testClock: true,
  });
  const user = await service.user();
  await send(service.port, user, mail('a@acme.test'));
  const deferred = async () => ((await service.api('GET', '/api/queue?state=deferred')) as QueueJson).items;
  await expect.poll(async () => (await deferred()).length, PATIENT).toBe(2);
  await service.api('POST', '/api/clock', { advance: '5d' });
  await expect.poll(async () => (await deferred()).length, PATIENT).toBe(0);
  const { items } = (await service.api('GET', '/api/messages')) as { items: MessageJson[] };
  // One for the message, and one for the verification mail, whose sender is the service itself.
  expect(
    items
      .filter(({ kind }) => kind === 'bounce')
      .map(({ to }) => to)
      .toSorted(),
  ).toEqual(['a@acme.test', 'verify@smtp-plus.invalid']);
  // MailHog's view shows them as well, from nobody.
  const mailhog = (await service.api('GET', '/api/v2/messages')) as { items: { Raw: { From: string } }[] };
  expect(mailhog.items.filter(({ Raw }) => Raw.From === '')).toHaveLength(2);
});

test('what a user deletes from the inbox is not sent on any more', async () => {
  const server = await startHop({ rcpt: () => '450 4.2.1 mailbox busy' });
  await using service = await startTestService({
    nextHop: hopOf(`smtp://127.0.0.1:${server.hop.port}`),
    testClock: true,
  });
  const user = await service.user();
  await send(service.port, user, mail('a@acme.test'));
  await expect
    .poll(
      async () => ((await service.api('GET', '/api/queue?state=deferred')) as QueueJson).items.length,
      PATIENT,
    )
    .toBe(2);
  await service.api('DELETE', '/api/messages?list=default');
  expect(((await service.api('GET', '/api/queue')) as QueueJson).items).toEqual([]);
});

test('kill -9 while it delivers loses nothing, and sends twice only what was under way', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-hop-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const server = await startHop();
  const [port = 0] = await freePorts(1);
  const flags = [
    `--ports=${port}`,
    '--http-port=0',
    `--store=sqlite:${join(folder, 'store.db')}`,
    `--next-hop=smtp://127.0.0.1:${server.hop.port}?connections=3`,
  ];
  const acknowledged: string[] = [];
  let user: { username: string; password: string } | null = null;
  const KILLS = 3;
  for (let round = 0; round <= KILLS; round++) {
    // From the eleventh on the next hop takes a message and does not say so: three are under way when it is killed.
    const before = server.messages.length;
    server.script.end = (n) => (n < before + 10 || round === KILLS ? '250 ok' : 'silence');
    const program = startProgram(flags);
    const at = /http:\/\/\S+/.exec(await program.ready)?.[0] ?? '';
    user ??= await activeUser(at, { authorizedDomains: 'acme.test' });
    if (round === KILLS) {
      await expect
        .poll(async () => (await queueAt(at)).counts, PATIENT)
        .toMatchObject({ queued: 0, deferred: 0 });
      program.child.kill('SIGTERM');
      expect(await program.exited).toBe(0);
      break;
    }
    const session = await dial({ port });
    await session.ehlo();
    await session.authPlain(user.username, user.password);
    for (let n = 0; n < 40; n++) {
      const subject = `r${round}n${n}`;
      const message = mail('a@acme.test').replace('Subject: test', `Subject: ${subject}`);
      if ((await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message })).code === 250)
        acknowledged.push(subject);
    }
    await server.got(before + 13);
    program.child.kill('SIGKILL');
    await program.exited;
  }
  const arrived = server.messages.map(
    (content) => /^Subject: (r\d+n\d+)\r$/m.exec(String(content))?.[1] ?? 'other',
  );
  const counted = Map.groupBy(arrived, (subject) => subject);
  expect(acknowledged).toHaveLength(KILLS * 40);
  expect(acknowledged.filter((subject) => !counted.has(subject))).toEqual([]);
  const twice = [...counted].filter(([subject, all]) => subject !== 'other' && all.length > 1);
  expect(twice.map(([, all]) => all.length)).toEqual(Array.from({ length: KILLS * 3 }, () => 2));
});

test('SIGTERM ends it in time though the next hop does not answer, and the message is not lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-hop-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const server = await startHop({ end: () => 'silence' });
  const [port = 0] = await freePorts(1);
  const flags = [
    `--ports=${port}`,
    '--http-port=0',
    `--store=sqlite:${join(folder, 'store.db')}`,
    `--next-hop=smtp://127.0.0.1:${server.hop.port}`,
  ];
  const first = startProgram(flags);
  const at = /http:\/\/\S+/.exec(await first.ready)?.[0] ?? '';
  await activeUser(at, { authorizedDomains: 'acme.test' });
  await server.got(1);
  first.child.kill('SIGTERM');
  expect(await first.exited).toBe(0);
  server.script.end = () => '250 ok';
  const second = startProgram(flags);
  const again = /http:\/\/\S+/.exec(await second.ready)?.[0] ?? '';
  await expect.poll(async () => (await queueAt(again)).counts, PATIENT).toMatchObject({ delivered: 1 });
  const [item] = (await queueAt(again)).items;
  expect(item?.delivery.attempts.map(({ perhapsTaken }) => perhapsTaken)).toEqual([true, false]);
  second.child.kill('SIGTERM');
  await second.exited;
});

const queueAt = async (url: string): Promise<QueueJson> =>
  (await (await fetch(`${url}/api/queue`)).json()) as QueueJson;
