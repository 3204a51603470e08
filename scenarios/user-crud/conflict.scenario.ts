/** Of two admins who edit a user at once none undoes the other's work without knowing. */

import { expect, test } from '#harness';

test('who saves later is shown what the other changed, and decides', async ({ list, admin, api }) => {
  const user = await list.activeUser();
  const other = await admin.another();
  await admin.userForm.goto(list.id, user.id);
  await other.userForm.goto(list.id, user.id);

  await admin.userForm.note.fill('the till');
  await other.userForm.note.fill('the web shop');
  await other.userForm.save.click();
  await expect(other.userForm.news).toContainText('Saved.');

  await expect(admin.userForm.conflict).toContainText('Note: nothing became “the web shop”');
  await admin.userForm.conflict.getByRole('button', { name: 'Save mine over theirs' }).click();
  await expect(admin.userForm.news).toContainText('Saved.');
  await expect(other.userForm.note).toHaveValue('the till');
  expect((await api.getUser({ list: list.id, id: user.id })).note).toBe('the till');
});

test('a program that names the state it read is refused where that has changed', async ({
  list,
  http,
  api,
}) => {
  const { id } = await list.user();
  const path = `/api/lists/${list.id}/users/${id}`;
  const { etag = '' } = (await http(`GET ${path}`)).headers;
  await api.updateUser({ list: list.id, id }, { note: 'by another' });
  const late = await http(`PATCH ${path}`, { headers: { 'if-match': etag }, body: { note: 'by me' } });
  expect([late.status, late.problem]).toEqual([412, 'edited-meanwhile']);
  expect((await api.getUser({ list: list.id, id })).note).toBe('by another');
});
