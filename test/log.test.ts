import { expect, test } from 'vitest';

import { createApi } from '../harness/api.ts';
import { dial } from '../harness/dialogue.ts';
import { freePorts } from '../harness/free-ports.ts';
import { mailedLink, openLink } from '../harness/provision.ts';
import { startProgram } from './program.ts';
import { mail } from './service.ts';

const ADMIN = 'planted-admin-password';
const HOP = { username: 'planted-hop-user', password: 'planted-hop-password' };

/** Runs a whole service through all in which secrets are said: to SMTP and HTTP, in flags and variables; what it wrote. */
const runWithSecrets = async (log: string): Promise<{ said: string; secrets: Record<string, string> }> => {
  const [port = 0] = await freePorts(1);
  const program = startProgram([`--ports=${port}`, '--http-port=0', '--store=memory:', `--log=${log}`], {
    env: {
      SMTP_PLUS_ADMIN_PASSWORD: ADMIN,
      SMTP_PLUS_NEXT_HOP: `smtp://${HOP.username}:${HOP.password}@127.0.0.1:1`,
    },
  });
  const url = /http:\/\/\S+/.exec(await program.ready)?.[0] ?? '';
  const authorization = `Basic ${btoa(`x:${ADMIN}`)}`;
  const api = createApi({ url, headers: { authorization } });
  const { user, password } = await api.createUser({ list: 'default' }, { authorizedDomains: 'acme.test' });
  const link = await mailedLink(api, 'default', { kind: 'domain', value: 'acme.test' });
  await openLink(link, url);
  await fetch(link.replace(/^http:\/\/[^/]+/, url));
  await api.updateUser({ list: 'default', id: user.id }, { active: true });

  const wrong = `Basic ${btoa('x:planted-wrong-guess')}`;
  expect((await fetch(`${url}/api/lists`, { headers: { authorization: wrong } })).status).toBe(401);
  const login = await fetch(`${url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ password: ADMIN }),
  });
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await fetch(`${url}/api/messages/m_none`, { headers: { cookie } })).status).toBe(404);

  const session = await dial({ port });
  await session.ehlo();
  await session.authPlain(user.username, `${password}x`);
  await session.authPlain(password, user.username);
  await session.authPlain(user.username, password);
  await session.command(`NOOP ${password}`);
  await session.send({
    from: 'a@acme.test',
    to: 'r@receiver.test',
    message: mail('ceo@bank.test', `X-Planted: planted-header ${password}\r\n`),
  });
  await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message: mail('a@acme.test') });
  await session.quit();
  program.child.kill('SIGTERM');
  expect(await program.exited).toBe(0);
  const secrets = {
    'the admin password': ADMIN,
    'the admin password in Basic': authorization.slice(6),
    'a wrong guess in Basic': wrong.slice(6),
    'the password of the next hop': HOP.password,
    'the user of the next hop': HOP.username,
    'the password of a user': password,
    'the password of a user in AUTH PLAIN': btoa(`\0${user.username}\0${password}`),
    'the token of a link': link.split('/').at(-1) ?? '',
    'the cookie of a login': cookie.split('=')[1] ?? '',
    'a header of a message': 'planted-header',
    'who a refused message claims to be from': 'bank.test',
  };
  return { said: program.said(), secrets };
};

const leaks = (said: string, secrets: Record<string, string>): string[] =>
  Object.entries(secrets).flatMap(([what, secret]) =>
    secret.length < 8 || said.includes(secret) ? [`${what}: ${secret}`] : [],
  );

test('as JSON it tells its life and each refusal, one object a line, and no secret', async () => {
  const { said, secrets } = await runWithSecrets('json');
  const lines = said.split('\n').filter((line) => line !== '' && !line.startsWith('SMTP+ ready'));
  const all = lines.map((line) => JSON.parse(line) as { event: string; rule?: string; message: string });
  // When the next hop is tried is its own affair.
  const [warnings, entries] = [true, false].map((is) =>
    all.filter(({ event }) => (event === 'warning') === is),
  );
  expect(warnings?.[0]?.message).toContain('the next hop 127.0.0.1:1 is not reached');
  expect(entries?.map(({ event, rule }) => [event, ...(rule === undefined ? [] : [rule])].join(' '))).toEqual(
    [
      'ready',
      'wrong-admin-password',
      'refused auth.credentials',
      'refused auth.credentials',
      'refused from.authorized',
      'stopping',
      'stopped',
    ],
  );
  expect(leaks(said, secrets)).toEqual([]);
});

test('as text it tells the same in plain lines, and no secret', async () => {
  const { said, secrets } = await runWithSecrets('text');
  expect(said).toMatch(/^refused by from\.authorized: 550 5\.7\.1, decision d_\w+$/m);
  expect(said).toMatch(/^a wrong admin password came from 127\.0\.0\.1$/m);
  expect(leaks(said, secrets)).toEqual([]);
});

test('silent it says that it is ready, and nothing else', async () => {
  const { said } = await runWithSecrets('silent');
  expect(said).toMatch(/^SMTP\+ ready.*\n$/);
});

test('what keeps it from starting is said in any form of the log', async () => {
  for (const log of ['json', 'silent']) {
    const [port = 0] = await freePorts(1);
    const flags = [`--ports=${port}`, '--http-port=0', '--store=sqlite:/dev/null/x.db', `--log=${log}`];
    const program = startProgram(flags);
    expect(await program.exited).toBe(1);
    expect(program.said()).toContain('SMTP+ cannot start: ');
  }
});
