import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

import { dial } from '../harness/dialogue.ts';
import { freePorts } from '../harness/free-ports.ts';
import { activeUser, call } from '../harness/provision.ts';
import { startProgram } from './program.ts';
import { mail } from './service.ts';

const run = promisify(execFile);

/** Lets no file of the process grow beyond so many bytes: to it the disk is full. */
const limitFiles = (pid: number | undefined, limit: string) =>
  run('prlimit', ['--pid', String(pid), `--fsize=${limit}:unlimited`]);

test('store.available puts off what the disk does not take, and the service lives on with what it took', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-disk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [port = 0] = await freePorts(1);
  const program = startProgram(
    [`--ports=${port}`, '--http-port=0', `--store=sqlite:${join(folder, 'store.db')}`],
    { env: { SMTP_PLUS_PAGES: 'none' } },
  );
  onTestFinished(() => void program.child.kill('SIGKILL'));
  const url = /http:\S+/.exec(await program.ready)?.[0] ?? '';
  const user = await activeUser(url, { authorizedDomains: 'acme.test' });
  const session = await dial({ port });
  await session.ehlo();
  await session.authPlain(user.username, user.password);
  const send = (subject: string, size: number) =>
    session.send({
      from: 'a@acme.test',
      to: 'r@receiver.test',
      message: mail('a@acme.test', `X-Name: ${subject}\r\n`, `${'x'.repeat(998)}\r\n`.repeat(size / 1000)),
    });
  const putOff = { code: 451, enhanced: '4.3.0', rule: 'store.available' };

  await limitFiles(program.child.pid, String(1024 * 1024));
  // Its file beside the database finds no room, as long as it is taken in.
  expect(await send('large', 3_000_000)).toMatchObject(putOff);
  let accepted = 0;
  let reply = await send('small', 100_000);
  for (; reply.code === 250 && accepted < 50; accepted += 1) reply = await send('small', 100_000);
  expect(reply).toMatchObject(putOff);
  expect(await call(url, 'GET', '/api/health')).toMatchObject({ status: 'ok' });
  expect(await call(url, 'GET', `/api/decisions/${reply.decisionId}`)).toMatchObject({
    rule: 'store.available',
    action: 'defer',
  });

  await limitFiles(program.child.pid, 'unlimited');
  expect(await send('later', 3_000_000)).toMatchObject({ code: 250 });
  const { items } = (await call(url, 'GET', '/api/messages?list=default&to=r@receiver.test&limit=1000')) as {
    items: unknown[];
  };
  expect(items).toHaveLength(accepted + 1);
  expect(await readdir(join(folder, 'spool'))).toEqual([]);
  program.child.kill('SIGTERM');
  expect(await program.exited).toBe(0);
});
