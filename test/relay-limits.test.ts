import { afterEach, expect, test } from 'vitest';

import type { Dialogue } from '../harness/dialogue.ts';
import { StoreUnavailable } from '../src/store/store.ts';
import { PASSWORD, startTestRelay, USERNAME, type TestRelay } from './relay.ts';
import { mail } from './service.ts';

let relay: TestRelay | undefined;
afterEach(async () => {
  await relay?.[Symbol.asyncDispose]();
  relay = undefined;
});
const start = async (...options: Parameters<typeof startTestRelay>): Promise<TestRelay> =>
  (relay = await startTestRelay(...options));

const SHORT = { command: 1000, message: 1000 };
const LONG = 600_000;

test('a client that says nothing is told so and let go', async () => {
  const { dial, store } = await start({ patience: SHORT });
  const client = await dial();
  expect(await client.reply()).toMatchObject({ code: 421, enhanced: '4.4.2' });
  await client.closed;
  const ending = async () => (await store.sessions({}, { limit: 1 })).items[0]?.ending;
  await expect.poll(ending).toBe('timeout');
});

test('a client that trickles one command, or a handshake, is let go too', async () => {
  const { dial } = await start({ patience: SHORT });
  for (const before of [[], ['EHLO client.test', 'STARTTLS']]) {
    const client = await dial();
    for (const line of before) await client.command(line);
    // How a handshake of 16 KiB begins.
    client.write('\x16\x03\x01\x40\x00\x01');
    await trickle(client, '\x00');
  }
});

test('a client that trickles a message is let go, and nothing of it is stored', async () => {
  const { session, store } = await start({ patience: SHORT });
  const client = await session();
  for (const line of ['MAIL FROM:<a@acme.test>', 'RCPT TO:<r@receiver.test>', 'DATA'])
    await client.command(line);
  client.write('From: a@acme.test\r\n\r\n');
  await trickle(client, 'x\r\n');
  expect(client.transcript.at(-1)).toContain('421 4.4.2');
  expect(await store.countMessages('default')).toBe(0);
});

test('clients beyond the most that are served are told so, and others are served when they leave', async () => {
  const { dial } = await start({ maxClients: 2 });
  const [first] = [await dial(), await dial()];
  expect((await dial()).greeting).toMatchObject({ code: 421, enhanced: '4.3.2' });
  await first?.quit();
  expect((await dial()).greeting).toMatchObject({ code: 220 });
});

test('nothing is held of a client that has left, encrypted or not, however it left', async () => {
  const { dial, sessions } = await start();
  for (const encrypted of [false, true])
    for (const leave of ['quit', 'destroy'] as const) {
      const client = await dial();
      await client.ehlo();
      if (encrypted) await client.startTls();
      expect(sessions()).toMatchObject({ open: 1, sockets: 1 });
      await client[leave]();
      await expect.poll(sessions, { timeout: 40_000 }).toMatchObject({ open: 0, sockets: 0 });
    }
});

test('the limit of open files bounds the clients, and the ports where it is low; both are told', async () => {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  // Room for two clients besides what the service opens for itself.
  const { dial } = await start({ openFiles: 103, warn });
  expect(warnings).toEqual([
    expect.stringMatching(/ulimit -n\) is 103: 2 SMTP clients .* raise it by 4998 /),
  ]);
  const clients = [await dial(), await dial()];
  for (let n = 0; n < 3; n++) expect((await dial()).greeting).toMatchObject({ code: 421, enhanced: '4.3.2' });
  expect(warnings.slice(1)).toEqual([expect.stringContaining('further ones are put off (421)')]);
  for (const client of clients) await client.quit();
  expect((await dial()).greeting).toMatchObject({ code: 220 });
});

test('a limit of open files that is enough for the clients that are wanted is not told', async () => {
  const warnings: string[] = [];
  await start({ openFiles: 103, maxClients: 2, warn: (message) => void warnings.push(message) });
  expect(warnings).toEqual([]);
});

test('guesses at one user that are made at once count like those one after the other', async () => {
  const { dial, session } = await start();
  const clients = await Promise.all(Array.from({ length: 25 }, dial));
  await Promise.all(clients.map((client) => client.ehlo()));
  const replies = await Promise.all(clients.map((client) => client.authPlain(USERNAME, 'guess')));
  expect(replies.filter(({ code }) => code === 535)).toHaveLength(8);
  expect(replies.filter(({ rule }) => rule === 'auth.throttled')).toHaveLength(17);
  expect((await session()).transcript.at(-1)).toContain('421 4.7.0');
});

