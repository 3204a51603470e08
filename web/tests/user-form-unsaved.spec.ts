import { UserFormPage } from '../../harness/pages/user-form.ts';
import { expect, test } from './fixtures.ts';
import { onlyUser, verify, type User } from './users.ts';

test(
  'unsaved changes are not left without a question; Cancel needs none',
  { tag: '@wide' },
  async ({ page, shell, list, user }) => {
    const { id } = await user();
    const form = new UserFormPage(page);
    await form.goto(list, id);
    await form.note.fill('unsaved');
    await shell.link('Sessions').click();
    await expect(form.leaving).toContainText('are not saved');
    await page.keyboard.press('Escape');
    await expect(form.note).toHaveValue('unsaved');
    await form.cancel.click();
    await expect(page).toHaveURL(/\/smtp-plus$/);
  },
);

test(
  'what is verified meanwhile is told without losing what was typed',
  { tag: '@wide' },
  async ({ page, list, api, service }) => {
    const { user } = (await api('POST', `/api/lists/${list}/users`, { authorizedDomains: 'acme.test' })) as {
      user: User;
    };
    const form = new UserFormPage(page);
    await form.goto(list, user.id);
    await form.note.fill('typed');
    await expect(form.entry('acme.test')).toContainText('postmaster@acme.test was asked');
    await form.entry('acme.test').getByRole('button', { name: 'Resend' }).click();
    await expect(form.entry('acme.test')).toContainText('Sent; an earlier link works no more.');
    await verify(service.url, list, 'domain', 'acme.test');
    await expect(form.entry('acme.test')).toContainText('Verified');
    await expect(form.active).toBeEnabled();
    await expect(form.note).toHaveValue('typed');
    await form.active.click();
    await expect(form.active).toBeChecked();
    await expect(form.note).toHaveValue('typed');
    await form.save.click();
    await expect(form.news).toContainText('Saved.');
    expect(await onlyUser(api, list)).toMatchObject({ note: 'typed', active: true });
  },
);

test(
  'two people who edit the same user are told, and either may win',
  { tag: '@narrow' },
  async ({ page, list, user, api, checkPage }) => {
    const { id } = await user();
    const form = new UserFormPage(page);
    await form.goto(list, id);
    await form.note.fill('mine');
    await api('PATCH', `/api/lists/${list}/users/${id}`, { note: 'theirs', priority: 1 });
    await expect(form.conflict).toContainText('Note: nothing became “theirs”');
    await expect(form.conflict).toContainText('Priority: normal became very high');
    await expect(form.note).toHaveValue('mine');
    await checkPage(page);
    await form.conflict.getByRole('button', { name: 'Save mine over theirs' }).click();
    await expect(form.news).toContainText('Saved.');
    expect(await onlyUser(api, list)).toMatchObject({ note: 'mine', priority: 1 });

    await form.note.fill('mine again');
    await api('PATCH', `/api/lists/${list}/users/${id}`, { note: 'theirs again' });
    await form.conflict.getByRole('button', { name: 'Discard mine, show theirs' }).click();
    await expect(form.note).toHaveValue('theirs again');
    await expect(form.conflict).toHaveCount(0);
  },
);

test(
  'a change that was not yet heard of when Save was pressed is not written over',
  { tag: '@wide' },
  async ({ page, list, user, api, allowed }) => {
    allowed.push(/412/);
    const { id } = await user();
    const form = new UserFormPage(page);
    await page.route('**/api/events', (route) => route.abort());
    allowed.push(/ERR_FAILED|events/);
    await form.goto(list, id);
    await form.note.fill('mine');
    await api('PATCH', `/api/lists/${list}/users/${id}`, { note: 'theirs' });
    await form.save.click();
    await expect(form.conflict).toContainText('Note: nothing became “theirs”');
    expect(await onlyUser(api, list)).toMatchObject({ note: 'theirs' });
  },
);

test(
  'a change elsewhere is followed where nothing was typed',
  { tag: '@wide' },
  async ({ page, list, user, api }) => {
    const { id } = await user();
    const form = new UserFormPage(page);
    await form.goto(list, id);
    await expect(form.note).toHaveValue('');
    await api('PATCH', `/api/lists/${list}/users/${id}`, { note: 'from elsewhere' });
    await expect(form.note).toHaveValue('from elsewhere');
    await expect(page.getByText('was changed elsewhere').first()).toBeVisible();
  },
);
