import { expect, test } from './fixtures.ts';

test('leads from / to the SMTP+ page of the default list', { tag: '@wide' }, async ({ page, shell }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/lists\/default\/smtp-plus$/);
  await expect(shell.heading).toHaveText('SMTP+');
  await expect(page).toHaveTitle('SMTP+ · Default list · SMTP+');
});

test('every page has its place in the navigation, and the heading gets the focus', async ({
  page,
  shell,
  list,
}) => {
  await page.goto(`/lists/${list}/smtp-plus`);
  for (const [name, path] of [
    ['Inbox', `/lists/${list}/inbox`],
    ['Sessions', `/lists/${list}/sessions`],
    ['Rules', '/rules'],
    ['SMTP+', `/lists/${list}/smtp-plus`],
  ] as const) {
    await shell.link(name).click();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(shell.heading).toHaveText(name);
    await expect(shell.heading).toBeFocused();
    await expect(shell.link(name)).toHaveAttribute('aria-current', 'page');
  }
});

test(
  'what stands where nothing is, is accessible in light and dark',
  { tag: '@narrow' },
  async ({ page, shell, list, checkPage, allowed }) => {
    allowed.push(/404/);
    await page.goto(`/lists/${list}/nothing`);
    await expect(shell.heading).toHaveText('Not found');
    await checkPage(page);
  },
);

test('the keyboard alone reaches every page', { tag: '@wide' }, async ({ page, shell, list }) => {
  await page.goto(`/lists/${list}/smtp-plus`);
  await expect(shell.heading).toBeVisible();
  for (const [keys, name] of [
    ['gi', 'Inbox'],
    ['ge', 'Sessions'],
    ['gr', 'Rules'],
    ['gs', 'SMTP+'],
  ] as const) {
    for (const key of keys) await page.keyboard.press(key);
    await expect(shell.heading).toHaveText(name);
  }
  await page.keyboard.press('?');
  await expect(shell.keysSheet).toBeVisible();
  await expect(shell.keysSheet).toContainText('Go to Inbox');
  await page.keyboard.press('Escape');
  await expect(shell.keysSheet).toBeHidden();
});

