/** SMTP+ users are added, read, edited and deleted; what was taken from one stops working at once. */

import { expect, test } from '#harness';

test(
  'a user is added, edited and deleted, and its logged-in client sends no more',
  { tag: '@ui' },
  async ({ list, admin, client, api }) => {
    // Add.
    await admin.smtpPlus.goto(list.id);
    await admin.smtpPlus.addUser.click();
    await admin.userForm.domains.fill('shop.test');
    await admin.userForm.save.click();
    const password = await admin.userForm.password.inputValue();
    await list.verify('shop.test');
    await admin.userForm.active.click();
    await expect(admin.userForm.active).toBeChecked();

    // Edit: another name, another domain, one sender besides.
    const name = `till-${list.id.slice(-8)}`;
    const first = await admin.userForm.username.inputValue();
    await admin.userForm.username.fill(name);
    await admin.userForm.domains.fill('shop.test;new.test');
    await admin.userForm.senders.fill('me@else.test');
    await admin.userForm.save.click();
    await expect(admin.userForm.news).toContainText(
      'The owner of new.test and me@else.test is asked by mail.',
    );
    await list.verify('me@else.test');
    await expect((await client({ user: { username: first, password } })).login).toBeRefusedBy(
      'auth.credentials',
    );
    const session = await client({ user: { username: name, password } });
    await expect(session.send({ from: 'me@else.test' })).toBeAccepted();
    await expect(session.send({ from: 'a@new.test' })).toBeRefusedBy('sender.verified');

    // Read.
    await admin.smtpPlus.goto(list.id);
    await expect(admin.smtpPlus.user(name)).toContainText('Active');
    await expect(admin.smtpPlus.user(name)).toContainText('shop.test');

    // Delete: an open session can send nothing more, and the name is nobody's.
    const question = await admin.smtpPlus.askToDelete(name);
    await question.getByRole('button', { name: 'Delete user' }).click();
    await expect(admin.smtpPlus.users).toBeHidden();
    await expect(session.send({ from: 'me@else.test' })).toBeRefusedBy('auth.credentials');
    await expect((await client({ user: { username: name, password } })).login).toBeRefusedBy(
      'auth.credentials',
    );
    expect((await api.getSenders({ list: list.id })).items).toEqual([]);
  },
);
