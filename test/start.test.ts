import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dial } from '../harness/dialogue.ts';
import { freePorts } from '../harness/free-ports.ts';
import { activeUser, call } from '../harness/provision.ts';
import { mail } from './service.ts';
import { startProgram } from './program.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'smtp-plus-start-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const url = (ready: string): string => /http:\/\/\S+/.exec(ready)?.[0] ?? '';

test('npm start says when it is ready, and ends with 0 on SIGTERM and on SIGINT; what was accepted is there again', async () => {
  const [port = 0] = await freePorts(1);
  const flags = [`--ports=${port}`, '--http-port=0', `--store=sqlite:${join(folder, 'signals.db')}`];
  const accepted = async (at: string): Promise<string[]> => {
    const { items } = (await call(at, 'GET', '/api/messages?list=default')) as {
      items: { kind: string; subject: string }[];
    };
    return items.filter(({ kind }) => kind === 'relay').map(({ subject }) => subject);
  };
  const endings = async (at: string): Promise<string[]> => {
    const { items } = (await call(at, 'GET', '/api/sessions?list=default')) as {
      items: { ending: string }[];
    };
    return items.map(({ ending }) => ending);
  };
  const sent: string[] = [];
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const program = startProgram(flags, { by: 'npm' });
    const at = url(await program.ready);
    expect(await accepted(at)).toEqual(sent);
    expect(await endings(at)).toEqual(sent.map(() => 'shutdown'));
    const user = await activeUser(at, { authorizedDomains: 'acme.test' });
    const session = await dial({ port });
    await session.ehlo();
    await session.authPlain(user.username, user.password);
    const message = mail('a@acme.test').replace('Subject: test', `Subject: before ${signal}`);
    expect(await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message })).toMatchObject({
      code: 250,
    });
    sent.unshift(`before ${signal}`);
    program.child.kill(signal);
    expect(await session.reply()).toMatchObject({ code: 421 });
    expect(await program.exited).toBe(0);
  }

  const last = startProgram(flags);
  const at = url(await last.ready);
  expect(await accepted(at)).toEqual(sent);
  expect(await endings(at)).toEqual(['shutdown', 'shutdown']);
  last.child.kill('SIGTERM');
  expect(await last.exited).toBe(0);
});

test('a busy port is named, the rest serve', async () => {
  const [busy = 0, free = 0] = await freePorts(2);
  const other = createServer().listen(busy, '127.0.0.1');
  await once(other, 'listening');
  const program = startProgram([`--ports=${busy},${free}`, '--http-port=0', '--store=memory:']);
  const ready = await program.ready;
  expect(program.said()).toContain(`not listening on 1 port: ${busy} (in use by another program)`);
  expect(await call(url(ready), 'GET', '/api/health')).toMatchObject({
    status: 'ok',
    smtp: {
      host: '127.0.0.1',
      listening: 1,
      unavailable: [{ port: busy, why: 'in use by another program' }],
    },
  });
  expect((await dial({ port: free })).greeting.code).toBe(220);
  program.child.kill('SIGTERM');
  expect(await program.exited).toBe(0);
  await new Promise((closed) => other.close(closed));
});

test('a port that HTTP wants is not taken by SMTP', async () => {
  const [http = 0, smtp = 0] = await freePorts(2);
  const program = startProgram([`--ports=${http},${smtp}`, `--http-port=${http}`, '--store=memory:']);
  await program.ready;
  expect(program.said()).toContain(`not listening on 1 port: ${http} (taken by HTTP, see --http-port)`);
  expect(await call(`http://127.0.0.1:${http}`, 'GET', '/api/health')).toMatchObject({
    smtp: { listening: 1 },
  });
  program.child.kill('SIGTERM');
  expect(await program.exited).toBe(0);
});

describe('what keeps it from starting is one line without a stack trace', () => {
  const ends = async (flags: string[], code: number, words: RegExp): Promise<void> => {
    const program = startProgram(flags);
    expect(await program.exited, program.said()).toBe(code);
    expect(program.said()).toMatch(words);
    expect(program.said()).not.toMatch(/^\s+at /m);
  };

  test('no port at all', async () => {
    const [busy = 0] = await freePorts(1);
    const other = createServer().listen(busy, '127.0.0.1');
    await once(other, 'listening');
    await ends(
      [`--ports=${busy}`, '--http-port=0', '--store=memory:'],
      1,
      new RegExp(`no SMTP port could be bound.*${busy}.*--ports`),
    );
    await new Promise((closed) => other.close(closed));
  });

  test('the HTTP port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const busy = typeof address === 'object' && address ? address.port : 0;
    const [port = 0] = await freePorts(1);
    await ends(
      [`--ports=${port}`, `--http-port=${busy}`, '--store=memory:'],
      1,
      new RegExp(`HTTP port ${busy} .* --http-port`),
    );
    await new Promise((closed) => other.close(closed));
  });

  // Which mistakes these are, and what is said of each: src/config.test.ts.
  test('a mistake in what is asked for', () =>
    ends(['--host=0.0.0.0'], 2, /^host "0\.0\.0\.0"[^\n]*SMTP_PLUS_ADMIN_PASSWORD[^\n]*\n$/));
  test('a command line that makes no sense', () => ends(['--frobnicate'], 2, /--frobnicate[\s\S]*usage/));
  test('a certificate that is not there', async () => {
    const [port = 0] = await freePorts(1);
    await ends(
      [
        `--ports=${port}`,
        '--http-port=0',
        '--store=memory:',
        '--tls-cert=/nowhere.pem',
        '--tls-key=/nowhere.key',
      ],
      1,
      /nowhere\.pem/,
    );
  });

  test('a store file of another program, which stays as it was', async () => {
    const path = join(folder, 'foreign.db');
    await writeFile(path, 'not a database, but somebody’s notes\n'.repeat(100));
    const before = await readFile(path);
    const [port = 0] = await freePorts(1);
    await ends([`--ports=${port}`, '--http-port=0', `--store=sqlite:${path}`], 1, /foreign\.db/);
    expect(await readFile(path)).toEqual(before);
  });

  test('a store below a file', async () => {
    const [port = 0] = await freePorts(1);
    await ends(
      [`--ports=${port}`, '--http-port=0', '--store=sqlite:/dev/null/smtp-plus.db'],
      1,
      /\/dev\/null/,
    );
  });
});

test('the key that it makes is for nobody else to read, and is used again', async () => {
  const flags = async () => [
    `--ports=${(await freePorts(1))[0]}`,
    '--http-port=0',
    `--store=sqlite:${join(folder, 'tls.db')}`,
  ];
  const certificate = async (): Promise<string> => {
    const given = await flags();
    const program = startProgram(given);
    await program.ready;
    const session = await dial({ port: Number(given[0]?.split('=')[1]) });
    await session.ehlo();
    const { fingerprint256 } = await session.startTls();
    session.destroy();
    program.child.kill('SIGTERM');
    expect(await program.exited).toBe(0);
    return fingerprint256;
  };
  const first = await certificate();
  expect((await stat(join(folder, 'smtp-plus-key.pem'))).mode & 0o077).toBe(0);
  expect(await certificate()).toBe(first);
});
