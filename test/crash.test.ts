import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dial } from '../harness/dialogue.ts';
import { freePorts } from '../harness/free-ports.ts';
import { activeUser, call, type Provisioned } from '../harness/provision.ts';
import { mail } from './service.ts';
import { startProgram } from './program.ts';

const ROUNDS = 5;
const CONNECTIONS = 20;

/** Sends until the connection ends; tells what was acknowledged. */
const sendUntilTheEnd = async (port: number, user: Provisioned, name: string): Promise<string[]> => {
  const acknowledged: string[] = [];
  try {
    const session = await dial({ port });
    await session.ehlo();
    await session.authPlain(user.username, user.password);
    for (let n = 0; ; n++) {
      const subject = `${name}-${n}`;
      const message = mail('a@acme.test').replace('Subject: test', `Subject: ${subject}`);
      const reply = await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message });
      if (reply.code === 250) acknowledged.push(subject);
    }
  } catch {
    return acknowledged;
  }
};

test('kill -9 under load loses nothing that was acknowledged, and stores nothing twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-crash-'));
  const [port = 0] = await freePorts(1);
  const flags = [`--ports=${port}`, '--http-port=0', `--store=sqlite:${join(folder, 'store.db')}`];
  let user: Provisioned | null = null;
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const program = startProgram(flags);
    const at = /http:\/\/\S+/.exec(await program.ready)?.[0] ?? '';
    const known: Provisioned = user ?? (await activeUser(at, { authorizedDomains: 'acme.test' }));
    user = known;
    const before = acknowledged.length;
    const load = Array.from({ length: CONNECTIONS }, (_, i) =>
      sendUntilTheEnd(port, known, `r${round}c${i}`),
    );
    // The load itself says when it has got going: at the end of the messages that one more connection gets through.
    const probe = await dial({ port });
    await probe.ehlo();
    await probe.authPlain(known.username, known.password);
    for (let n = 0; n < 20 + 20 * round; n++) {
      const message = mail('a@acme.test').replace('Subject: test', `Subject: r${round}probe-${n}`);
      if ((await probe.send({ from: 'a@acme.test', to: 'r@receiver.test', message })).code === 250)
        acknowledged.push(`r${round}probe-${n}`);
    }
    program.child.kill('SIGKILL');
    for (const subjects of await Promise.all(load)) acknowledged.push(...subjects);
    await program.exited;
    expect(acknowledged.length - before).toBeGreaterThan(CONNECTIONS);
  }

  const program = startProgram(flags);
  const at = /http:\/\/\S+/.exec(await program.ready)?.[0] ?? '';
  const stored: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = (await call(
      at,
      'GET',
      `/api/messages?list=default&limit=1000${cursor && `&cursor=${cursor}`}`,
    )) as {
      items: { kind: string; subject: string }[];
      next: string | null;
    };
    stored.push(...page.items.filter(({ kind }) => kind === 'relay').map(({ subject }) => subject));
    cursor = page.next;
  }
  program.child.kill('SIGTERM');
  await program.exited;
  await rm(folder, { recursive: true, force: true });
  const there = new Set(stored);
  const lost = acknowledged.filter((subject) => !there.has(subject));
  const twice = stored.filter((subject) => !there.delete(subject));
  console.log(
    `kill -9 ${ROUNDS} times: ${acknowledged.length} acknowledged, ${lost.length} lost, ${twice.length} twice`,
  );
  expect({ lost, twice }).toEqual({ lost: [], twice: [] });
}, 120_000);
