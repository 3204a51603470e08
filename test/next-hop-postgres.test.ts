import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import { createApi, type Api } from '../harness/api.ts';
import { dial } from '../harness/dialogue.ts';
import { freePorts } from '../harness/free-ports.ts';
import { activeUser, type Provisioned } from '../harness/provision.ts';
import { startHop, type TestHop } from '../src/delivery/hop.test-kit.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../fixtures/postgres/server.ts';
import { startProgram, type Program } from './program.ts';
import { mail, startTestService } from './service.ts';

let server: TestPostgres;
let schemas = 0;

const PATIENT = { timeout: 60_000 };

/** What each process sends over at most, so that nobody can take all of the queue. */
const CONNECTIONS = 2;

type Reached = { url: string; port: number; api: Api };

const start = async (store: string, hop: TestHop): Promise<Reached & { program: Program }> => {
  const [port = 0] = await freePorts(1);
  const program = startProgram([
    ...[`--ports=${port}`, '--http-port=0', `--store=${store}`, '--test-clock'],
    `--next-hop=smtp://127.0.0.1:${hop.port}?connections=${CONNECTIONS}`,
  ]);
  const url = /http:\/\/\S+/.exec(await program.ready)?.[0] ?? '';
  return { program, url, port, api: createApi({ url }) };
};

/** Sends a message for each recipient, one after the other; each is acknowledged. */
const send = async ({ port }: Reached, user: Provisioned, recipients: readonly string[]): Promise<void> => {
  const session = await dial({ port });
  await session.ehlo();
  await session.authPlain(user.username, user.password);
  for (const to of recipients)
    expect(await session.send({ from: 'a@acme.test', to, message: mail('a@acme.test') })).toMatchObject({
      code: 250,
    });
  await session.quit();
};

const people = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${name}${n}@receiver.test`);

/** How often each of these has the message. */
const timesReceived = ({ received }: TestHop, recipients: readonly string[]): number[] =>
  recipients.map((address) => received.filter(({ to }) => to.includes(address)).length);

/** The next hop says nothing to any message until what this answers is called. */
const hold = ({ script }: TestHop): (() => void) => {
  const held = Promise.withResolvers<string>();
  script.end = () => held.promise;
  return () => {
    delete script.end;
    held.resolve('250 2.0.0 taken');
  };
};

/** The deliveries that a process tells of in `GET /api/events`, as `id state`. */
const listen = async ({ url }: Reached): Promise<Set<string>> => {
  const told = new Set<string>();
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  const { body } = await fetch(`${url}/api/events`, { signal: leave.signal });
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = (text + chunk).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events.filter((one) => one.includes('event: delivery'))) {
        const { id, state } = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '{}') as Record<string, string>;
        told.add(`${id} ${state}`);
      }
    }
  };
  read().catch(() => undefined);
  return told;
};

const idsOf = async ({ api }: Reached, recipients: readonly string[]): Promise<string[]> => {
  const { items } = await api.getMessages({ limit: 1000 });
  return items.filter(({ rcptTo }) => recipients.includes(rcptTo[0] ?? '')).map(({ id }) => id);
};

describe.skipIf(postgresPrograms() === null && !process.env['CI'])(
  'two processes on one PostgreSQL, before one next hop',
  () => {
    // On a busy machine processes take their time to start.
    vi.setConfig({ testTimeout: 300_000 });
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    it('deliver from one queue: each does a part, each message arrives once, and what is killed half way the other delivers', async () => {
      const hop = await startHop();
      const store = server.url(`hop_${++schemas}`);
      const [a, b] = await Promise.all([start(store, hop), start(store, hop)]);
      const user = await activeUser(a.url, { authorizedDomains: 'acme.test' });
      // The verification mail is gone, so that only what is counted is in the queue.
      await expect.poll(() => hop.received.length, PATIENT).toBe(1);
      const [toldByA, toldByB] = [await listen(a), await listen(b)];

      const [some, others] = [people('a', 12), people('b', 12)];
      let release = hold(hop);
      await Promise.all([send(a, user, some), send(b, user, others)]);
      // So many are on their way only where both processes are at work.
      await hop.got(1 + 2 * CONNECTIONS);
      for (const { api } of [a, b]) expect((await api.getQueue()).nextHop?.underWay).toBe(CONNECTIONS);
      release();
      const all = [...some, ...others];
      await expect.poll(() => hop.received.length, PATIENT).toBe(1 + all.length);
      expect(timesReceived(hop, all)).toEqual(all.map(() => 1));
      // Each tells of all, also of what the other delivered.
      const delivered = (await idsOf(a, all)).map((id) => `${id} delivered`);
      for (const told of [toldByA, toldByB])
        await expect.poll(() => delivered.filter((one) => !told.has(one)), PATIENT).toEqual([]);

      const late = people('late', 10);
      release = hold(hop);
      const before = hop.messages.length;
      await send(a, user, late);
      await hop.got(before + 2 * CONNECTIONS);
      a.program.child.kill('SIGKILL');
      await a.program.exited;
      release();
      // What was claimed by the one that is gone stays claimed for as long as its lease lasts.
      const open = async () => {
        const { counts } = await b.api.getQueue();
        return counts.queued + counts.deferred;
      };
      await expect.poll(open, PATIENT).toBe(CONNECTIONS);
      await b.api.advanceClock({}, { advance: '61s' });
      await expect.poll(open, PATIENT).toBe(0);
      // Twice only those whose answer to the final dot went to the process that was killed.
      const times = timesReceived(hop, late);
      expect(times.filter((count) => count === 2)).toHaveLength(CONNECTIONS);
      expect(times.filter((count) => count === 1)).toHaveLength(late.length - CONNECTIONS);
    });

    it('do what an admin asks at one of them with what the other has tried, and both tell of it', async () => {
      const hop = await startHop({
        rcpt: (address) => (address.includes('slow') ? '450 4.2.1 mailbox busy' : '250 ok'),
      });
      const config = {
        store: { kind: 'postgres', url: server.url(`hop_${++schemas}`) },
        nextHop: { kind: 'smtp', hop: hop.hop, expiryMs: 86_400_000 },
      } as const;
      await using one = await startTestService(config);
      const a = { ...one, api: createApi(one) };
      const [retried, givenUp] = ['slow-1@receiver.test', 'slow-2@receiver.test'];
      await send(a, await one.user(), [retried, givenUp]);
      await expect.poll(async () => (await a.api.getQueue()).counts.deferred, PATIENT).toBe(2);

      // The other comes when all is tried.
      await using other = await startTestService(config);
      const b = { ...other, api: createApi(other) };
      const [toldByA, toldByB] = [await listen(a), await listen(b)];
      const [[retry = ''], [giveUp = '']] = [await idsOf(b, [retried]), await idsOf(b, [givenUp])];
      delete hop.script.rcpt;
      expect(await b.api.retryDelivery({ id: retry })).toMatchObject({ tries: 1 });
      expect(await b.api.giveUpDelivery({ id: giveUp })).toMatchObject({ state: 'failed' });
      for (const told of [toldByA, toldByB])
        await expect
          .poll(() => [...told], PATIENT)
          .toEqual(expect.arrayContaining([`${retry} delivered`, `${giveUp} failed`]));
      expect(timesReceived(hop, [retried, givenUp])).toEqual([1, 0]);
      const { items } = await a.api.getMessages({ limit: 10 });
      expect(items.filter(({ kind }) => kind === 'bounce')).toMatchObject([{ to: 'a@acme.test' }]);
    });
  },
);
