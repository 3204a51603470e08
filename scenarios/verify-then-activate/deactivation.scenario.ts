/** What an admin takes away is gone at once, also from sessions that are logged in; what comes back has to be verified anew. */

import { expect, test } from '#harness';

test('a user who is switched off sends no more, and switched on again it does', async ({
  list,
  admin,
  client,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();

  await admin.userForm.goto(list.id, user.id);
  await admin.userForm.active.click();
  await expect(admin.userForm.active).not.toBeChecked();
  await expect(session.send({ from: 'sales@shop.test' })).toBeRefusedBy('user.active');
  await expect((await client({ user })).login).toBeRefusedBy('user.active');

  await admin.userForm.active.click();
  await expect(admin.userForm.active).toBeChecked();
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();
});

test('a user who is switched off in the middle of a message sends it not', async ({ list, api, client }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  await session.pipeline(['MAIL FROM:<sales@shop.test>', 'RCPT TO:<jane@else.test>', 'DATA']);
  await api.updateUser({ list: list.id, id: user.id }, { active: false });
  session.write('From: sales@shop.test\r\n\r\nHello.\r\n.\r\n', '(message)');
  await expect(session.reply('the message')).toBeRefusedBy('user.active');
});

test('a sender that is removed while it is in use sends no more; named again, it is verified again', async ({
  list,
  api,
  client,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test;else.test' });
  const where = { list: list.id, id: user.id };
  const session = await client({ user });
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();

  await api.updateUser(where, { authorizedDomains: 'else.test' });
  await expect(session.send({ from: 'sales@shop.test' })).toBeRefusedBy('sender.authorized');
  await expect(session.send({ from: 'a@else.test', header: { From: 'sales@shop.test' } })).toBeRefusedBy(
    'from.authorized',
  );

  await api.updateUser(where, { authorizedDomains: 'else.test;shop.test' });
  await expect(session.send({ from: 'sales@shop.test' })).toBeRefusedBy('sender.verified');
  await list.verify('shop.test');
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();
});

test('a link that was mailed before its sender was removed is worth nothing when it is named again', async ({
  list,
  api,
  http,
}) => {
  const user = await list.user({ authorizedDomains: 'shop.test' });
  const early = new URL(await list.verificationLink('shop.test')).pathname;
  await api.updateUser({ list: list.id, id: user.id }, { authorizedDomains: '' });
  await api.updateUser({ list: list.id, id: user.id }, { authorizedDomains: 'shop.test' });
  expect((await http(`POST ${early}`)).status).toBe(404);
  expect((await list.sender('shop.test')).status).toBe('pending');
});

test('a user whose last verified sender goes is no longer active', async ({ list, api, client }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const where = { list: list.id, id: user.id };
  const session = await client({ user });
  const { active } = await api.updateUser(where, { authorizedDomains: 'new.test' });
  expect(active).toBe(false);
  await expect(session.send({ from: 'sales@shop.test' })).toBeRefusedBy('user.active');
  await expect(api.updateUser(where, { active: true })).rejects.toMatchObject({
    type: 'sender-not-verified',
  });
});