test('any number of right logins at once are let in', async () => {
  const { session } = await start();
  const clients = await Promise.all(Array.from({ length: 60 }, session));
  for (const { transcript } of clients) expect(transcript.at(-1)).toContain('235');
});

test('a login that the store cannot answer is put off by its rule, and counts as no failure', async () => {
  let away = true;
  const { dial, store, bugs } = await start({
    failing: {
      userByName: (name) =>
        away ? Promise.reject(new StoreUnavailable('the database is away')) : found(name),
    },
  });
  const found = async (name: string) => {
    const { items } = await store.users('default', { limit: 1 });
    return items.find(({ user }) => user.username === name) ?? null;
  };
  const client = await dial();
  await client.ehlo();
  for (let i = 0; i < 10; i++) {
    const reply = await client.authPlain(USERNAME, PASSWORD);
    expect(reply).toMatchObject({ code: 451, enhanced: '4.3.0', rule: 'store.available' });
    expect(await store.decision(reply.decisionId!)).toMatchObject({
      action: 'defer',
      rule: 'store.available',
    });
  }
  away = false;
  expect(await client.authPlain(USERNAME, PASSWORD)).toMatchObject({ code: 235 });
  expect(bugs).toEqual([]);
});

test.each(['MAIL', 'DATA'])('a user who cannot be read at %s puts the message off', async (point) => {
  let away = false;
  const relay = await start();
  const { user } = relay.store;
  relay.store.user = (list, id) =>
    away ? Promise.reject(new StoreUnavailable('the database is away')) : user(list, id);
  const client = await relay.session();
  away = point === 'MAIL';
  const first = await client.command('MAIL FROM:<a@acme.test>');
  if (point === 'MAIL') return expect(first).toMatchObject({ code: 451, rule: 'store.available' });
  await client.command('RCPT TO:<r@receiver.test>');
  away = true;
  await client.command('DATA');
  client.write(`${mail('a@acme.test')}.\r\n`);
  expect(await client.reply()).toMatchObject({ code: 451, rule: 'store.available' });
  expect(await relay.store.countMessages('default')).toBe(0);
});

test('a bug in a handler refuses for now, is reported, and the next command is served', async () => {
  const relay = await start();
  relay.store.recordDecision = () => {
    throw new TypeError('a bug');
  };
  const client = await relay.session();
  expect(await client.command('MAIL FROM:<x@evil.test>')).toMatchObject({ code: 451, enhanced: '4.3.0' });
  expect(relay.bugs).toEqual([expect.any(TypeError)]);
  expect(await client.command('NOOP')).toMatchObject({ code: 250 });
});

test('a delay holds a message back, and what changed meanwhile counts', async () => {
  const relay = await start();
  const client = await relay.session();
  relay.faults.set('default', [{ when: { stage: 'data' }, then: { delayMs: 1 } }]);
  const { user } = relay.store;
  let asked = 0;
  // MAIL, DATA, and DATA again after the delay, when the user is gone.
  relay.store.user = async (list, id) => ((asked += 1) < 3 ? user(list, id) : null);
  const reply = await client.send({
    from: 'a@acme.test',
    to: 'r@receiver.test',
    message: mail('a@acme.test'),
  });
  expect(reply).toMatchObject({ code: 535, rule: 'auth.credentials' });
  expect(await relay.store.countMessages('default')).toBe(0);
});

test('a stop ends a session that a fault delays', async () => {
  const relay = await start();
  relay.faults.set('default', [{ when: { stage: 'mail' }, then: { delayMs: LONG } }]);
  const client = await relay.session();
  client.write('MAIL FROM:<a@acme.test>\r\n');
  await relay[Symbol.asyncDispose]();
  await client.closed;
  const { items } = await relay.store.sessions({}, { limit: 1 });
  expect(items[0]).toMatchObject({ ending: 'shutdown', accepted: 0 });
});

/** Sends so little so often that the client is never idle, until the server has had enough. */
const trickle = async (client: Dialogue, bytes: string): Promise<void> => {
  // oxlint-disable-next-line no-restricted-globals -- it keeps up a client's side, and waits for nothing
  const sending = setInterval(() => client.write(bytes), 20);
  await client.closed;
  clearInterval(sending);
};
