/** A certificate that the admin gave (`--tls-cert`, `--tls-key`) is the one that clients see, and can verify. */

import { expect, givenCertificate, test } from '#harness';

test.use({ certificate: givenCertificate('mail.shop.test') });

test('a client that knows the authority sends to the name in the certificate', async ({
  list,
  client,
  certificate,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client();
  await session.startTls({ authority: certificate!.authority, name: 'mail.shop.test' });
  await session.logIn(user);
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();
});

test('a client that calls another name trusts it not', async ({ client, certificate }) => {
  const session = await client();
  const trust = { authority: certificate!.authority, name: 'mail.bank.test' };
  await expect(session.startTls(trust)).rejects.toThrow(/mail\.bank\.test/);
});

test('it is the one that the API tells of', async ({ client, api }) => {
  const { fingerprint256, own } = await api.getCertificate();
  expect(own).toBe(false);
  expect(await (await client()).startTls()).toBe(fingerprint256);
});
