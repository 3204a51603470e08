import type { Page } from '@playwright/test';

import { dial } from '../../harness/dialogue.ts';
import { InboxPage } from '../../harness/pages/inbox.ts';
import { activeUser, call } from '../../harness/provision.ts';
import type { Message } from '../../src/model/message.ts';
import { expect, test as base, type TestService } from './fixtures.ts';

type Stored = { message?: Partial<Message>; lines?: readonly string[] };

const test = base.extend<{
  inbox: InboxPage;
  /** Puts a message into the list as the relay would have; answers its id. */
  store(wanted?: Stored): Promise<string>;
}>({
  inbox: async ({ page }, use) => use(new InboxPage(page)),
  store: async ({ service, list }, use) => use((wanted = {}) => storeMessage(service, list, wanted)),
});

// A trace is recorded by a script in every frame: the sandbox of an HTML mail stops that one as well, and the browser says so.
test.use({ trace: 'off' });

let made = 0;

const storeMessage = async (
  service: TestService,
  list: string,
  { message = {}, lines = ['Subject: Hello', '', 'Hello.'] }: Stored,
): Promise<string> => {
  made += 1;
  const content = new TextEncoder().encode(lines.join('\r\n'));
  const id = `m_${String(made).padStart(20, '0')}`.replace(
    /^m_0{4}/,
    `m_${process.pid
      .toString(36)
      .slice(-4)
      .padStart(4, '0')
      .replace(/[ilou]/g, 'x')}`,
  );
  await service.store.commitMessage(
    {
      ...{
        id,
        list,
        kind: 'relay',
        at: Date.now(),
        mailFrom: 'shop@acme.test',
        rcptTo: ['jane@receiver.test'],
      },
      ...{ headerFrom: ['shop@acme.test'], from: 'Acme Shop <shop@acme.test>', to: 'jane@receiver.test' },
      ...{ subject: `Order ${made}`, messageId: `<${id}@acme.test>`, size: content.length, priority: 3 },
      ...{ userId: null, username: null, helo: 'mail.acme.test', sessionId: null, decisionId: null },
      ...message,
    },
    content,
    null,
  );
  return id;
};

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** HTML and text, an image of its own, three from elsewhere, scripts in every place, and a file that is dangerous. */
const RICH = [
  'From: Acme Shop <shop@acme.test>',
  'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: multipart/alternative; boundary=a',
  '',
  '--a',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Track it at https://acme.test/track?n=1.',
  '--a',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<style>p{color:rgb(1,2,3)}</style><body onload="document.title=1"><p>Hello <a href="/verify/x" onclick="x()">in</a>',
  '<img alt="own" src="cid:dot"><img alt="far" src="https://cdn.acme.test/1.png"><img src="https://cdn.acme.test/2.png">',
  '<img src="x" onerror="document.title=2"><i style="background:url(https://cdn.acme.test/3.png)">i</i></p>',
  '<script>document.title=3</script><iframe src="https://acme.test"></iframe><meta http-equiv=refresh content="0;url=https://acme.test"></body>',
  '--a--',
  '--m',
  'Content-Type: text/html; name="page.html"',
  'Content-Disposition: attachment; filename="page.html"',
  '',
  '<script>alert(1)</script>',
  '--m',
  'Content-Type: image/png',
  'Content-ID: <dot>',
  'Content-Disposition: inline; filename="dot.png"',
  'Content-Transfer-Encoding: base64',
  '',
  PIXEL,
  '--m--',
  '',
];

const isNarrow = (page: Page): boolean => (page.viewportSize()?.width ?? 0) < 1000;

test('an inbox without users leads to adding one, and one with an active user to the mail client', async ({
  page,
  inbox,
  list,
  user,
  api,
  checkPage,
}) => {
  await inbox.goto(list);
  await expect(page.getByRole('heading', { name: 'No message yet' })).toBeVisible();
  await expect(page).toHaveTitle(/^Inbox · Test .* · SMTP\+$/);
  await checkPage(page);
  await expect(page.getByRole('link', { name: 'Add new user' })).toHaveAttribute('href', /users\/new$/);
  await user();
  await expect(inbox.rows).toHaveCount(1);
  await api('DELETE', `/api/messages?list=${list}`);
  await expect(page.getByRole('link', { name: 'Data for your mail client' })).toBeVisible();
});

test('a message that a user sends appears by itself, with all that is known of it', async ({
  page,
  inbox,
  list,
  user,
  service,
}) => {
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
});

