import { dial } from '../../harness/dialogue.ts';
import { expect, RICH, test } from './inbox-fixtures.ts';

test(
  'an inbox without users leads to adding one, and one with an active user to the mail client',
  { tag: '@narrow' },
  async ({ page, inbox, list, user, api, checkPage }) => {
    await inbox.goto(list);
    await expect(page.getByRole('heading', { name: 'No message yet' })).toBeVisible();
    await expect(page).toHaveTitle(/^Inbox · Test .* · SMTP\+$/);
    await checkPage(page);
    await expect(page.getByRole('link', { name: 'Add new user' })).toHaveAttribute('href', /users\/new$/);
    await user();
    await expect(inbox.rows).toHaveCount(1);
    await api('DELETE', `/api/messages?list=${list}`);
    await expect(page.getByRole('link', { name: 'Data for your mail client' })).toBeVisible();
  },
);

test(
  'a message that a user sends appears by itself, with all that is known of it',
  { tag: '@narrow' },
  async ({ page, inbox, list, user, service }) => {
    const { username, password } = await user();
    await inbox.goto(list);
    await expect(inbox.row('Verify acme.test')).toBeVisible();
    const client = await dial({ port: service.port });
    await client.ehlo();
    await client.authPlain(username, password);
    await client.send({
      from: 'shop@acme.test',
      to: ['jane@receiver.test', 'blind@receiver.test'],
      message:
        'From: "Acme Shop" <shop@acme.test>\r\nTo: jane@receiver.test\r\nSubject: Sale\r\nX-Priority: 1\r\n\r\nCheap.\r\n',
    });
    await client.quit();
    const row = inbox.row('Sale');
    await expect(row).toContainText('Acme Shop to jane@receiver.test and 1 more');
    await expect(row).toContainText('Very high priority');
    await row.click();
    await expect(inbox.heading).toHaveText('Sale');
    await expect(page).toHaveTitle(/^Sale · Inbox · Test/);
    await expect(inbox.message).toContainText('shop@acme.test → jane@receiver.test, blind@receiver.test');
    await expect(inbox.message).toContainText('Very high priority');
    await expect(inbox.panel).toHaveText('Cheap.');
    await expect(inbox.link('Transcript')).toHaveAttribute('href', /\/sessions\/c_/);
    await expect(inbox.link(username)).toHaveAttribute('href', /\/users\/u_/);
    await inbox.show('Why accepted');
    await expect(page).toHaveURL(/\?tab=why$/);
    await expect(inbox.panel).toContainText('Accepted');
    await expect(inbox.panel.getByRole('link', { name: 'from.authorized' })).toBeVisible();
    await page.reload();
    await expect(inbox.panel).toContainText('Accepted');
  },
);

test(
  'words, from: and to: search, stand in the URL, and say when nothing matches',
  { tag: '@narrow' },
  async ({ page, inbox, list, store, checkPage }) => {
    await store({ message: { subject: 'Invoice 42' } });
    await store({ message: { subject: 'Invoice 43', rcptTo: ['bob@else.test'] } });
    await store({ message: { subject: 'Greetings' } });
    await inbox.goto(list);
    await expect(inbox.rows).toHaveCount(3);
    await page.keyboard.press('/');
    await expect(inbox.search).toBeFocused();
    await page.keyboard.type('invoice to:@else.test');
    await expect(inbox.rows).toHaveCount(1);
    await expect(inbox.rows).toContainText('Invoice 43');
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ to: '@else.test', q: 'invoice' });
    await inbox.open('Invoice 43');
    await expect(page).toHaveURL(/\/m_\w+\?q=invoice&to=%40else\.test$/);
    await page.reload();
    await expect(inbox.heading).toHaveText('Invoice 43');
    await page.goBack();
    await expect(inbox.search).toHaveValue(/^(invoice to:@else\.test|to:@else\.test invoice)$/);
    await inbox.search.fill('nothing like this');
    await expect(page.getByRole('heading', { name: 'No message matches “nothing like this”' })).toBeVisible();
    await checkPage(page);
    await page.getByRole('button', { name: 'Clear search' }).click();
    await expect(inbox.rows).toHaveCount(3);
    expect(new URL(page.url()).search).toBe('');
  },
);

test(
  'what comes in while one reads is counted and does not move the list',
  { tag: '@narrow' },
  async ({ page, inbox, list, store }) => {
    for (let n = 0; n < 40; n += 1) await store({ message: { subject: `Row ${n}` } });
    await inbox.goto(list);
    await expect(inbox.rows.first()).toBeVisible();
    await store({ message: { subject: 'While at the top' } });
    await expect(inbox.rows.first()).toContainText('While at the top');
    const scroller = page.locator('.virtual-list');
    await scroller.evaluate((element) => element.scrollTo(0, 600));
    await expect(inbox.row('Row 15')).toBeAttached();
    const before = await inbox.rows.allTextContents();
    await store({ message: { subject: 'While scrolled' } });
    await store({ message: { subject: 'While scrolled, again' } });
    await expect(inbox.fresh).toHaveText('2 new');
    expect(await inbox.rows.allTextContents()).toEqual(before);
    await inbox.fresh.click();
    await expect(inbox.rows.first()).toContainText('While scrolled, again');
    await expect(inbox.fresh).toHaveCount(0);
  },
);

