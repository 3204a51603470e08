import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import { dial, type Dialogue } from '../harness/dialogue.ts';
import { freePorts } from '../harness/free-ports.ts';
import { activeUser, call, mailedLink, openLink, type Provisioned } from '../harness/provision.ts';
import { createApi } from '../harness/api.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../fixtures/postgres/server.ts';
import { mail } from './service.ts';
import { startProgram, type Program } from './program.ts';

let server: TestPostgres;
let schemas = 0;

type Process = { program: Program; url: string; port: number };

const start = async (store: string): Promise<Process> => {
  const [port = 0] = await freePorts(1);
  const flags = [`--ports=${port}`, '--http-port=0', `--store=${store}`];
  const program = startProgram(flags);
  const url = /http:\/\/\S+/.exec(await program.ready)?.[0] ?? '';
  return { program, url, port };
};

/** Two processes on one database. */
const startTwo = async (): Promise<[Process, Process]> => {
  const store = server.url(`service_${++schemas}`);
  return [await start(store), await start(store)];
};

const login = async ({ port }: Process, user: Provisioned): Promise<Dialogue> => {
  const session = await dial({ port });
  onTestFinished(() => session.destroy());
  await session.ehlo();
  expect(await session.authPlain(user.username, user.password)).toMatchObject({ code: 235 });
  return session;
};

const message = (subject: string): string =>
  mail('a@acme.test').replace('Subject: test', `Subject: ${subject}`);

const send = (session: Dialogue, subject: string) =>
  session.send({ from: 'a@acme.test', to: 'r@receiver.test', message: message(subject) });

const storedSubjects = async ({ url }: Process): Promise<string[]> => {
  const stored: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = (await call(url, 'GET', `/api/messages?limit=1000${cursor && `&cursor=${cursor}`}`)) as {
      items: { kind: string; subject: string }[];
      next: string | null;
    };
    stored.push(...page.items.filter(({ kind }) => kind === 'relay').map(({ subject }) => subject));
    cursor = page.next;
  }
  return stored;
};

/** Sends until the connection or the load ends; tells what became of each message. */
const load = async (at: Process, user: Provisioned, name: string, ends: AbortSignal) => {
  const [acknowledged, replies] = [[] as string[], new Map<string, number>()];
  try {
    const session = await dial({ port: at.port });
    await session.ehlo();
    await session.authPlain(user.username, user.password);
    for (let n = 0; !ends.aborted; n++) {
      const reply = await send(session, `${name}-${n}`);
      const kind = `${reply.code} ${reply.rule ?? ''}`.trim();
      replies.set(kind, (replies.get(kind) ?? 0) + 1);
      if (reply.code === 250) acknowledged.push(`${name}-${n}`);
      if (reply.code !== 250) await session.command('RSET');
    }
    session.destroy();
  } catch {
    // The process was killed: what it said before counts.
  }
  return { acknowledged, replies };
};

const lostAndTwice = (acknowledged: readonly string[], stored: readonly string[]) => {
  const there = new Set(stored);
  return {
    lost: acknowledged.filter((subject) => !there.has(subject)),
    twice: stored.length - there.size,
  };
};

