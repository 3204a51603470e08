import { SessionsPage } from '../../harness/pages/sessions.ts';
import { expect, isNarrow, test } from './inbox-fixtures.ts';
import { sendMail } from './smtp.ts';

test('from one session to the next of those that the filter leaves, by buttons and by keys', async ({
  page,
  list,
  service,
  user,
  shell,
  checkPage,
}) => {
  const [a, b, c] = [await user(), await user(), await user()];
  await sendMail(service.port, a, { header: 'From: q@else.test' });
  await sendMail(service.port, b);
  await sendMail(service.port, c, { header: 'From: q@else.test' });
  const sessions = new SessionsPage(page);
  await sessions.open(list, '?outcome=reject');
  await sessions.row(a.username).click();
  await expect(shell.heading).toHaveText(`Session of ${a.username}`);
  await expect(sessions.button('Next session')).toBeDisabled();
  await sessions.button('Previous session').click();
  await expect(shell.heading).toHaveText(`Session of ${c.username}`);
  await expect(sessions.button('Previous session')).toBeDisabled();
  await checkPage(page);
  await expect(shell.heading).toBeFocused();
  await page.keyboard.press('j');
  await expect(shell.heading).toHaveText(`Session of ${a.username}`);
  await page.keyboard.press('k');
  await expect(shell.heading).toHaveText(`Session of ${c.username}`);
  await page.keyboard.press(']');
  await expect(shell.heading).toHaveText(`Session of ${a.username}`);
  await page.keyboard.press('[');
  await expect(shell.heading).toHaveText(`Session of ${c.username}`);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(new RegExp(`/lists/${list}/sessions\\?outcome=reject$`));
  await expect(sessions.rows).toHaveCount(2);
});

test(
  'in a message that is open j and k lead on as well, and beside it they go through the list',
  { tag: '@wide' },
  async ({ page, inbox, list, store }) => {
    for (const subject of ['Third', 'Second', 'First']) await store({ message: { subject } });
    await inbox.goto(list);
    await inbox.open('First');
    await expect(inbox.heading).toHaveText('First');
    // Beside the list the focus has stayed on the row; in the message it is that of the message.
    if (!isNarrow(page)) {
      await page.keyboard.press('j');
      await expect(inbox.row('Second')).toBeFocused();
      await expect(inbox.heading).toHaveText('First');
      await inbox.tab('Headers').focus();
    }
    await page.keyboard.press('j');
    await expect(inbox.heading).toHaveText('Second');
    await page.keyboard.press('k');
    await expect(inbox.heading).toHaveText('First');
  },
);
