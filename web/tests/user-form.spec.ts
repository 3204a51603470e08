import type { Page } from '@playwright/test';
import { dial } from '../../harness/dialogue.ts';
import { UserFormPage } from '../../harness/pages/user-form.ts';
import { createApi } from '../../harness/api.ts';
import { mailedLink, openLink } from '../../harness/provision.ts';
import { expect, test } from './fixtures.ts';

type User = {
  id: string;
  username: string;
  active: boolean;
  note: string;
  priority: number;
  authorizedSenders: string;
};

/** The one user of the list, as the API tells it. */
const onlyUser = async (
  api: (method: string, path: string) => Promise<unknown>,
  list: string,
): Promise<User> => {
  const { items } = (await api('GET', `/api/lists/${list}/users`)) as { items: User[] };
  expect(items).toHaveLength(1);
  return items[0]!;
};

/** Whether a mail client can log in with it. */
const logsIn = async (port: number, username: string, password: string): Promise<number> => {
  const session = await dial({ port });
  await session.ehlo();
  const { code } = await session.authPlain(username, password);
  await session.command('QUIT');
  return code;
};

/** Confirms the newest mail to the sender's owner, as it would. */
const verify = async (url: string, list: string, kind: 'address' | 'domain', value: string): Promise<void> =>
  openLink(await mailedLink(createApi({ url }), list, { kind, value }), url);

const setName = async (page: Page, name: string): Promise<UserFormPage> => {
  const form = new UserFormPage(page);
  await form.username.fill(name);
  return form;
};

test('a user is added, its sender verified from the inbox, and it is set to active by one click', async ({
  page,
  shell,
  list,
  api,
  service,
  allowed,
}) => {
  // The trace is recorded by a script in every frame; the sandbox of an HTML mail stops that one as well.
  allowed.push(/Blocked script execution/);
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await setName(page, `shop-${list}`);
  await form.senders.fill('me@acme.test');
  await form.priority.selectOption('high');
  await form.note.fill('the till');
  await expect(form.active).toBeDisabled();
  await form.save.click();
  await expect(page).toHaveURL(/\/users\/u_\w+$/);
  await expect(page).toHaveTitle(new RegExp(`^shop-${list} · `));
  await expect(form.password).toBeFocused();
  await expect(form.password).toBeInViewport();
  const password = await form.password.inputValue();
  expect(password.length).toBeGreaterThanOrEqual(20);
  await expect(form.active).toBeDisabled();
  await expect(form.active).toHaveAccessibleDescription(/me@acme\.test has been mailed a link/);
  await expect(form.entry('me@acme.test')).toContainText('Waiting for verification');
  await form.copyPassword.click();

  await form.entry('me@acme.test').getByRole('link', { name: 'Open its mail' }).click();
  await expect(page).toHaveURL(/\/inbox\/m_\w+$/);
  await expect(shell.heading).not.toHaveText(`shop-${list}`);
  await page.goBack();
  await expect(form.entry('me@acme.test')).toContainText('Waiting for verification');
  await expect(form.password).toHaveCount(0);
  await verify(service.url, list, 'address', 'me@acme.test');
  await expect(form.entry('me@acme.test')).toContainText('Verified');
  await form.active.click();
  await expect(form.active).toBeChecked();
  expect(await onlyUser(api, list)).toMatchObject({
    username: `shop-${list}`,
    active: true,
    priority: 2,
    note: 'the till',
  });
  expect(await logsIn(service.port, `shop-${list}`, password)).toBe(235);
});

test('a password that was not copied is not left without a question; copied, it is', async ({
  page,
  context,
  shell,
  list,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await form.save.click();
  await expect(form.password).toHaveAccessibleDescription(/Shown this once/);
  await shell.link('Inbox').click();
  await expect(form.leaving).toContainText('was not copied');
  await form.leaving.getByRole('button', { name: 'Stay' }).click();
  await form.copyPassword.click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await form.password.inputValue());
  await shell.link('Inbox').click();
  await expect(page).toHaveURL(/\/inbox$/);
});

