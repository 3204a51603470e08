import { createApi } from '../../harness/api.ts';
import { mailedLink } from '../../harness/provision.ts';
import { expect, PASSWORD, test } from './guarded.ts';

test(
  'a page asks for the password, tells a wrong one at the field, and comes back to where it was',
  { tag: '@narrow' },
  async ({ page, shell, guarded, allowed, checkPage }) => {
    allowed.push(/401/);
    await page.goto(`${guarded}/lists/default/sessions?rule=from.single`);
    await expect(page).toHaveURL(/\/login\?next=/);
    await expect(page).toHaveTitle('Log in · SMTP+');
    const password = page.getByLabel('Admin password');
    await expect(password).toBeFocused();
    await checkPage(page);
    await password.fill('guess');
    await password.press('Enter');
    await expect(password).toHaveAccessibleDescription('That is not the admin password.');
    await checkPage(page);
    await password.fill(PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page).toHaveURL(/\/lists\/default\/sessions\?rule=from\.single$/);
    await expect(shell.heading).toHaveText('Sessions');
  },
);

test('the page behind a verification link has one button, and is readable in light and dark', async ({
  page,
  service,
  list,
  api,
  checkPage,
}) => {
  await api('POST', `/api/lists/${list}/users`, { authorizedDomains: 'bücher.test' });
  const sender = { kind: 'domain', value: 'xn--bcher-kva.test' };
  const link = await mailedLink(createApi({ url: service.url }), list, sender);
  await page.goto(link);
  const button = page.getByRole('button');
  await expect(button).toHaveText('Verify bücher.test');
  await checkPage(page);
  await button.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('bücher.test is verified');
  await checkPage(page);
});
