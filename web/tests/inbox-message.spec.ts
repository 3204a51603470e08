import { dial } from '../../harness/dialogue.ts';
import { activeUser, call } from '../../harness/provision.ts';
import { expect, PIXEL, RICH, test } from './inbox-fixtures.ts';

test(
  'HTML runs nothing and loads nothing from elsewhere unless asked',
  { tag: '@wide' },
  async ({ page, inbox, list, store }) => {
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
  },
);

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

test(
  'the width of a phone, a tablet or a desktop can be chosen, and linked',
  { tag: '@wide' },
  async ({ page, inbox, list, store }) => {
    const id = await store({ lines: RICH });
    await inbox.goto(list, id, '?width=phone');
    await expect(page.locator('iframe')).toHaveCSS('width', '375px');
    await page.getByRole('button', { name: 'Tablet' }).click();
    await expect(page).toHaveURL(/width=tablet/);
    await expect(page.locator('iframe')).toHaveCSS('width', '768px');
    await expect(page.getByRole('button', { name: 'Tablet' })).toHaveAttribute('aria-pressed', 'true');
  },
);

test(
  'a verification mail bears its button and says how it stands',
  { tag: '@narrow' },
  async ({ inbox, list, service, context }) => {
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
  },
);

test(
  'the link in the HTML of a verification mail leads out of its sandbox',
  { tag: '@wide' },
  async ({ inbox, list, service, context }) => {
    await call(service.url, 'POST', `/api/lists/${list}/users`, { authorizedSenders: 'me@acme.test' });
    await inbox.goto(list);
    await inbox.open('Verify me@acme.test');
    const opening = context.waitForEvent('page');
    await inbox.html.getByRole('link').click();
    const verification = await opening;
    await verification.getByRole('button', { name: 'Verify me@acme.test' }).click();
    await expect(inbox.message).toContainText('me@acme.test is verified');
  },
);

test(
  'a mail whose link was replaced or leads nowhere says so',
  { tag: '@wide' },
  async ({ inbox, list, service, user }) => {
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
  },
);

test(
  'a message that is deleted elsewhere, or never was, is told as such',
  { tag: '@narrow' },
  async ({ page, inbox, list, store, api, allowed }) => {
    allowed.push(/404/);
    const id = await store({ message: { subject: 'Soon gone' } });
    await inbox.goto(list, id);
    await expect(inbox.heading).toHaveText('Soon gone');
    await api('DELETE', `/api/messages/${id}`);
    await expect(page.getByRole('heading', { name: 'There is no such message' })).toBeVisible();
    await expect(page).toHaveTitle(/^No such message/);
    await page.getByRole('link', { name: 'To the inbox' }).click();
    await expect(page.getByRole('heading', { name: 'No message yet' })).toBeVisible();
  },
);

test('a message of another list opens in its own', { tag: '@wide' }, async ({ page, inbox, list, store }) => {
  const id = await store();
  await inbox.goto('default', id);
  await expect(page).toHaveURL(new RegExp(`/lists/${list}/inbox/${id}$`));
});

test(
  'a message is released to a server, and what that one refuses is told',
  { tag: '@narrow' },
  async ({ page, inbox, list, service, store, allowed }) => {
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
  },
);

test('a message is accessible in light and dark, with each of its tabs', async ({
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
  await inbox.goto(list, items[0]!.id);
  for (const tab of ['HTML', 'Text', 'Headers', 'Source', 'Attachments', 'Why accepted'] as const) {
    await inbox.show(tab);
    await expect(inbox.tab(tab)).toHaveAttribute('aria-selected', 'true');
    await expect(inbox.panel).not.toBeEmpty();
    await expect(inbox.panel.getByRole('status').and(page.getByText('Loading'))).toHaveCount(0);
    // What is around the tabs stays the same.
    await checkPage(page, tab === 'HTML' ? undefined : '[role="tabpanel"], [role="tablist"]');
  }
});
