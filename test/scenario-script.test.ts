/** What is copied as a scenario from a session: whole, readable, and without a secret. */

import { expect, test } from 'vitest';

import { readScript } from '../harness/dialogues/read.ts';
import type { SessionJson } from '../src/http/contract/decisions.ts';
import type { UserJson } from '../src/http/contract/users.ts';
import { scenarioScript } from '../web/parts/scenario-script.ts';
import { mail, startTestService } from './service.ts';

test('a copied session is a dialogue: who the user is, what was said, how each reply began', async () => {
  await using service = await startTestService();
  const user = await service.user({ authorizedDomains: 'acme.test', authorizedSenders: 'me@home.test' });
  const session = await service.session(user);
  await session.send({ from: 'a@acme.test', to: ['b@c.test'], message: mail('q@else.test') });
  await session.quit();
  expect(await copied(service, user.id))
    .toBe(`# as in session ID: Refused at the end of DATA by from.authorized
domains: acme.test
senders: me@home.test

S: 220
C: EHLO client.test
S: 250
C: AUTH PLAIN \${password-plain}
S: 235 2.7.0
C: MAIL FROM:<a@acme.test>
S: 250 2.1.0
C: RCPT TO:<b@c.test>
S: 250 2.1.5
C: DATA
S: 354
C: From: q@else.test
C: To: rcpt@receiver.test
C: Subject: test
C:
C: The body was not kept.
C: .
S: 550 5.7.1 [from.authorized]
C: QUIT
S: 221 2.0.0
CLOSED
INBOX: none
`);
});

test('a user who is not active, and one whose senders wait, begin it so', async () => {
  await using service = await startTestService();
  const user = await service.user({ authorizedDomains: 'acme.test' });
  await service.api('PATCH', `/api/lists/default/users/${user.id}`, {
    active: false,
    authorizedDomains: 'acme.test; new.test',
  });
  const session = await service.session();
  await session.authPlain(user.username, user.password);
  await session.quit();
  const text = await copied(service, user.id);
  expect(text).toContain('domains: acme.test\npending: new.test\nuser: inactive\n');
  expect(text).toContain('C: AUTH PLAIN ${password-plain}\nS: 525 5.7.13 [user.active]\n');
});

test('where TLS is required, it asks for such a service, and STARTTLS is one move', async () => {
  await using service = await startTestService({ requireTls: true });
  const user = await service.user({ authorizedDomains: 'acme.test' });
  const session = await service.session();
  await session.authPlain(user.username, user.password);
  await session.startTls();
  await session.ehlo();
  await session.authPlain(user.username, user.password);
  await session.command('MAIL FROM:<q@else.test>');
  await session.quit();
  const text = await copied(service, user.id);
  expect(text).toContain('service: require-tls\n');
  expect(text).toContain(
    'S: 538 5.7.11 [auth.tls-required]\nSTARTTLS\nC: AUTH PLAIN ${password-plain}\nS: 235 2.7.0\n',
  );
});

/** The newest session, copied; it must be read as a dialogue, and its id stands as `ID`. */
const copied = async (
  service: Awaited<ReturnType<typeof startTestService>>,
  userId: string,
): Promise<string> => {
  const get = async <T>(path: string): Promise<T> => (await service.api('GET', path)) as T;
  const { items } = await get<{ items: { id: string }[] }>('/api/sessions?limit=1');
  const id = items[0]?.id ?? expect.fail('no session');
  const session = await get<SessionJson>(`/api/sessions/${id}`);
  const main = session.decisions.find(({ action }) => action !== 'accept') ?? expect.fail('nothing refused');
  const user = await get<UserJson>(`/api/lists/default/users/${userId}`);
  const text = scenarioScript(session, main, user);
  expect(readScript(text, 'copied').moves.length).toBeGreaterThan(3);
  return text.replaceAll(id, 'ID');
};
