/** A note is the admins' own: kept as it was written, shown to them, and to nobody who gets or sends mail. */

import { expect, test } from '#harness';

const NOTE = 'The till in hall 2; ask Zoë, 💶 <b>not bold</b>\nsecond line';

test(
  'a note is kept as it was written, and is shown in the table',
  { tag: '@ui' },
  async ({ list, admin }) => {
    const { id, username } = await list.user();
    await admin.userForm.goto(list.id, id);
    await admin.userForm.note.fill(NOTE);
    await admin.userForm.save.click();
    await expect(admin.userForm.news).toContainText('Saved.');
    await admin.page.reload();
    await expect(admin.userForm.note).toHaveValue(NOTE);
    await admin.smtpPlus.goto(list.id);
    await expect(admin.smtpPlus.user(username)).toContainText('ask Zoë, 💶 <b>not bold</b>');
  },
);

test('a note goes out with no mail and to no client', async ({ list, api, client, events }) => {
  const heard = await events(list.id);
  const user = await list.activeUser({ authorizedDomains: 'shop.test', note: 'c0nfidential' });
  const session = await client({ user });
  const verdict = await session.send({ from: 'sales@shop.test', to: 'jane@else.test' });
  await expect(verdict).toHaveArrivedAt('jane@else.test');
  await heard.until('message', 'jane@else.test');
  const { items } = await api.getMessages({ list: list.id });
  const mails = await Promise.all(items.map(({ id }) => api.getRawMessage({ id })));
  expect(mails).toHaveLength(2);
  for (const told of [...mails, heard.text(), session.transcript.join('\n')])
    expect(told).not.toContain('c0nfidential');
});

test('a note of 4000 characters is kept, a longer one and control characters are refused', async ({
  list,
}) => {
  const longest = 'n'.repeat(4000);
  expect((await list.user({ note: longest })).note).toBe(longest);
  await expect(list.user({ note: `${longest}n` })).rejects.toMatchObject({
    status: 422,
    errors: [{ field: 'note', message: expect.stringContaining('4000') }],
  });
  await expect(list.user({ note: 'bell \u0007' })).rejects.toMatchObject({
    status: 422,
    errors: [{ field: 'note', message: expect.stringContaining('control characters') }],
  });
});