test(
  'a hundred thousand messages are scrolled through, page by page',
  { tag: '@wide' },
  async ({ page, inbox, list, store, service }) => {
    test.setTimeout(120_000);
    const last = await store({ message: { subject: 'The oldest' } });
    for (let n = 1; n < 100_000; n += 1)
      await store({ lines: ['Subject: x', '', ''], message: { subject: `Nr ${n}` } });
    expect(await service.store.countMessages(list)).toBe(100_000);
    await inbox.goto(list);
    await expect(inbox.rows.first()).toContainText('Nr 99999');
    await expect(inbox.list.getByRole('listitem').first()).toHaveAttribute('aria-setsize', '100000');
    const made = await page.locator('.row').count();
    expect(made).toBeLessThan(60);
    const scroller = page.locator('.virtual-list');
    for (let pages = 1; pages <= 10; pages += 1) {
      const lastOfPage = inbox.row(new RegExp(`Nr ${100_000 - 200 * pages}(?!\\d)`));
      // Where the page was still under way there was nowhere to scroll to.
      await expect(async () => {
        await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
        await expect(lastOfPage).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 10_000 });
    }
    expect(await page.locator('.row').count()).toBeLessThan(60);
    // Memory of the worker that all tests share.
    await service.store.deleteMessages(list);
    expect(await service.store.message(last)).toBeNull();
  },
);

test('a message is deleted and the next one opens; all are deleted after a question', async ({
  page,
  inbox,
  list,
  store,
}) => {
  for (const subject of ['Third', 'Second', 'First']) await store({ message: { subject } });
  await inbox.goto(list);
  await inbox.open('First');
  await inbox.button('Delete').click();
  await expect(inbox.heading).toHaveText('Second');
  await inbox.button('Delete').click();
  await expect(inbox.heading).toHaveText('Third');
  await inbox.back();
  await expect(inbox.rows).toHaveCount(1);
  await inbox.button('Delete all').click();
  await expect(inbox.deleteAllDialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(inbox.button('Delete all')).toBeFocused();
  await inbox.button('Delete all').click();
  await inbox.deleteAllDialog.getByRole('button', { name: 'Delete all 1' }).click();
  await expect(page.getByRole('heading', { name: 'No message yet' })).toBeVisible();
});

test(
  'the service that cannot be reached is told, and asked again',
  { tag: '@wide' },
  async ({ page, inbox, list, store, allowed }) => {
    allowed.push(/ERR_|Failed to load/);
    await store();
    await page.route('**/api/messages?**', (route) => route.abort('connectionrefused'));
    await inbox.goto(list);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('cannot be reached');
    await page.unroute('**/api/messages?**');
    await alert.getByRole('button', { name: 'Retry' }).click();
    await expect(inbox.rows).toHaveCount(1);
  },
);

test(
  'the keyboard alone finds, reads, steps through and deletes',
  { tag: '@wide' },
  async ({ page, inbox, list, store }) => {
    for (const subject of ['Third', 'Second', 'First']) await store({ message: { subject }, lines: RICH });
    await inbox.goto(list);
    await expect(inbox.rows).toHaveCount(3);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect(inbox.row('Second')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(inbox.heading).toHaveText('Second');
    await page.keyboard.press(']');
    await expect(inbox.heading).toHaveText('Third');
    await page.keyboard.press('[');
    await expect(inbox.heading).toHaveText('Second');
    await inbox.tab('HTML').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(inbox.panel).toContainText('Track it');
    await page.keyboard.press('Escape');
    await expect(inbox.heading).toHaveText('Inbox');
    await expect(inbox.row('Second')).toBeFocused();
    await page.keyboard.press('Enter');
    await inbox.button('Delete').focus();
    await page.keyboard.press('Enter');
    await expect(inbox.heading).toHaveText('Third');
  },
);

test(
  'on a narrow window list and message take turns, and the focus goes along',
  { tag: '@narrow' },
  async ({ inbox, list, store }) => {
    await store({ message: { subject: 'First' } });
    await inbox.goto(list);
    await inbox.open('First');
    await expect(inbox.heading).toBeFocused();
    await expect(inbox.list).toBeHidden();
    await inbox.back();
    await expect(inbox.row('First')).toBeFocused();
    await expect(inbox.message).toHaveCount(0);
  },
);

test('the list and its dialogs are accessible in light and dark', async ({
  page,
  inbox,
  list,
  user,
  store,
  checkPage,
}) => {
  await user();
  for (const priority of [1, 2, 4, 5] as const)
    await store({ message: { priority, subject: 'word'.repeat(80) } });
  await inbox.goto(list);
  await expect(inbox.rows).toHaveCount(5);
  await checkPage(page);
  await inbox.rows.first().click();
  await inbox.button('Release').click();
  await expect(inbox.releaseDialog).toBeVisible();
  await checkPage(page);
});