test('HTML runs nothing and loads nothing from elsewhere unless asked', async ({
  page,
  inbox,
  list,
  store,
}) => {
  const asked: string[] = [];
  await page.route('https://cdn.acme.test/**', (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.fulfill({ contentType: 'image/png', body: Buffer.from(PIXEL, 'base64') });
  });
  const id = await store({ lines: RICH, message: { subject: 'Grüße' } });
  await inbox.goto(list, id);
  await expect(inbox.html.getByText('Hello')).toHaveCSS('color', 'rgb(1, 2, 3)');
  await expect(inbox.html.getByAltText('own')).toHaveJSProperty('naturalWidth', 1);
  await expect(inbox.panel.getByRole('status')).toContainText('3 remote images blocked');
  expect(asked).toEqual([]);
  await inbox.button('Show').click();
  await expect(inbox.panel.getByRole('status')).toContainText('3 remote images loaded');
  await expect(inbox.html.getByAltText('far')).toHaveJSProperty('naturalWidth', 1);
  expect(asked.toSorted()).toEqual(['/1.png', '/2.png', '/3.png']);
  await expect(page).toHaveTitle(/^Grüße/);
  expect(page.frames().map((frame) => new URL(frame.url()).pathname)).toEqual([
    `/lists/${list}/inbox/${id}`,
    `/api/messages/${id}/html`,
  ]);
});

test('each part of a message has its tab, and a file is saved, never opened', async ({
  page,
  inbox,
  list,
  store,
}) => {
  const id = await store({ lines: RICH, message: { subject: 'Grüße' } });
  await inbox.goto(list, id);
  await inbox.show('Text');
  await expect(inbox.panel.getByRole('link')).toHaveAttribute('href', 'https://acme.test/track?n=1');
  await inbox.show('Headers');
  await expect(inbox.panel).toContainText('Grüße');
  await inbox.show('Source');
  await expect(inbox.panel).toContainText('=?utf-8?Q?Gr=C3=BC=C3=9Fe?=');
  await inbox.show('Attachments');
  const saving = page.waitForEvent('download');
  await inbox.link('Download page.html').click();
  expect((await saving).suggestedFilename()).toBe('page.html');
  await expect(page).toHaveURL(/\?tab=attachments$/);
  const whole = page.waitForEvent('download');
  await inbox.link('Download').click();
  expect((await whole).suggestedFilename()).toBe(`${id}.eml`);
  await inbox.show('Why accepted');
  await expect(inbox.panel).toContainText('No decision is kept');
});

test('the width of a phone, a tablet or a desktop can be chosen, and linked', async ({
  page,
  inbox,
  list,
  store,
}) => {
  test.skip(isNarrow(page), 'the window is a phone');
  const id = await store({ lines: RICH });
  await inbox.goto(list, id, '?width=phone');
  await expect(page.locator('iframe')).toHaveCSS('width', '375px');
  await page.getByRole('button', { name: 'Tablet' }).click();
  await expect(page).toHaveURL(/width=tablet/);
  await expect(page.locator('iframe')).toHaveCSS('width', '768px');
  await expect(page.getByRole('button', { name: 'Tablet' })).toHaveAttribute('aria-pressed', 'true');
});

test('a verification mail bears its button and says how it stands', async ({
  page,
  inbox,
  list,
  service,
  context,
}) => {
  await call(service.url, 'POST', `/api/lists/${list}/users`, { authorizedDomains: 'acme.test' });
  await inbox.goto(list);
  await expect(inbox.row('Verify acme.test')).toContainText('Verification');
  await inbox.open('Verify acme.test');
  await expect(inbox.message).toContainText('acme.test waits for verification');
  const opening = context.waitForEvent('page');
  await inbox.link('Verify acme.test').click();
  const verification = await opening;
  await verification.getByRole('button', { name: 'Verify acme.test' }).click();
  await expect(inbox.message).toContainText('acme.test is verified');
  await expect(inbox.link('Verify acme.test')).toHaveCount(0);
});

test('the link in the HTML of a verification mail leads out of its sandbox', async ({
  inbox,
  list,
  service,
  context,
}) => {
  await call(service.url, 'POST', `/api/lists/${list}/users`, { authorizedSenders: 'me@acme.test' });
  await inbox.goto(list);
  await inbox.open('Verify me@acme.test');
  const opening = context.waitForEvent('page');
  await inbox.html.getByRole('link').click();
  const verification = await opening;
  await verification.getByRole('button', { name: 'Verify me@acme.test' }).click();
  await expect(inbox.message).toContainText('me@acme.test is verified');
});

test('a mail whose link was replaced or leads nowhere says so', async ({ inbox, list, service, user }) => {
  const added = (await call(service.url, 'POST', `/api/lists/${list}/users`, {
    authorizedDomains: 'late.test',
  })) as {
    user: { id: string; senders: { id: string }[] };
  };
  await inbox.goto(list);
  await inbox.open('Verify late.test');
  await expect(inbox.message).toContainText('late.test waits for verification');
  await call(service.url, 'POST', `/api/lists/${list}/senders/${added.user.senders[0]!.id}/resend`);
  await expect(inbox.message).toContainText('A newer mail for late.test was sent');
  await call(service.url, 'DELETE', `/api/lists/${list}/users/${added.user.id}`);
  await expect(inbox.message).toContainText('leads nowhere');
  await user();
});

test('words, from: and to: search, stand in the URL, and say when nothing matches', async ({
  page,
  inbox,
  list,
  store,
  checkPage,
}) => {
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
});