test('a password is reset as often as wanted, after a word on what stops working', async ({
  page,
  list,
  user,
  service,
}) => {
  const { id, username, password } = await user();
  const form = new UserFormPage(page);
  await form.goto(list, id);
  await expect(await form.askToReset()).toContainText('stops working at once');
  await page.keyboard.press('Escape');
  await expect(form.resetPassword).toBeFocused();
  let before = password;
  for (let n = 0; n < 2; n++) {
    await form.reset();
    await expect(form.password).not.toHaveValue(before);
    await expect(form.password).toBeFocused();
    const now = await form.password.inputValue();
    expect(await logsIn(service.port, username, before)).toBe(535);
    expect(await logsIn(service.port, username, now)).toBe(235);
    before = now;
  }
  // A reset is a change of the user, but none that Save would stumble over.
  await form.note.fill('after the reset');
  await form.save.click();
  await expect(form.news).toContainText('Saved.');
});

test('what does not belong in a field is told at the field, and mended by a button', async ({
  page,
  list,
  checkPage,
}) => {
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await form.domains.pressSequentially('a.test, b');
  await expect(form.domains).toHaveAccessibleDescription(
    /"a\.test, b" holds a comma: separate entries with a semicolon/,
  );
  await form.domains.fill('a.test, b.test;c@x.test');
  await form.senders.fill('y.test');
  await form.save.click();
  await expect(form.domains).toBeFocused();
  await expect(form.domains).toHaveAccessibleDescription(/Entry 2: "c@x\.test" is an address/);
  await expect(form.senders).toHaveAccessibleDescription(/"y\.test" is a domain/);
  await expect(page).toHaveURL(/\/users\/new$/);
  await checkPage(page);

  await form.entry('a.test, b.test').getByRole('button', { name: 'Separate with semicolons' }).click();
  await form.entry('c@x.test').getByRole('button', { name: 'Move c@x.test to Authorized senders' }).click();
  await form.entry('y.test').getByRole('button', { name: 'Move y.test to Authorized domains' }).click();
  await expect(form.domains).toHaveValue('a.test;b.test;y.test');
  await expect(form.senders).toHaveValue('c@x.test');
  await form.save.click();
  await expect(form.password).toBeVisible();
});

test('what is still being typed is no error yet', async ({ page, list }) => {
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await form.senders.pressSequentially('a@');
  await expect(form.senders).not.toHaveAttribute('aria-invalid');
  await form.note.focus();
  await expect(form.senders).toHaveAttribute('aria-invalid', 'true');
});

test('an IDN is told in both forms, a duplicate once, and a column that is pasted is separated', async ({
  page,
  list,
  api,
}) => {
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await form.domains.focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'bücher.test\nxn--bcher-kva.test\r\nb.test');
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
    document.execCommand('insertText', false, 'bücher.test\nxn--bcher-kva.test\nb.test');
  });
  await expect(form.domains).toHaveValue('bücher.test;xn--bcher-kva.test;b.test');
  const entries = form.entry('xn--bcher-kva.test');
  await expect(entries.first()).toContainText('bücher.test');
  await expect(entries.last()).toContainText('counts once');
  await form.save.click();
  await expect(form.password).toBeVisible();
  expect(await onlyUser(api, list)).toMatchObject({ authorizedDomains: 'xn--bcher-kva.test;b.test' });
});

test('more entries than a field takes are told', async ({ page, list }) => {
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await form.domains.fill(Array.from({ length: 501 }, (_, n) => `d${n}.test`).join(';'));
  await expect(form.domains).toHaveAccessibleDescription(/takes 500 entries at most/);
  await expect(page.getByText('501 of 500 entries.')).toBeVisible();
});

test('what the service refuses is told at its field', async ({ page, list, user, allowed }) => {
  allowed.push(/409|422/);
  const { username } = await user();
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await setName(page, username);
  await form.save.click();
  await expect(form.username).toHaveAccessibleDescription(/is taken; choose another/);
  await setName(page, 'with blanks in it');
  await form.save.click();
  await expect(form.username).toHaveAccessibleDescription(/printable ASCII/);
});

test('unsaved changes are not left without a question; Cancel needs none', async ({
  page,
  shell,
  list,
  user,
}) => {
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
});

