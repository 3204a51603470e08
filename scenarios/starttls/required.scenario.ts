/** With `--require-tls` no password and no message goes over the wire in plain text, whoever sits there. */

import { expect, test } from '#harness';

test.use({ requireTls: true });

test('takes a login and a message under TLS alone', async ({ list, client }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const plain = await client({ user });
  await expect(plain.login).toBeRefusedBy('auth.tls-required');
  await expect(plain.say('MAIL FROM:<sales@shop.test>')).toBeRefusedBy('auth.required');

  const secure = await client({ user, tls: 'starttls' });
  await expect(secure.send({ from: 'sales@shop.test' })).toBeAccepted();
});

test('says what to set in the mail client', async ({ list, client, api }) => {
  const { encryption } = await api.getSettings({ list: list.id });
  expect(encryption).toEqual(['starttls']);
  const session = await client({ user: await list.activeUser() });
  const decision = await session.login.decision();
  expect(decision?.advice).toContain('STARTTLS');
});

test('offers no AUTH in plain text, so that a client keeps its password', async ({ client }) => {
  const session = await client();
  expect(session.offers.filter((offer) => offer.startsWith('AUTH'))).toEqual([]);
  await session.startTls();
  expect(session.offers).toContain('AUTH PLAIN LOGIN');
});

test('refuses login and message where somebody takes STARTTLS out', async ({ list, client, middleman }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user, port: middleman.port });
  expect(session.offers).not.toContain('STARTTLS');
  await expect(session.login).toBeRefusedBy('auth.tls-required');
  await expect(session.send({ from: 'sales@shop.test' })).toBeRefusedBy('auth.required');
});
