import { SmtpPlusPage } from '../../harness/pages/smtp-plus.ts';
import { UserFormPage } from '../../harness/pages/user-form.ts';
import { expect, test } from './fixtures.ts';

type Created = { user: { id: string; username: string } };

test(
  'tells what a mail client is set to, and which port listens',
  { tag: '@narrow' },
  async ({ page, list, service }) => {
    const smtpPlus = new SmtpPlusPage(page);
    await smtpPlus.goto(list);
    await expect(smtpPlus.clientData).toContainText('127.0.0.1');
    await expect(smtpPlus.clientData).toContainText('25 and 1025-5000');
    await expect(smtpPlus.clientData).toContainText('none or STARTTLS');
    await expect(smtpPlus.clientData).toContainText('PLAIN or LOGIN');
    await expect(smtpPlus.clientData).toContainText(`Here ${service.port} listens.`);
  },
);

test(
  'each of the data is copied by its button, which says so',
  { tag: '@wide' },
  async ({ page, context, list, service }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const smtpPlus = new SmtpPlusPage(page);
    await smtpPlus.goto(list);
    for (const [name, text] of [
      ['Copy server', '127.0.0.1'],
      [`Copy port ${service.port}`, String(service.port)],
      ['Copy encryption', 'none or STARTTLS'],
      ['Copy authentication', 'PLAIN or LOGIN'],
    ] as const) {
      await smtpPlus.clientData.getByRole('button', { name }).click();
      await expect(smtpPlus.clientData.getByText('Copied').last()).toBeVisible();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    }
  },
);

test(
  'a list without users teaches how one comes to send',
  { tag: '@narrow' },
  async ({ page, list, checkPage }) => {
    const smtpPlus = new SmtpPlusPage(page);
    await smtpPlus.goto(list);
    await expect(page.getByRole('heading', { name: 'No user yet' })).toBeVisible();
    await expect(smtpPlus.addUser).toHaveCount(1);
    await checkPage(page);
    await smtpPlus.addUser.click();
    await expect(page).toHaveURL(new RegExp(`/lists/${list}/smtp-plus/users/new$`));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add new user');
  },
);

test('users are told with state, senders, priority and last use', async ({
  page,
  list,
  user,
  api,
  checkPage,
}) => {
  const active = await user({ username: `a-${list}`, priority: 2 });
  await api('POST', `/api/lists/${list}/users`, {
    username: `w-${list}`,
    authorizedSenders: 'x@else.test;y@else.test;z@else.test;v@else.test',
    note: 'for the till',
  });
  await api('POST', `/api/lists/${list}/users`, { username: `n-${list}` });
  const smtpPlus = new SmtpPlusPage(page);
  await smtpPlus.goto(list);
  await expect(smtpPlus.user(active.username)).toContainText('Active');
  await expect(smtpPlus.user(active.username)).toContainText('acme.test, verified');
  await expect(smtpPlus.user(active.username)).toContainText('high');
  await expect(smtpPlus.user(active.username)).toContainText('never');
  const waiting = smtpPlus.user(`w-${list}`);
  await expect(waiting).toContainText('Waiting for verification');
  await expect(waiting).toContainText('x@else.test, waiting for verification');
  await expect(waiting).toContainText('1 more, 1 of them waiting');
  await expect(waiting).toContainText('for the till');
  await expect(smtpPlus.user(`n-${list}`)).toContainText('It names no sender yet.');
  await checkPage(page);
});

test(
  'a user that became ready appears so without a reload, and is set to active in its row',
  { tag: '@narrow' },
  async ({ page, list, user, api }) => {
    await user({ username: `first-${list}` });
    const smtpPlus = new SmtpPlusPage(page);
    await smtpPlus.goto(list);
    await expect(smtpPlus.user(`first-${list}`)).toBeVisible();
    const { user: late } = (await api('POST', `/api/lists/${list}/users`, {
      authorizedDomains: 'acme.test',
    })) as Created;
    await expect(smtpPlus.user(late.username)).toContainText('Inactive');
    await smtpPlus.button(late.username, 'Activate').click();
    await expect(smtpPlus.user(late.username)).toContainText('Active');
    await expect(smtpPlus.button(late.username, 'Activate')).toHaveCount(0);
  },
);

test(
  'Delete asks, names what stops working, and leaves the focus on the next row',
  { tag: '@wide' },
  async ({ page, list, user }) => {
    const first = await user({ username: `one-${list}`, authorizedDomains: 'one.test' });
    const second = await user({ username: `two-${list}`, authorizedDomains: 'two.test' });
    const smtpPlus = new SmtpPlusPage(page);
    await smtpPlus.goto(list);
    const question = await smtpPlus.askToDelete(first.username);
    await expect(question).toContainText('refused at once');
    await expect(question).toContainText('one.test is named by no other user');
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(smtpPlus.button(first.username, 'Delete')).toBeFocused();
    await (await smtpPlus.askToDelete(first.username)).getByRole('button', { name: 'Delete user' }).click();
    await expect(smtpPlus.user(first.username)).toHaveCount(0);
    await expect(smtpPlus.users.getByRole('link', { name: second.username })).toBeFocused();
  },
);

