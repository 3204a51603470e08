/** 250 stands for a message on the disk: what cannot be stored is put off, and nothing of it is in the inbox. */

import { expect, test } from '#harness';

test.use({ store: 'sqlite:' });

test('puts a message off while another program locks the store, and takes it afterwards', async ({
  list,
  client,
  mailbox,
  smtpPlus,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  const unlock = smtpPlus.lockStore();
  const verdict = await session.send({ from: 'sales@shop.test', to: 'jane@else.test' });
  unlock();
  await expect(verdict).toBeRefusedBy('store.available');
  await expect(mailbox).not.toHaveArrivedAt('jane@else.test');

  await expect(session.send({ from: 'sales@shop.test', to: 'jane@else.test' })).toBeAccepted();
  await expect(mailbox).toHaveArrivedAt('jane@else.test');
});
