/** A sender is verified by its owner first; only then can the user be set to active, and only as that sender does it send. */

import { expect, test } from '#harness';

test(
  'a user is active only after an owner has confirmed in the browser',
  { tag: '@ui' },
  async ({ list, api, admin, mailbox, client }) => {
    const user = await list.user({ authorizedSenders: 'owner@shop.test' });
    await expect(api.updateUser({ list: list.id, id: user.id }, { active: true })).rejects.toMatchObject({
      status: 409,
      type: 'sender-not-verified',
    });
    await expect((await client({ user })).login!).toBeRefusedBy('user.active');

    const mail = await mailbox.waitFor({ to: 'owner@shop.test' });
    expect(mail.subject).toContain('owner@shop.test');
    await admin.verification.goto(await list.verificationLink('owner@shop.test'));
    await expect(admin.verification.heading).toHaveText('Verify owner@shop.test');
    // A link scanner has only looked so far, as we have.
    expect((await list.sender('owner@shop.test')).status).toBe('pending');
    await admin.verification.confirm();
    await expect(admin.verification.heading).toHaveText('owner@shop.test is verified');

    await api.updateUser({ list: list.id, id: user.id }, { active: true });
    const verdict = await (await client({ user })).send({ from: 'owner@shop.test', to: 'jane@else.test' });
    await expect(verdict).toBeAccepted();
    await expect(mailbox).toHaveArrivedAt('jane@else.test');
  },
);

test('an active user does not send as a sender that is still to be verified', async ({
  list,
  api,
  client,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  await api.updateUser({ list: list.id, id: user.id }, { authorizedDomains: 'shop.test; new.test' });
  const session = await client({ user });
  await expect(session.send({ from: 'a@new.test' })).toBeRefusedBy('sender.verified');
  await expect(session.send({ from: 'a@shop.test', header: { From: 'a@new.test' } })).toBeRefusedBy(
    'from.verified',
  );
  await list.verify('new.test');
  await expect(session.send({ from: 'a@new.test' })).toBeAccepted();
});