test(
  'many users are searched by name, sender and note; the words are in the URL',
  { tag: '@wide' },
  async ({ page, list, api }) => {
    for (let n = 0; n < 9; n++)
      await api('POST', `/api/lists/${list}/users`, {
        username: `u${n}-${list}`,
        note: n === 4 ? 'the till' : '',
      });
    const smtpPlus = new SmtpPlusPage(page);
    await smtpPlus.goto(list);
    await expect(smtpPlus.user(`u0-${list}`)).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('till');
    await expect(smtpPlus.users.getByRole('row')).toHaveCount(2);
    await expect(page).toHaveURL(/\?q=till$/);
    await smtpPlus.search.fill('nobody');
    await expect(page.getByText('No user has “nobody”')).toBeVisible();
    await page.getByRole('button', { name: 'Show all users' }).click();
    await expect(smtpPlus.users.getByRole('row')).toHaveCount(10);
  },
);

test(
  'the set-up is for the chosen client, user and encryption, and can be linked',
  { tag: '@wide' },
  async ({ page, list, user, service }) => {
    await user({ username: `one-${list}`, authorizedSenders: 'a@one.test', authorizedDomains: '' });
    const two = await user({
      username: `two-${list}`,
      authorizedSenders: 'b@two.test',
      authorizedDomains: '',
    });
    const smtpPlus = new SmtpPlusPage(page);
    await smtpPlus.goto(list);
    await smtpPlus.chooseClient('swaks');
    await smtpPlus.snippetUser.selectOption(two.username);
    await expect(smtpPlus.program('swaks')).toContainText(`--port ${service.port}`);
    await expect(smtpPlus.program('swaks')).toContainText(`--auth-user ${two.username}`);
    await expect(smtpPlus.program('swaks')).toContainText('--from b@two.test');
    await expect(smtpPlus.program('swaks')).not.toContainText('--tls');
    await smtpPlus.encryption.selectOption('STARTTLS');
    await expect(smtpPlus.program('swaks')).toContainText('--tls');
    await expect(page).toHaveURL(new RegExp(`client=swaks&user=${two.id}&encryption=starttls$`));
    await page.reload();
    await expect(smtpPlus.program('swaks')).toContainText(`--auth-user ${two.username}`);
  },
);

test('the set-up of a mail client is accessible', async ({ page, list, user, checkPage }) => {
  await user();
  const smtpPlus = new SmtpPlusPage(page);
  for (const client of ['salesforce', 'wordpress']) {
    await smtpPlus.goto(list, `?client=${client}&encryption=starttls`);
    await expect(smtpPlus.setUp.getByRole('tabpanel')).toBeVisible();
    await checkPage(page, client === 'salesforce' ? undefined : '[role="tabpanel"], [role="tablist"]');
  }
});

test(
  'the keyboard alone goes through the users and opens one',
  { tag: '@wide' },
  async ({ page, list, user }) => {
    const one = await user({ username: `one-${list}` });
    const two = await user({ username: `two-${list}` });
    const smtpPlus = new SmtpPlusPage(page);
    await smtpPlus.goto(list);
    await expect(smtpPlus.user(two.username)).toBeVisible();
    await page.keyboard.press('j');
    await expect(smtpPlus.users.getByRole('link', { name: one.username })).toBeFocused();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/users/${two.id}$`));
    await expect(new UserFormPage(page).username).toHaveValue(two.username);
    await page.keyboard.press('Escape');
    await expect(smtpPlus.user(two.username)).toBeVisible();
  },
);

test(
  'a service that cannot tell its users says so, and tries again',
  { tag: '@wide' },
  async ({ page, list, allowed }) => {
    allowed.push(/ERR_|Failed to load/);
    await page.route(`**/api/lists/${list}/users?**`, (route) => route.abort('connectionrefused'));
    const smtpPlus = new SmtpPlusPage(page);
    await smtpPlus.goto(list);
    const notice = page.getByRole('alert').filter({ hasText: 'The service cannot be reached' });
    await expect(notice).toBeVisible();
    await page.unroute(`**/api/lists/${list}/users?**`);
    await notice.getByRole('button', { name: 'Retry' }).click();
    await expect(page.getByRole('heading', { name: 'No user yet' })).toBeVisible();
  },
);