describe.skipIf(postgresPrograms() === null && !process.env['CI'])('processes on one PostgreSQL', () => {
  // On a busy machine each starts two processes and more.
  vi.setConfig({ testTimeout: 300_000 });
  beforeAll(async () => {
    server = await startPostgres({ durable: true });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('are one service: users, links, messages, waits, events, sessions and throttling', async () => {
    const [a, b] = await startTwo();
    const [apiA, apiB] = [createApi({ url: a.url }), createApi({ url: b.url })];

    // Added at one, verified at the other by the link that the first one mailed, activated at the first.
    const { user, password } = await apiA.createUser({ list: 'default' }, { authorizedDomains: 'acme.test' });
    const link = await mailedLink(apiB, 'default', { kind: 'domain', value: 'acme.test' });
    await openLink(link, b.url);
    await apiA.updateUser({ list: 'default', id: user.id }, { active: true });
    const credentials = { id: user.id, username: user.username, password };

    const events = await fetch(`${a.url}/api/events`);
    const waited = apiA.getMessages({ to: 'r@receiver.test', wait: 30 });
    const session = await login(b, credentials);
    expect(await send(session, 'through the other')).toMatchObject({ code: 250 });
    expect((await waited).items).toMatchObject([{ subject: 'through the other' }]);
    expect(await heard(events, 'event: message')).toContain('through the other');

    await session.quit();
    // Whoever asks where it was held sees it at once; it is in the store then, for the other as well.
    await call(b.url, 'GET', '/api/sessions');
    const { items } = (await call(a.url, 'GET', '/api/sessions?outcome=accept')) as {
      items: { id: string; username: string }[];
    };
    expect(items).toMatchObject([{ username: user.username }]);
    expect(await call(b.url, 'GET', `/api/sessions/${items[0]?.id}`)).toMatchObject({ id: items[0]?.id });

    // Eight failures for one name are let through, wherever they are tried.
    const codes: number[] = [];
    for (let n = 0; n < 10; n++) {
      const guess = await dial({ port: n % 2 ? a.port : b.port });
      await guess.ehlo();
      codes.push((await guess.authPlain(user.username, 'wrong')).code);
      guess.destroy();
    }
    expect(codes).toEqual([535, 535, 535, 535, 535, 535, 535, 535, 421, 421]);
  });

  it('have a reset, a deactivation and a deletion at one in force at the other, in sessions that are logged in', async () => {
    const [a, b] = await startTwo();
    const path = (id: string): string => `/api/lists/default/users/${id}`;
    const changes = [
      [(id: string) => call(a.url, 'POST', `${path(id)}/reset-password`, {}), 535],
      [(id: string) => call(a.url, 'PATCH', path(id), { active: false }), 525],
      [(id: string) => call(a.url, 'DELETE', path(id)), 535],
    ] as const;
    const took: number[] = [];
    for (const [change, code] of changes) {
      const user = await activeUser(a.url, { authorizedDomains: 'acme.test' });
      const session = await login(b, user);
      expect(await send(session, 'before')).toMatchObject({ code: 250 });
      await change(user.id);
      // The first command after the answer is refused: there is no time in between.
      const answered = performance.now();
      expect(await session.command('MAIL FROM:<a@acme.test>')).toMatchObject({ code });
      took.push(performance.now() - answered);
    }
    console.log(
      `from the answer to reset, deactivation and deletion in one process to the refusal in the other: ${took.map((ms) => ms.toFixed(1)).join(', ')} ms`,
    );
  });

  it('lose nothing that was acknowledged, and store nothing twice, when one is killed under load', async () => {
    const [a, b] = await startTwo();
    const user = await activeUser(a.url, { authorizedDomains: 'acme.test' });
    const ends = new AbortController();
    const running = [a, b].flatMap((at, p) =>
      Array.from({ length: 10 }, (_, n) => load(at, user, `p${p}c${n}`, ends.signal)),
    );
    const probe = await login(a, user);
    for (let n = 0; n < 30; n++) expect(await send(probe, `probe-${n}`)).toMatchObject({ code: 250 });
    a.program.child.kill('SIGKILL');
    await a.program.exited;
    // The other goes on, and takes new work.
    const survivor = await login(b, user);
    for (let n = 0; n < 30; n++) expect(await send(survivor, `after-${n}`)).toMatchObject({ code: 250 });
    ends.abort();
    const results = await Promise.all(running);
    const acknowledged = results.flatMap((one) => one.acknowledged);
    const outcome = lostAndTwice(acknowledged, await storedSubjects(b));
    console.log(
      `kill -9 of one of two: ${acknowledged.length} acknowledged, ${outcome.lost.length} lost, ${outcome.twice} twice`,
    );
    expect(outcome).toEqual({ lost: [], twice: 0 });
  });

  it('say 451 while PostgreSQL is away, lose nothing that was acknowledged, and go on by themselves', async () => {
    const [a, b] = await startTwo();
    const user = await activeUser(a.url, { authorizedDomains: 'acme.test' });
    const ends = new AbortController();
    const running = [a, b].flatMap((at, p) =>
      Array.from({ length: 5 }, (_, n) => load(at, user, `p${p}c${n}`, ends.signal)),
    );
    const probe = await login(b, user);
    for (let n = 0; n < 20; n++) expect(await send(probe, `probe-${n}`)).toMatchObject({ code: 250 });
    await server.stop('immediate');
    let refused = await send(probe, 'away');
    while (refused.code === 250) refused = await send(probe, 'away');
    expect(refused).toMatchObject({ code: 451, rule: 'store.available' });
    const api = await fetch(`${b.url}/api/messages`);
    expect([api.status, api.headers.get('retry-after')]).toEqual([503, '5']);
    await server.start();
    for (let reply = refused; reply.code !== 250;) {
      await probe.command('RSET');
      reply = await send(probe, 'back');
      if (reply.code !== 250) expect(reply).toMatchObject({ code: 451, rule: 'store.available' });
    }
    ends.abort();
    const results = await Promise.all(running);
    const acknowledged = results.flatMap((one) => one.acknowledged);
    const replies = new Map<string, number>();
    for (const one of results)
      for (const [kind, count] of one.replies) replies.set(kind, (replies.get(kind) ?? 0) + count);
    const outcome = lostAndTwice(acknowledged, await storedSubjects(a));
    console.log(
      `PostgreSQL away under load: ${acknowledged.length} acknowledged, ${outcome.lost.length} lost, ${outcome.twice} twice; replies ${JSON.stringify(Object.fromEntries(replies))}`,
    );
    expect(outcome).toEqual({ lost: [], twice: 0 });
    expect([...replies.keys()].toSorted()).toEqual(['250 accept', '451 store.available']);
  });
});

/** What an event stream says, up to the end of the first event that begins with this line. */
const heard = async (response: Response, line: string): Promise<string> => {
  let said = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    said += chunk;
    if (new RegExp(`^${line}\n[^]*?\n\n`, 'm').test(said)) break;
  }
  return said;
};
