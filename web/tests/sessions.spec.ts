import { dial } from '../../harness/dialogue.ts';
import { DecisionView, SessionsPage } from '../../harness/pages/sessions.ts';
import { expect, test as base } from './fixtures.ts';
import { errorLine, sendMail } from './smtp.ts';

const test = base.extend<{ sessions: SessionsPage; decision: DecisionView }>({
  sessions: async ({ page }, provide) => provide(new SessionsPage(page)),
  decision: async ({ page }, provide) => provide(new DecisionView(page)),
});

test(
  'an empty list teaches the next step, and the first session appears by itself',
  { tag: '@narrow' },
  async ({ page, service, sessions, shell, list, user, checkPage }) => {
    await sessions.open(list);
    await expect(page.getByRole('link', { name: 'Add a user' })).toBeVisible();
    await checkPage(page);
    const shop = await user();
    await expect(page.getByText(`--auth-user ${shop.username}`)).toBeVisible();
    await checkPage(page);
    await sendMail(service.port, shop);
    await expect(sessions.row(shop.username)).toHaveCount(1);
    await expect(sessions.row(shop.username)).toContainText('Accepted');
    await expect(shell.heading).toHaveText('Sessions');
    await expect(page).toHaveTitle(/^Sessions · Test .* · SMTP\+$/);
  },
);

test(
  'sessions are filtered by words, by controls and by the URL, and chips take filters away',
  { tag: '@narrow' },
  async ({ page, service, sessions, list, user, checkPage }) => {
    const shop = await user();
    const crm = await user({ authorizedDomains: 'crm.test' });
    await sendMail(service.port, shop);
    await sendMail(service.port, shop, { header: 'From: q@else.test' });
    await sendMail(service.port, crm, { from: 'x@else.test', tls: true });
    await sessions.open(list, '?rule=from.authorized');
    await expect(sessions.rows).toHaveCount(1);
    await expect(sessions.search).toHaveValue('rule:from.authorized');
    await sessions.chips.filter({ hasText: 'rule:from.authorized' }).click();
    await expect(sessions.rows).toHaveCount(3);

    await sessions.search.fill(`user:${crm.username}`);
    await expect(sessions.rows).toHaveCount(1);
    await expect(page).toHaveURL(new RegExp(`user=${crm.username}$`));
    await sessions.search.fill('reject');
    await expect(sessions.rows).toHaveCount(2);
    await sessions.search.fill('colour:red');
    await expect(page.getByText('“colour:red” is no filter')).toBeVisible();
    await sessions.search.fill('');
    await sessions.choose('Outcome', 'Something accepted');
    await expect(sessions.rows).toHaveCount(1);
    await sessions.choose('Rule that refused', 'from.single');
    await expect(page.getByRole('heading', { name: 'No session meets the filter' })).toBeVisible();
    await checkPage(page);
    await page.getByRole('button', { name: 'Remove the filters' }).click();
    await expect(sessions.rows).toHaveCount(3);
    await page.getByLabel('Port', { exact: true }).fill(String(service.port));
    await expect(sessions.rows).toHaveCount(3);
    await expect(page).toHaveURL(new RegExp(`port=${service.port}$`));
    await page.getByLabel('Port', { exact: true }).fill('25');
    await expect(sessions.rows).toHaveCount(0);
    await expect(page).toHaveURL(/port=25$/);
  },
);

test(
  'sessions of clients that no list knows are found without a list',
  { tag: '@wide' },
  async ({ service, sessions, list, shell }) => {
    const helo = `${list}.example`;
    const reply = await sendMail(service.port, null, { helo });
    expect(reply.rule).toBe('auth.required');
    await sessions.open(list, '?unlisted=true');
    await sessions.row(helo).click();
    await expect(shell.heading).toHaveText('Session of 127.0.0.1');
    await expect(sessions.detail).toContainText('nobody logged in');
    await expect(sessions.transcript).toContainText(reply.text);
  },
);

for (const how of ['typed', 'pasted'] as const)
  test(
    `an SMTP error that is ${how} into the search field leads to its decision`,
    { tag: '@wide' },
    async ({ page, service, sessions, list, user, shell }) => {
      const reply = await sendMail(service.port, await user(), { header: 'From: q@else.test' });
      await sessions.open(list);
      if (how === 'typed') await sessions.search.fill(errorLine(reply));
      else {
        await sessions.search.focus();
        await page.evaluate((text) => {
          const data = new DataTransfer();
          data.setData('text/plain', `The server said:\n${text.replace(' [', '\n [')}`);
          document.activeElement?.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
          );
        }, errorLine(reply));
      }
      await expect(page).toHaveURL(new RegExp(`/decisions/${reply.decisionId}$`));
      await expect(shell.heading).toHaveText('Refused at the end of DATA by from.authorized');
    },
  );

