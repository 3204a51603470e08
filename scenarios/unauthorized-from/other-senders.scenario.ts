/** Sender, Resent-From and Resent-Sender name the user's own verified senders, or they are not there. */

import { expect, test } from '#harness';

const FIELDS = ['Sender', 'Resent-From', 'Resent-Sender'] as const;

for (const field of FIELDS) {
  test(`accepts a ${field} that is the user’s own`, async ({ list, client }) => {
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    const verdict = await session.send({
      from: 'sales@shop.test',
      header: { [field]: 'Joe <joe@shop.test>' },
    });
    await expect(verdict).toBeAccepted();
  });

  test(`refuses a ${field} that is not the user’s own, and names it`, async ({ list, client, mailbox }) => {
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    const verdict = await session.send({
      from: 'sales@shop.test',
      header: { [field]: 'ceo@bank.test' },
      to: 'jane@else.test',
    });
    await expect(verdict).toBeRefusedBy('other-senders.authorized');
    expect(verdict.reply?.text).toContain(`${field} "ceo@bank.test"`);
    await expect(mailbox).not.toHaveArrivedAt('jane@else.test');
  });

  test(`refuses a ${field} that is not verified`, async ({ list, client, api }) => {
    const user = await list.activeUser({ authorizedDomains: 'shop.test' });
    await api.updateUser({ list: list.id, id: user.id }, { authorizedSenders: 'joe@solo.test' });
    const session = await client({ user });
    const verdict = await session.send({ from: 'sales@shop.test', header: { [field]: 'joe@solo.test' } });
    await expect(verdict).toBeRefusedBy('other-senders.authorized');
  });

  test(`refuses a second ${field} that is not the user’s own`, async ({ list, client }) => {
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    const header = { [field]: ['sales@shop.test', 'ceo@bank.test'] };
    const verdict = await session.send({ from: 'sales@shop.test', header });
    await expect(verdict).toBeRefusedBy('other-senders.authorized');
  });

  test(`refuses a ${field} whose name shows another address`, async ({ list, client }) => {
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    const header = { [field]: '"ceo@bank.test" <sales@shop.test>' };
    const verdict = await session.send({ from: 'sales@shop.test', header });
    await expect(verdict).toBeRefusedBy('other-senders.authorized');
  });
}

test('Reply-To may name anybody: it does not say who wrote', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const header = { 'Reply-To': 'visitor@elsewhere.test' };
  await expect(session.send({ from: 'sales@shop.test', header })).toBeAccepted();
});
