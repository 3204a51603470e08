import { ShellPage } from '../../harness/pages/shell.ts';
import { UserFormPage } from '../../harness/pages/user-form.ts';
import { test as open } from './fixtures.ts';
import { expect, test } from './guarded.ts';

const PAGE = '/lists/default/sessions';

test(
  'logging out leads to the login page, in every tab, and Back shows nothing any more',
  { tag: '@wide' },
  async ({ page, context, guarded, logIn, shell, allowed }) => {
    // What was asked for as the login ended.
    allowed.push(/401/);
    await logIn(PAGE);
    await expect(shell.heading).toHaveText('Sessions');
    const other = await context.newPage();
    await other.goto(`${guarded}/rules`);
    await expect(new ShellPage(other).heading).toHaveText('Rules');
    await shell.openSettings();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await expect(page).toHaveURL(`${guarded}/login`);
    await expect(other).toHaveURL(`${guarded}/login?next=%2Frules`);
    expect((await page.request.get(`${guarded}/api/lists`)).status()).toBe(401);
    await page.goBack();
    await expect(page).toHaveURL(/\/login\?next=/);
  },
);

test(
  'the palette logs out as well, and asks first where changes would be lost',
  { tag: '@wide' },
  async ({ page, guarded, logIn, shell, allowed }) => {
    allowed.push(/401/);
    await logIn('/lists/default/smtp-plus/users/new');
    await new UserFormPage(page).note.fill('not saved yet');
    const leaving = page.getByRole('alertdialog', { name: 'Leave without saving?' });
    await shell.openPalette('log out');
    await page.keyboard.press('Enter');
    await leaving.getByRole('button', { name: 'Stay' }).click();
    await expect(shell.heading).toHaveText('Add new user');
    await shell.openPalette('log out');
    await page.keyboard.press('Enter');
    await leaving.getByRole('button', { name: 'Leave' }).click();
    await expect(page).toHaveURL(`${guarded}/login`);
  },
);

test(
  'a logout that does not reach the service says so, and the login goes on',
  { tag: '@wide' },
  async ({ page, logIn, shell, allowed }) => {
    allowed.push(/logout/);
    await logIn(PAGE);
    await page.route('**/logout', (route) => route.abort('connectionrefused'));
    await shell.openSettings();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'The service cannot be reached' })).toBeVisible();
    await expect(shell.heading).toHaveText('Sessions');
  },
);

open('where nobody logs in, nothing offers to log out', async ({ page, list, shell }) => {
  await page.goto(`/lists/${list}/sessions`);
  await expect(shell.liveState).toContainText('port listens');
  await shell.openSettings();
  await expect(page.getByRole('menuitem', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Log out' })).toHaveCount(0);
});