test('a session shows what was said in the glyphs of swaks, and why it was refused', async ({
  page,
  service,
  sessions,
  decision,
  list,
  user,
  shell,
  checkPage,
}) => {
  const shop = await user();
  const reply = await sendMail(service.port, shop, { header: 'From: q@else.test', tls: true });
  await sessions.open(list);
  await sessions.row('from.authorized').click();
  await expect(shell.heading).toHaveText(`Session of ${shop.username}`);
  await expect(shell.heading).toBeFocused();
  await expect(page).toHaveTitle(new RegExp(`^Session of ${shop.username} · `));
  await expect(decision.verdict).toContainText('Refused at the end of DATA by from.authorized');
  await expect(decision.verdict).toContainText('"q@else.test": not among the user\'s senders');
  const line = (text: string) => sessions.transcript.getByRole('listitem').filter({ hasText: text });
  await expect(line('STARTTLS').last()).toContainText('->');
  await expect(line('AUTH PLAIN ***')).toContainText('~>');
  await expect(line('235 2.7.0')).toContainText('<~');
  await expect(line(reply.text)).toContainText('<~*');
  await expect(sessions.transcript).not.toContainText(shop.password);
  await expect(decision.rung('from.authorized')).toContainText('Failed');
  await expect(decision.rung('from.well-formed')).toContainText('Passed');
  await expect(decision.rung('store.available')).toContainText('Not reached');
  await expect(decision.ladder.getByRole('listitem')).toHaveCount(19);
  await checkPage(page);
  await line(reply.text).getByRole('link', { name: 'Why refused' }).click();
  await expect(page).toHaveURL(new RegExp(`/decisions/${reply.decisionId}$`));
});

test(
  'a session that goes on is followed, and its outcome told where it stands',
  { tag: '@wide' },
  async ({ service, sessions, list, user }) => {
    const shop = await user();
    const client = await dial({ port: service.port });
    await client.ehlo();
    await client.authPlain(shop.username, shop.password);
    await sessions.open(list);
    await sessions.row(shop.username).click();
    await expect(sessions.detail).toContainText('Still open');
    await client.send({ from: 'a@acme.test', to: 'b@c.test', message: 'From: a@acme.test\r\n\r\nhi\r\n' });
    await client.quit();
    await expect(sessions.detail).toContainText('by QUIT');
    await expect(sessions.transcript).toContainText('queued as');
    await expect(sessions.detail.getByRole('link', { name: 'Open in the inbox' })).toBeVisible();
  },
);

test(
  'what is new waits while one reads',
  { tag: '@wide' },
  async ({ page, service, sessions, list, user }) => {
    const shop = await user();
    await sendMail(service.port, shop);
    await sessions.open(list);
    await sessions.rows.first().click();
    await expect(sessions.transcript).toBeVisible();
    await page.setViewportSize({ width: 1280, height: 800 });
    await sendMail(service.port, shop, { header: 'From: q@else.test' });
    await expect(sessions.newOnes).toHaveText('1 new');
    await expect(sessions.rows).toHaveCount(1);
    await sessions.newOnes.click();
    await expect(sessions.rows).toHaveCount(2);
    await expect(sessions.rows.first()).toContainText('from.authorized');
  },
);

test(
  'the keyboard alone filters, walks, opens, and comes back',
  { tag: '@wide' },
  async ({ page, service, sessions, list, user, shell }) => {
    const shop = await user();
    await sendMail(service.port, shop);
    await sendMail(service.port, shop, { header: 'From: q@else.test' });
    await sessions.open(list);
    await expect(sessions.rows).toHaveCount(2);
    await page.keyboard.press('/');
    await expect(sessions.search).toBeFocused();
    await page.keyboard.type('reject');
    await expect(sessions.rows).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(sessions.rows).toHaveCount(2);
    await page.keyboard.press('Escape');
    // Both before anything is painted, as on a machine that has much to do.
    await page.evaluate(() => {
      for (let times = 0; times < 2; times += 1)
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
    });
    await expect(sessions.rows.nth(1)).toBeFocused();
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await expect(shell.heading).toHaveText(`Session of ${shop.username}`);
    await page.keyboard.press('Escape');
    await expect(shell.heading).toHaveText('Sessions');
    await expect(page).toHaveURL(new RegExp(`/lists/${list}/sessions$`));
  },
);

test('a session that is not kept says so', { tag: '@narrow' }, async ({ page, sessions, list, allowed }) => {
  allowed.push(/404/);
  await page.goto(`/lists/${list}/sessions/c_4k7x0q2m9c3e8r5t1w6z`);
  await expect(page.getByRole('heading', { name: 'No session “c_4k7x0q2m9c3e8r5t1w6z”' })).toBeVisible();
  await sessions.backToList.click();
  await expect(page).toHaveURL(/\/sessions$/);
});

test(
  'a printed session is the session alone',
  { tag: '@wide' },
  async ({ page, service, sessions, list, user, shell }) => {
    await sendMail(service.port, await user(), { header: 'From: q@else.test' });
    await sessions.open(list);
    await sessions.rows.first().click();
    await expect(sessions.transcript).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    await expect(shell.navigation).toBeHidden();
    await expect(sessions.search).toBeHidden();
    await expect(page.getByRole('button', { name: 'Check again now' })).toBeHidden();
    const cut = await page.locator('.session-pane').evaluate((pane) => getComputedStyle(pane).overflowY);
    expect(cut).toBe('visible');
  },
);
