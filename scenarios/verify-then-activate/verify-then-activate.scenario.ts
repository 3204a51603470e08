/** A sender is verified by its owner first; only then can the user be set to active, and only as that sender does it send. */

import { expect, test } from '#harness';

test(
  'a user is active only after an owner has confirmed',
  { tag: '@ui' },
  async ({ list, admin, mailbox, client }) => {
    // The admin names a sender. The user is made, and cannot be active yet.
    await admin.userForm.gotoNew(list.id);
    await admin.userForm.senders.fill('owner@shop.test');
    await admin.userForm.save.click();
    await expect(admin.userForm.active).toBeDisabled();
    await expect(admin.userForm.active).toHaveAccessibleDescription(
      /owner@shop\.test has been mailed a link/,
    );
    const user = {
      username: await admin.userForm.username.inputValue(),
      password: await admin.userForm.password.inputValue(),
    };
    await expect((await client({ user })).login).toBeRefusedBy('user.active');

    // The owner finds the mail. To look at the page behind its link verifies nothing, as a link scanner does; its button does.
    expect((await mailbox.waitFor({ to: 'owner@shop.test' })).subject).toContain('owner@shop.test');
    await admin.verification.goto(await list.verificationLink('owner@shop.test'));
    await expect(admin.verification.heading).toHaveText('Verify owner@shop.test');
    expect((await list.sender('owner@shop.test')).status).toBe('pending');
    await admin.verification.confirm();
    await expect(admin.verification.heading).toHaveText('owner@shop.test is verified');

    // The admin sets the user to active, and it sends.
    await admin.smtpPlus.goto(list.id);
    await admin.smtpPlus.button(user.username, 'Activate').click();
    await expect(admin.smtpPlus.user(user.username)).toContainText('Active');
    const verdict = await (await client({ user })).send({ from: 'owner@shop.test', to: 'jane@else.test' });
    await expect(verdict).toBeAccepted();
    await expect(mailbox).toHaveArrivedAt('jane@else.test');
  },
);

test('the API refuses to activate a user without a verified sender', async ({ list, api }) => {
  const user = await list.user({ authorizedSenders: 'owner@shop.test' });
  await expect(api.updateUser({ list: list.id, id: user.id }, { active: true })).rejects.toMatchObject({
    status: 409,
    type: 'sender-not-verified',
  });
});

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