test('what is verified meanwhile is told without losing what was typed', async ({
  page,
  list,
  api,
  service,
}) => {
  const { user } = (await api('POST', `/api/lists/${list}/users`, { authorizedDomains: 'acme.test' })) as {
    user: User;
  };
  const form = new UserFormPage(page);
  await form.goto(list, user.id);
  await form.note.fill('typed');
  await expect(form.entry('acme.test')).toContainText('postmaster@acme.test was asked');
  await form.entry('acme.test').getByRole('button', { name: 'Resend' }).click();
  await expect(form.entry('acme.test')).toContainText('Sent; an earlier link is dead.');
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
});

test('two people who edit the same user are told, and either may win', async ({
  page,
  list,
  user,
  api,
  checkPage,
}) => {
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
});

test('a change that was not yet heard of when Save was pressed is not written over', async ({
  page,
  list,
  user,
  api,
  allowed,
}) => {
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
});

test('a change elsewhere is followed where nothing was typed', async ({ page, list, user, api }) => {
  const { id } = await user();
  const form = new UserFormPage(page);
  await form.goto(list, id);
  await expect(form.note).toHaveValue('');
  await api('PATCH', `/api/lists/${list}/users/${id}`, { note: 'from elsewhere' });
  await expect(form.note).toHaveValue('from elsewhere');
  await expect(page.getByText('was changed elsewhere').first()).toBeVisible();
});

test('a sender in the address of the page is filled in, and saved by Save alone', async ({
  page,
  list,
  user,
  api,
}) => {
  const { id } = await user();
  const form = new UserFormPage(page);
  await form.goto(list, id, '?add=sales%40else.test');
  await expect(form.senders).toHaveValue('sales@else.test');
  await expect(form.entry('sales@else.test')).toContainText('on Save sales@else.test is asked');
  expect((await onlyUser(api, list)).authorizedSenders).toBe('');
  await form.save.click();
  await expect(form.news).toContainText('The owner of sales@else.test is asked by mail.');
  expect((await onlyUser(api, list)).authorizedSenders).toBe('sales@else.test');
});

test('Delete user asks, and leads back to the users', async ({ page, list, user, shell }) => {
  const { id, username } = await user();
  const form = new UserFormPage(page);
  await form.goto(list, id);
  await form.note.fill('not worth a question any more');
  const question = await form.askToDelete();
  await expect(question).toContainText(`log in as “${username}” are refused at once`);
  await question.getByRole('button', { name: 'Delete user' }).click();
  await expect(page).toHaveURL(/\/smtp-plus$/);
  await expect(shell.heading).toHaveText('SMTP+');
});

test('a user that is not there does not look like a new one', async ({ page, shell, list, allowed }) => {
  allowed.push(/404/);
  await new UserFormPage(page).goto(list, 'u_nobody');
  await expect(shell.heading).toHaveText('There is no such user');
});

test('the form is accessible, empty and with all that it can show', async ({
  page,
  list,
  user,
  checkPage,
}) => {
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await expect(form.save).toBeVisible();
  await checkPage(page);
  const { id } = await user({ authorizedDomains: 'acme.test', authorizedSenders: 'me@else.test' });
  await form.goto(list, id);
  await form.reset();
  await expect(form.password).toBeVisible();
  await form.domains.fill('acme.test;bücher.test;acme.test;a@x.test');
  await form.note.focus();
  await checkPage(page);
});

test('the keyboard alone adds a user', async ({ page, list, api }) => {
  await page.goto(`/lists/${list}/smtp-plus`);
  const form = new UserFormPage(page);
  await expect(page.getByRole('button', { name: 'Add new user' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Go to anything' })).toBeFocused();
  await page.keyboard.type('add new');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(form.username).toBeFocused();
  await page.keyboard.type(`keys-${list}`);
  await page.keyboard.press('Tab');
  await expect(form.domains).toBeFocused();
  await page.keyboard.type('acme.test;');
  await page.keyboard.press('Enter');
  await expect(form.domains).toHaveValue('acme.test;');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(form.senders).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(form.password).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(form.copyPassword).toBeFocused();
  expect(await onlyUser(api, list)).toMatchObject({
    username: `keys-${list}`,
    authorizedDomains: 'acme.test',
  });
});
