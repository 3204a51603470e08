import { readFile, readdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mail, startTestService } from './service.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Every form in which a client may have said the password: plain, base64 of it alone and within AUTH PLAIN at each alignment. */
const formsOf = (username: string, password: string): string[] => [
  password,
  base64(password),
  base64(`\0${username}\0${password}`),
  ...[0, 1, 2].map((shift) => base64('x'.repeat(shift) + password).slice(shift === 0 ? 0 : 4, -4)),
  encodeURIComponent(base64(password)),
];

test('a password is nowhere: not in the database, transcripts, decisions, events or answers', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-secrets-'));
  const service = await startTestService({ store: { kind: 'sqlite', path: join(folder, 'store.db') } });
  const events = await fetch(`${service.url}/api/events`);
  const told: string[] = [];
  const listening = (async () => {
    for await (const chunk of events.body!.pipeThrough(new TextDecoderStream())) told.push(chunk);
  })().catch(() => undefined);

  const user = await service.user();
  const forms = formsOf(user.username, user.password);
  const good = await service.session(user);
  await good.send({ from: 'a@acme.test', to: 'r@receiver.test', message: mail('a@acme.test') });
  await good.send({ from: 'a@acme.test', to: 'r@receiver.test', message: mail('ceo@bank.test') });
  await good.quit();
  const login = await service.session();
  await login.authLogin(user.username, user.password);
  await login.quit();
  // Refused AUTH whose client goes on with its credentials, user name and password swapped, and the password as a command.
  const clumsy = await service.session();
  clumsy.write(
    `AUTH CRAM-MD5\r\n${base64(user.username)}\r\n${base64(user.password)}\r\n${user.password}\r\nNOOP ${user.password}\r\n`,
  );
  for (let i = 0; i < 5; i++) await clumsy.reply();
  await clumsy.authPlain(user.password, user.username);
  await clumsy.authPlain(user.username, `${user.password}x`);
  await clumsy.command(`AUTH PLAIN ${base64(`\0${user.username}\0${user.password}`)} trailing`);
  await clumsy.quit();

  const answers: string[] = [];
  const sessions = (await service.api('GET', '/api/sessions')) as { items: { id: string }[] };
  expect(sessions.items.length).toBeGreaterThanOrEqual(3);
  for (const { id } of sessions.items)
    answers.push(JSON.stringify(await service.api('GET', `/api/sessions/${id}`)));
  for (const path of [
    '/api/decisions',
    '/api/messages',
    '/api/lists/default/users',
    `/api/lists/default/users/${user.id}`,
    '/api/lists/default/senders',
  ])
    answers.push(JSON.stringify(await service.api('GET', path)));
  await service.store.flush();
  await service.stop(500);
  await listening;

  const places = new Map<string, string>([
    ['answers', answers.join('\n')],
    ['events', told.join('')],
  ]);
  for (const name of await readdir(folder, { recursive: true }))
    places.set(name, await readFile(join(folder, name), 'latin1').catch(() => ''));
  expect(places.get('events')).toContain('decision');
  expect(places.get('store.db')?.length).toBeGreaterThan(1000);
  const leaks = [...places].flatMap(([place, text]) =>
    forms.filter((form) => text.includes(form)).map((form) => `${place}: ${form}`),
  );
  expect(leaks).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});