test('single keys can be switched off, and stay so', { tag: '@wide' }, async ({ page, shell, list }) => {
  await page.goto(`/lists/${list}/smtp-plus`);
  await expect(shell.heading).toBeVisible();
  await page.keyboard.press('?');
  await shell.keysSheet.getByRole('switch', { name: 'Single-key shortcuts' }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(shell.heading).toBeVisible();
  for (const key of 'gi') await page.keyboard.press(key);
  await shell.openPalette('inbox');
  await expect(page).toHaveURL(/smtp-plus$/);
  await page.keyboard.press('Enter');
  await expect(shell.heading).toHaveText('Inbox');
});

test(
  'the colours follow the system until they are chosen, and a choice stays',
  { tag: '@wide' },
  async ({ page, shell, list }) => {
    const background = () => shell.main.evaluate((main) => getComputedStyle(main).backgroundColor);
    await page.goto(`/lists/${list}/smtp-plus`);
    await expect(shell.heading).toBeVisible();
    const light = await background();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await background();
    expect(dark).not.toBe(light);
    await shell.chooseTheme('Light');
    expect(await background()).toBe(light);
    await page.reload();
    await expect(shell.heading).toBeVisible();
    expect(await background()).toBe(light);
    await shell.chooseTheme('As the system');
    expect(await background()).toBe(dark);
  },
);

test(
  'the palette finds pages, users and rules, and the decision of a pasted error',
  { tag: '@wide' },
  async ({ page, shell, list, user, allowed }) => {
    // The decision is not kept, and the page says so.
    allowed.push(/api\/decisions.*404|404.*api\/decisions/);
    const { id, username } = await user({ username: `shop-${list}` });
    await page.goto(`/lists/${list}/inbox`);
    await expect(shell.heading).toBeVisible();
    await shell.openPalette(username);
    await page.getByRole('option', { name: username }).click();
    await expect(page).toHaveURL(new RegExp(`/users/${id}$`));
    await shell.openPalette('from.authorized');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/rules\/from\.authorized$/);
    const decision = 'd_4k7x0q2m9c3e8r5t1w6z';
    await shell.openPalette(`550 5.7.1 Not authorized: "a@b.test" [from.authorized ${decision}]`);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/decisions/${decision}$`));
    await expect(shell.heading).toHaveText('No such decision');
  },
);

test(
  'what is typed behind Ctrl+K at once stands in the palette, and the page that was chosen has the focus',
  { tag: '@wide' },
  async ({ page, shell, list, user }) => {
    const { username } = await user({ username: `quick-${list}` });
    await page.goto(`/lists/${list}/smtp-plus`);
    await expect(page.getByRole('table', { name: 'Users' })).toContainText(username);
    const button = page.getByRole('button', { name: /^Go to anything/ });
    await button.focus();
    await page.keyboard.press('Control+k');
    await expect(shell.paletteInput).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();
    const focusAtOnce = await page.evaluate(async () => {
      dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }));
      // As soon as the key is dealt with, and before anything is painted.
      await Promise.resolve();
      return document.activeElement?.getAttribute('aria-label');
    });
    expect(focusAtOnce).toBe('Go to anything');
    await page.keyboard.type(username);
    await page.keyboard.press('Enter');
    await expect(shell.heading).toHaveText(username);
    await expect(shell.heading).toBeFocused();
  },
);

test(
  'what happened before the event stream was there is shown once it is',
  { tag: '@wide' },
  async ({ page, shell, list, user }) => {
    const stream = Promise.withResolvers<void>();
    await page.route('**/api/events', async (route) => {
      await stream.promise;
      await route.continue();
    });
    await page.goto(`/lists/${list}/smtp-plus`);
    await expect(shell.heading).toBeVisible();
    await expect(page.getByRole('heading', { name: 'No user yet' })).toBeVisible();
    await expect(shell.liveState).toContainText('0 messages today');
    const { username } = await user();
    stream.resolve();
    await expect(page.getByRole('table', { name: 'Users' })).toContainText(username);
  },
);

test('lists are added, chosen and deleted, with a word on what goes', async ({ page, shell, list, user }) => {
  await user();
  await page.goto(`/lists/${list}/inbox`);
  const name = `Spring ${list}`;
  await shell.addList(name);
  await expect(shell.listButton).toHaveAccessibleName(`List: ${name}`);
  await expect(page).toHaveURL(/\/lists\/spring-.*\/smtp-plus$/);
  await shell.link('Inbox').click();
  await shell.chooseList((await page.title()) === '' ? '' : 'Default list');
  await expect(page).toHaveURL(/\/lists\/default\/inbox$/);
  await page.goto(`/lists/${list}/sessions`);
  const question = await shell.askToDeleteList();
  await expect(question).toContainText('1 user and 1 message go with it');
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await question.getByRole('button', { name: 'Delete list' }).click();
  await expect(page).toHaveURL(/\/lists\/default\/smtp-plus$/);
});

test(
  'a list of a taken name is told at the field',
  { tag: '@wide' },
  async ({ page, shell, list, allowed }) => {
    allowed.push(/409/);
    await page.goto(`/lists/${list}/inbox`);
    await shell.addList(list);
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(/there is a list/);
  },
);

test(
  'a list that is not there does not look like an empty one',
  { tag: '@wide' },
  async ({ page, shell, allowed }) => {
    allowed.push(/404/);
    await page.goto('/lists/nowhere/inbox');
    await expect(shell.heading).toHaveText('There is no such list');
  },
);

test(
  'the foot counts what happens without a reload',
  { tag: '@wide' },
  async ({ page, shell, list, user }) => {
    await page.goto(`/lists/${list}/smtp-plus`);
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await expect(shell.liveState).toContainText('1 port listens');
    await expect(shell.liveState).toContainText('0 messages today');
    await user({ authorizedSenders: 'me@else.test' });
    await expect(shell.liveState).not.toContainText('for verification');
    await expect(shell.liveState).toContainText('0 refused today');
  },
);

test(
  'a service that goes away is told, and what was shown stays',
  { tag: '@wide' },
  async ({ page, shell, list, allowed }) => {
    allowed.push(/ERR_|Failed to load/);
    await page.goto(`/lists/${list}/smtp-plus`);
    await expect(shell.heading).toBeVisible();
    await page.route('**/api/**', (route) => route.abort('connectionrefused'));
    await page.evaluate(() => window.dispatchEvent(new Event('offline')));
    await page.reload();
    await expect(shell.connectionNotice).toContainText('The service cannot be reached');
    await page.unroute('**/api/**');
    await shell.connectionNotice.getByRole('button', { name: 'Try now' }).click();
    await expect(shell.connectionNotice).toHaveCount(0);
  },
);