test('what comes in while one reads is counted and does not move the list', async ({
  page,
  inbox,
  list,
  store,
}) => {
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
});

test('a hundred thousand messages are scrolled through, page by page', async ({
  page,
  inbox,
  list,
  store,
  service,
}) => {
  test.skip(isNarrow(page), 'the same list');
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
    await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(inbox.row(new RegExp(`Nr ${100_000 - 200 * pages}(?!\\d)`))).toBeVisible();
  }
  expect(await page.locator('.row').count()).toBeLessThan(60);
  // Memory of the worker that all tests share.
  await service.store.deleteMessages(list);
  expect(await service.store.message(last)).toBeNull();
});

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

test('a message that is deleted elsewhere, or never was, is told as such', async ({
  page,
  inbox,
  list,
  store,
  api,
  allowed,
}) => {
  allowed.push(/404/);
  const id = await store({ message: { subject: 'Soon gone' } });
  await inbox.goto(list, id);
  await expect(inbox.heading).toHaveText('Soon gone');
  await api('DELETE', `/api/messages/${id}`);
  await expect(page.getByRole('heading', { name: 'There is no such message' })).toBeVisible();
  await expect(page).toHaveTitle(/^No such message/);
  await page.getByRole('link', { name: 'To the inbox' }).click();
  await expect(page.getByRole('heading', { name: 'No message yet' })).toBeVisible();
});

test('a message of another list opens in its own', async ({ page, inbox, list, store }) => {
  const id = await store();
  await inbox.goto('default', id);
  await expect(page).toHaveURL(new RegExp(`/lists/${list}/inbox/${id}$`));
});

test('a message is released to a server, and what that one refuses is told', async ({
  page,
  inbox,
  list,
  service,
  store,
  allowed,
}) => {
  allowed.push(/502/, /422/);
  const { username } = await activeUser(service.url, { list, authorizedDomains: 'acme.test' });
  expect(username).not.toBe('');
  const id = await store({ message: { subject: 'To be released' } });
  await inbox.goto(list, id);
  await inbox.release({ host: '127.0.0.1', port: service.port, to: 'nobody' });
  await expect(inbox.releaseDialog.getByRole('textbox', { name: 'Recipient' })).toHaveAccessibleDescription(
    /nobody/,
  );
  await page.keyboard.press('Escape');
  // This service as the server: it takes nothing from somebody who is not logged in, and says so.
  await inbox.release({ host: '127.0.0.1', port: service.port, to: 'jane@receiver.test' });
  await expect(inbox.releaseDialog.getByRole('alert')).toContainText('auth.required');
  await page.keyboard.press('Escape');
  await expect(inbox.button('Release')).toBeFocused();
});

test('the service that cannot be reached is told, and asked again', async ({
  page,
  inbox,
  list,
  store,
  allowed,
}) => {
  allowed.push(/ERR_|Failed to load/);
  await store();
  await page.route('**/api/messages?**', (route) => route.abort('connectionrefused'));
  await inbox.goto(list);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('cannot be reached');
  await page.unroute('**/api/messages?**');
  await alert.getByRole('button', { name: 'Retry' }).click();
  await expect(inbox.rows).toHaveCount(1);
});

test('the keyboard alone finds, reads, steps through and deletes', async ({ page, inbox, list, store }) => {
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
});

test('on a narrow window list and message take turns, and the focus goes along', async ({
  page,
  inbox,
  list,
  store,
}) => {
  test.skip(!isNarrow(page), 'they stand side by side');
  await store({ message: { subject: 'First' } });
  await inbox.goto(list);
  await inbox.open('First');
  await expect(inbox.heading).toBeFocused();
  await expect(inbox.list).toBeHidden();
  await inbox.back();
  await expect(inbox.row('First')).toBeFocused();
  await expect(inbox.message).toHaveCount(0);
});

for (const tab of ['html', 'text', 'headers', 'source', 'attachments', 'why'])
  test(`a message is accessible in light and dark: ${tab}`, async ({
    page,
    inbox,
    list,
    user,
    service,
    checkPage,
    store,
    api,
  }) => {
    const { username, password } = await user();
    const client = await dial({ port: service.port });
    await client.ehlo();
    await client.authPlain(username, password);
    await client.send({ from: 'shop@acme.test', to: 'jane@receiver.test', message: RICH.join('\r\n') });
    await client.quit();
    await store({
      message: {
        subject: `Long ${'word'.repeat(60)}`,
        rcptTo: ['a@b.test', 'b@b.test', 'c@b.test', 'd@b.test'],
        priority: 5,
      },
    });
    const { items } = (await api('GET', `/api/messages?list=${list}&from=shop@acme.test&q=track`)) as {
      items: { id: string }[];
    };
    await inbox.goto(list, items[0]!.id, `?tab=${tab}`);
    await expect(inbox.panel).not.toBeEmpty();
    await expect(inbox.panel.getByRole('status').and(page.getByText('Loading'))).toHaveCount(0);
    await checkPage(page);
  });

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
