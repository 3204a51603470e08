/** Each port speaks plain text and STARTTLS; what came before the handshake counts for nothing after it. */

import { expect, test } from '#harness';

test('takes a login and a message in plain text, and the same with STARTTLS', async ({
  list,
  client,
  api,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  for (const tls of ['none', 'starttls'] as const) {
    const session = await client({ user, tls });
    const verdict = await session.send({ from: 'sales@shop.test', to: `${tls}@else.test` });
    await expect(verdict).toBeAccepted();
    await expect(verdict).toHaveArrivedAt(`${tls}@else.test`);
  }
  const { items } = await api.getSessions({ list: list.id });
  expect(items.map(({ tls }) => tls?.split(' ')[0] ?? 'plain')).toEqual(['TLSv1.3', 'plain']);
});

test('offers STARTTLS before it and no more after it', async ({ client }) => {
  const session = await client();
  expect(session.offers).toContain('STARTTLS');
  await session.startTls();
  expect(session.offers).not.toContain('STARTTLS');
  expect(session.offers).toContain('AUTH PLAIN LOGIN');
});

test('shows the certificate whose fingerprint the API tells', async ({ client, api }) => {
  const session = await client();
  const { fingerprint256 } = await api.getCertificate();
  expect(await session.startTls()).toBe(fingerprint256);
});

test('drops what a stranger put behind STARTTLS in plain text, even a login of its own', async ({
  list,
  client,
}) => {
  const [stranger, user] = [await list.activeUser(), await list.activeUser()];
  const login = Buffer.from(`\0${stranger.username}\0${stranger.password}`).toString('base64');
  const session = await client();
  await session.startTlsWith(['EHLO stranger.test', `AUTH PLAIN ${login}`]);
  // The first reply under TLS answers the client's own EHLO, and nobody is logged in.
  expect(session.offers).toContain('AUTH PLAIN LOGIN');
  await expect(session.say('MAIL FROM:<sales@shop.test>')).toBeRefusedBy('auth.required');
  await expect(session.logIn(user)).toBeAccepted();
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();
});

test('forgets login and envelope at STARTTLS', async ({ list, client }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  await expect(session.say('MAIL FROM:<sales@shop.test>')).toBeAccepted();
  await session.startTls();
  expect((await session.say('RCPT TO:<jane@else.test>')).reply).toMatchObject({ code: 503 });
  await expect(session.say('MAIL FROM:<sales@shop.test>')).toBeRefusedBy('auth.required');
});

test('a client that insists on TLS gives nothing away where somebody takes STARTTLS out', async ({
  list,
  client,
  middleman,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const careless = await client({ port: middleman.port });
  expect(careless.offers).not.toContain('STARTTLS');
  expect(careless.offers).toContain('AUTH PLAIN LOGIN');
  await careless.quit();

  const verdict = await client.nodemailer(
    { from: 'sales@shop.test' },
    { user, tls: 'starttls', port: middleman.port },
  );
  expect(verdict.accepted).toBe(false);
  expect(middleman.heard()).toContain('EHLO');
  expect(middleman.heard()).not.toMatch(/AUTH|MAIL FROM/);
});
