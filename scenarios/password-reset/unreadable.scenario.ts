/** A password is stored as a hash alone: nothing that the service answers, tells or keeps has it. */

import { expect, test } from '#harness';

test('neither password can be read anywhere, however a client showed it', async ({
  list,
  api,
  client,
  events,
  http,
}) => {
  const heard = await events(list.id);
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const { password } = await api.resetPassword({ list: list.id, id: user.id });
  const renewed = { ...user, password };

  // The old one, the new one, the new one in the place of the name, and where no password belongs.
  await expect((await client({ user })).login).toBeRefusedBy('auth.credentials');
  const session = await client({ user: renewed, mechanism: 'LOGIN' });
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();
  await expect(session.send({ from: 'sales@shop.test', header: { From: 'a@b.test' } })).not.toBeAccepted();
  const swapped = { username: password, password: user.username };
  await expect((await client()).logIn(swapped)).toBeRefusedBy('auth.credentials');
  await (await client()).say(`AUTH PLAIN ${password}`);
  await session.quit();

  const { items: sessions } = await api.getSessions({ list: list.id });
  const { items: decisions } = await api.getDecisions({ list: list.id });
  const { items: messages } = await api.getMessages({ list: list.id });
  for (const { id } of sessions) await heard.until('event: session', id);
  expect([sessions.length, messages.length], 'there is something to be looked through').toEqual([2, 2]);
  const places = [
    `/api/lists/${list.id}/users`,
    `/api/lists/${list.id}/users/${user.id}`,
    `/api/lists/${list.id}/senders`,
    `/api/sessions?limit=1000`,
    `/api/decisions?limit=1000`,
    `/api/decisions?unlisted=true&limit=1000`,
    `/api/messages?list=${list.id}`,
    `/lists/${list.id}/api/v2/messages`,
    ...sessions.map(({ id }) => `/api/sessions/${id}`),
    ...decisions.map(({ id }) => `/api/decisions/${id}`),
    ...messages.flatMap(({ id }) => [`/api/messages/${id}`, `/api/messages/${id}/raw`]),
  ];
  const secrets = [user.password, password].flatMap((secret) => [
    secret,
    base64(secret),
    base64(`\0${user.username}\0${secret}`),
  ]);
  for (const place of places) expectNone(place, (await http(`GET ${place}`)).text, secrets);
  expectNone('the events', heard.text(), secrets);
});

const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '');

/** A failure must not show the secret itself. */
const expectNone = (place: string, text: string, secrets: readonly string[]): void => {
  expect(text.length, `${place} answers something`).toBeGreaterThan(10);
  expect(secrets.filter((secret) => text.includes(secret)).length, `passwords in ${place}`).toBe(0);
};
