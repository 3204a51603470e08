/** A user sends as its own senders and as nobody else: in the envelope, in the header, and in both. */

import { expect, test } from '#harness';

test('accepts what is from the user’s own domain, in envelope and header', async ({ list, client }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  const verdict = await session.send({ from: 'sales@shop.test', to: 'jane@else.test' });
  await expect(verdict).toBeAccepted();
  await expect(verdict).toHaveArrivedAt('jane@else.test');
});

test('refuses a MAIL FROM that is not the user’s own', async ({ list, client, mailbox }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  const verdict = await session.send({
    from: 'ceo@bank.test',
    header: { From: 'sales@shop.test' },
    to: 'jane@else.test',
  });
  await expect(verdict).toBeRefusedBy('sender.authorized');
  await expect(mailbox).not.toHaveArrivedAt('jane@else.test');
});

test('refuses a From that is not the user’s own behind a MAIL FROM that is', async ({
  list,
  client,
  mailbox,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  const verdict = await session.send({
    from: 'sales@shop.test',
    header: { From: 'ceo@bank.test' },
    to: 'jane@else.test',
  });
  await expect(verdict).toBeRefusedBy('from.authorized');
  await expect(mailbox).not.toHaveArrivedAt('jane@else.test');
});

test('refuses a MAIL FROM and a From that are both another’s, at MAIL', async ({ list, client }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  const verdict = await session.send({ from: 'ceo@bank.test' });
  await expect(verdict).toBeRefusedBy('sender.authorized');
  expect(verdict.asked).toContain('MAIL FROM');
});

test('refuses a sub-domain of the user’s domain, which takes an entry of its own', async ({
  list,
  client,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  await expect(session.send({ from: 'news@marketing.shop.test' })).toBeRefusedBy('sender.authorized');
});
