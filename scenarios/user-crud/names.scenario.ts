/** A user name is one user's, over all lists; once it is free, whoever takes it begins anew. */

import { expect, test } from '#harness';

test('a name that is taken in another list is told at its field', { tag: '@ui' }, async ({ list, admin }) => {
  const taken = await (await list.another()).user();
  await admin.userForm.gotoNew(list.id);
  await admin.userForm.username.fill(taken.username.toUpperCase());
  await admin.userForm.save.click();
  await expect(admin.userForm.username).toHaveAccessibleDescription(/is taken; choose another/);
  await admin.userForm.username.fill(`${taken.username}-2`);
  await admin.userForm.save.click();
  await expect(admin.userForm.password).toBeVisible();
});

test('the API refuses a taken name, for a new user and for a renamed one', async ({ list, api }) => {
  const [first, second] = [await list.user(), await list.user()];
  const refused = { status: 409, type: 'username-taken' };
  await expect(list.user({ username: first.username })).rejects.toMatchObject(refused);
  await expect(
    api.updateUser({ list: list.id, id: second.id }, { username: first.username.toUpperCase() }),
  ).rejects.toMatchObject(refused);
});

test('a user who is added again under the same name has to be verified anew', async ({
  list,
  api,
  client,
}) => {
  const gone = await list.activeUser({ authorizedDomains: 'shop.test' });
  await api.deleteUser({ list: list.id, id: gone.id });
  const again = await list.user({ username: gone.username, authorizedDomains: 'shop.test' });

  await expect((await client({ user: gone })).login).toBeRefusedBy('auth.credentials');
  await expect((await client({ user: again })).login).toBeRefusedBy('user.active');
  await expect(api.updateUser({ list: list.id, id: again.id }, { active: true })).rejects.toMatchObject({
    type: 'sender-not-verified',
  });

  await list.verify('shop.test');
  await api.updateUser({ list: list.id, id: again.id }, { active: true });
  await expect((await client({ user: again })).send({ from: 'a@shop.test' })).toBeAccepted();
});
