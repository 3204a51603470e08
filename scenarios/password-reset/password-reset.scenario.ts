/** A password is reset as often as wanted: the old one dies at once, the new one is shown once and can be read nowhere else. */

import { expect, test } from '#harness';

test(
  'the old password dies, also in a session that is logged in, and the new one is shown once',
  { tag: '@ui' },
  async ({ list, admin, client }) => {
    const user = await list.activeUser({ authorizedDomains: 'shop.test' });
    const session = await client({ user });
    await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();

    await admin.userForm.goto(list.id, user.id);
    await admin.userForm.reset();
    const password = await admin.userForm.password.inputValue();

    await expect(session.send({ from: 'sales@shop.test' })).toBeRefusedBy('auth.credentials');
    await expect((await client({ user })).login).toBeRefusedBy('auth.credentials');
    const renewed = await client({ user: { ...user, password } });
    await expect(renewed.send({ from: 'sales@shop.test' })).toBeAccepted();

    await admin.page.reload();
    await expect(admin.userForm.resetPassword).toBeVisible();
    await expect(admin.userForm.password).toBeHidden();
    await expect(admin.shell.main).not.toContainText(password);
  },
);

test('in the middle of a message the old password dies as well', async ({ list, api, client, mailbox }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  await session.pipeline(['MAIL FROM:<sales@shop.test>', 'RCPT TO:<jane@else.test>', 'DATA']);
  await api.resetPassword({ list: list.id, id: user.id });
  session.write('From: sales@shop.test\r\n\r\nHello.\r\n.\r\n', '(message)');
  await expect(session.reply('the message')).toBeRefusedBy('auth.credentials');
  await expect(mailbox).not.toHaveArrivedAt('jane@else.test');
});

test('a password is reset as often as wanted, and each time only the newest one works', async ({
  list,
  api,
  client,
}) => {
  const user = await list.activeUser();
  let last = user.password;
  for (let times = 1; times <= 12; times++) {
    const { password } = await api.resetPassword({ list: list.id, id: user.id });
    const old = await client();
    await expect(old.logIn({ ...user, password: last })).toBeRefusedBy('auth.credentials');
    await expect(old.logIn({ ...user, password })).toBeAccepted();
    last = password;
  }
});
