import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

import { dial, type Dialogue } from '../../harness/dialogue.ts';
import { call } from '../../harness/provision.ts';
import { newFolder, PATIENT, type Running, sendAs, startIn } from './house.ts';

const run = promisify(execFile);
const LIMIT = 160;

/** The lowest number that a next file would get. */
const nextFile = async (pid: number): Promise<number> => {
  const taken = new Set((await readdir(`/proc/${pid}/fd`)).map(Number));
  let free = 0;
  while (taken.has(free)) free += 1;
  return free;
};

const limitFiles = (pid: number, limit: number) =>
  run('prlimit', ['--pid', String(pid), `--nofile=${limit}:${LIMIT}`]);

/** Connects, and stays, until the service cannot take one more. */
const untilNobodyIsGreeted = async (port: number): Promise<void> => {
  for (let n = 0; n < 50; n++) {
    const client = await dial({ port }).catch(() => null);
    if (client === null) return;
    onTestFinished(() => client.destroy());
  }
  throw new Error('the service takes one connection after the other');
};

const started = async (): Promise<Running> =>
  startIn(await newFolder(), ['sh', '-c', `ulimit -n ${LIMIT} && exec "$@"`, 'sh']);

test('with few files to open, clients beyond the room are told so, the others are served, and later all are', async () => {
  const service = await started();
  expect(service.program.said()).toContain(`(ulimit -n) is ${LIMIT}: 59 SMTP clients are served at once`);
  const sender = await service.session();
  const clients: Dialogue[] = [];
  onTestFinished(() => clients.forEach((client) => client.destroy()));
  const greetings = new Map<number, number>();
  for (let n = 0; n < 90; n++) {
    const client = await dial({ port: service.port });
    clients.push(client);
    greetings.set(client.greeting.code, (greetings.get(client.greeting.code) ?? 0) + 1);
  }
  expect([...greetings]).toEqual([
    [220, 58],
    [421, 32],
  ]);
  expect(await sendAs(sender, 'small')).toMatchObject({ code: 250 });
  expect(await sendAs(sender, 'large', 2_000_000)).toMatchObject({ code: 250 });
  expect(await service.subjects()).toEqual(['large', 'small']);
  expect(service.program.said()).toContain('59 SMTP clients are connected: further ones are put off (421)');

  for (const client of clients) client.destroy();
  const again = async () => {
    const client = await dial({ port: service.port });
    onTestFinished(() => client.destroy());
    return client.greeting.code;
  };
  await expect.poll(again, PATIENT).toBe(220);
});

test('with no file left to open nothing that was acknowledged is lost, and clients are taken again afterwards', async () => {
  const service = await started();
  const sender = await service.session();
  const acknowledged: string[] = [];
  const send = async (subject: string, size?: number) => {
    const reply = await sendAs(sender, subject, size);
    if (reply.code === 250) acknowledged.unshift(subject);
    else expect(reply).toMatchObject({ code: 451, rule: 'store.available' });
    return reply;
  };
  let tried = 0;
  const refusedLarge = async () => {
    await untilNobodyIsGreeted(service.port);
    return send(`large ${(tried += 1)}`, 2_000_000);
  };
  await send('before');
  await limitFiles(service.pid, await nextFile(service.pid));
  await send('small');
  let large = await refusedLarge();
  // What the service closes meanwhile, such as a connection of its API, leaves room for one more.
  for (let n = 0; large.code === 250 && n < 20; n++) large = await refusedLarge();
  expect(large.code).toBe(451);

  await limitFiles(service.pid, LIMIT);
  expect(await send('large afterwards', 2_000_000)).toMatchObject({ code: 250 });
  expect((await dial({ port: service.port })).greeting).toMatchObject({ code: 220 });
  expect(await service.subjects()).toEqual(acknowledged);
  expect(await call(service.url, 'GET', `/api/decisions/${large.decisionId}`)).toMatchObject({
    action: 'defer',
    rules: expect.arrayContaining([
      { id: 'store.available', outcome: 'fail', detail: expect.stringContaining('too many open files') },
    ]),
  });
  expect(service.program.said()).toMatch(/^deferred by store\.available.*too many open files/m);
  service.program.child.kill('SIGTERM');
  expect(await service.program.exited).toBe(0);
});
