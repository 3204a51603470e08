import { dial } from '../../harness/dialogue.ts';
import { UserFormPage } from '../../harness/pages/user-form.ts';
import { expect, test } from './fixtures.ts';
import { onlyUser, verify } from './users.ts';

/** Whether a mail client can log in with it. */
const logsIn = async (port: number, username: string, password: string): Promise<number> => {
  const session = await dial({ port });
  await session.ehlo();
  const { code } = await session.authPlain(username, password);
  await session.command('QUIT');
  return code;
};

test(
  'a user is added, its sender verified from the inbox, and it is set to active by one click',
  { tag: '@narrow' },
  async ({ page, shell, list, api, service }) => {
    const form = new UserFormPage(page);
    await form.gotoNew(list);
    await form.username.fill(`shop-${list}`);
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
  },
);

test(
  'a password that was not copied is not left without a question; copied, it is',
  { tag: '@wide' },
  async ({ page, context, shell, list }) => {
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
  },
);

test(
  'a password is reset as often as wanted, after a word on what stops working',
  { tag: '@narrow' },
  async ({ page, list, user, service }) => {
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
  },
);

test(
  'Delete user asks, and leads back to the users',
  { tag: '@wide' },
  async ({ page, list, user, shell }) => {
    const { id, username } = await user();
    const form = new UserFormPage(page);
    await form.goto(list, id);
    await form.note.fill('not worth a question any more');
    const question = await form.askToDelete();
    await expect(question).toContainText(`log in as “${username}” are refused at once`);
    await question.getByRole('button', { name: 'Delete user' }).click();
    await expect(page).toHaveURL(/\/smtp-plus$/);
    await expect(shell.heading).toHaveText('SMTP+');
  },
);

test(
  'a user that is not there does not look like a new one',
  { tag: '@wide' },
  async ({ page, shell, list, allowed }) => {
    allowed.push(/404/);
    await new UserFormPage(page).goto(list, 'u_nobody');
    await expect(shell.heading).toHaveText('There is no such user');
  },
);

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

test('the keyboard alone adds a user', { tag: '@wide' }, async ({ page, list, api }) => {
  await page.goto(`/lists/${list}/smtp-plus`);
  const form = new UserFormPage(page);
  await expect(page.getByRole('button', { name: 'Add new user' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Go to anything' })).toBeFocused();
  await page.keyboard.type('add new');
  await page.keyboard.press('Enter');
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
