/** Small things that make a page good to work with. */

import { InboxPage } from '../../harness/pages/inbox.ts';
import { SessionsPage } from '../../harness/pages/sessions.ts';
import { UserFormPage } from '../../harness/pages/user-form.ts';
import { expect, test } from './inbox-fixtures.ts';
import { sendMail } from './smtp.ts';

test(
  'Ctrl+Enter saves from wherever in the form the focus is, and in a dialog its form',
  { tag: '@wide' },
  async ({ page, list, shell }) => {
    const form = new UserFormPage(page);
    await form.gotoNew(list);
    await form.username.fill(`ctrl-${list}`);
    await form.priority.focus();
    await page.keyboard.press('Control+Enter');
    await expect(form.password).toBeVisible();
    await form.note.fill('by the heading');
    await shell.heading.focus();
    await page.keyboard.press('Control+Enter');
    await expect(form.news).toHaveText(/^Saved/);

    await shell.listButton.click();
    await page.getByRole('menuitem', { name: 'Add list …' }).click();
    await page
      .getByRole('dialog', { name: 'Add a list' })
      .getByRole('textbox', { name: 'Name' })
      .fill(`Second ${list}`);
    await page.keyboard.press('Control+Enter');
    const leaving = form.leaving.getByRole('button', { name: 'Leave' });
    await leaving.click();
    await expect(shell.listButton).toHaveAccessibleName(`List: Second ${list}`);
  },
);

test(
  'a session on paper tells exact times, and its rows stand in one line',
  { tag: '@wide' },
  async ({ page, list, service, user }) => {
    await sendMail(service.port, await user(), { header: 'From: q@else.test' });
    const sessions = new SessionsPage(page);
    await sessions.open(list);
    await sessions.rows.first().click();
    const relative = sessions.detail.locator('time[data-print]').first();
    await expect(relative).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    await expect(relative).toBeHidden();
    const starts = await page
      .locator('.rung .status')
      .evaluateAll((all) => [...new Set(all.map((one) => Math.round(one.getBoundingClientRect().x)))]);
    expect(starts).toHaveLength(1);
  },
);

test(
  'an instant in the fact of a rule is told as everywhere, and not torn',
  { tag: '@narrow' },
  async ({ page, list, service, user }) => {
    await sendMail(service.port, await user());
    const sessions = new SessionsPage(page);
    await sessions.open(list);
    await sessions.rows.first().click();
    const instant = page.locator('.rung-fact time').first();
    await expect(instant).toHaveText(/^\d+ \w+ \d{4}, [\d:]+$/);
    expect(await instant.evaluate((one) => one.getClientRects().length)).toBe(1);
  },
);

// Where there is place for all of them nothing moves.
test(
  'of tabs that have no place the chosen one is in sight, and the page does not move',
  { tag: '@narrow' },
  async ({ page, list, store }) => {
    const inbox = new InboxPage(page);
    await inbox.goto(list, await store(), '?tab=why');
    await expect(inbox.tab('Why accepted')).toBeInViewport({ ratio: 0.99 });
    await inbox.show('Text');
    await expect(inbox.tab('Text')).toBeInViewport({ ratio: 0.99 });
    await page.goto(`/lists/${list}/smtp-plus?client=python`);
    expect(await page.locator('main').evaluate((main) => main.scrollTop)).toBe(0);
  },
);

test(
  'a message is released with a login to a server that asks for one; the password is gone with the dialog',
  { tag: '@narrow' },
  async ({ page, list, service, user, store, api, allowed }) => {
    allowed.push(/502/);
    const login = await user({ authorizedDomains: 'acme.test' });
    const inbox = new InboxPage(page);
    await inbox.goto(list, await store({ message: { subject: 'To be released' } }));
    // This service as the server: it lets the login in, and refuses the sender of a release by its rule.
    await inbox.release({ host: '127.0.0.1', port: service.port, to: 'jane@receiver.test', login });
    await expect(inbox.releaseDialog.getByRole('alert')).toContainText('sender.');
    await page.keyboard.press('Escape');
    await inbox.button('Release').click();
    await expect(inbox.releaseDialog.getByLabel('Password')).toHaveValue('');
    expect(await api('GET', `/api/sessions?list=${list}&outcome=reject`)).toMatchObject({
      items: [{ username: login.username }],
    });
  },
);
