import { writeFile } from 'node:fs/promises';

import { expect, test } from './fixtures.ts';

test('a list is saved as one file, and taken into another list, with a word on what came of it', async ({
  page,
  shell,
  list,
  user,
  checkPage,
}) => {
  const { username } = await user();
  await page.goto(`/lists/${list}/inbox`);
  const saved = await shell.exportList();
  expect(saved.suggestedFilename()).toBe(`${list}.smtp-plus.tar`);
  const file = await saved.path();

  await shell.addList(`Copy of ${list}`);
  await expect(page).toHaveURL(/\/lists\/copy-of-.*\/smtp-plus$/);
  const dialog = await shell.importList(file);
  await expect(dialog.getByRole('status')).toContainText('0 users and 1 message imported');
  await expect(dialog.getByRole('status')).toContainText(`"${username}" is taken in the list "${list}"`);
  await checkPage(page, '[role=dialog]');
  await dialog.getByRole('button', { name: 'Done' }).click();

  const again = await shell.importList(file);
  await expect(again.getByRole('status')).toContainText('0 users and 1 message were there already');
  await again.getByRole('button', { name: 'Done' }).click();
  await shell.link('Inbox').click();
  await expect(page.getByText('postmaster@').first()).toBeVisible();
});

test(
  'a file that is no exported list is refused with words',
  { tag: '@wide' },
  async ({ page, shell, list, allowed }, info) => {
    allowed.push(/422/);
    const path = info.outputPath('no-list.tar');
    await writeFile(path, 'no tar file at all');
    await page.goto(`/lists/${list}/inbox`);
    const dialog = await shell.importList(path);
    await expect(dialog.getByRole('alert')).toContainText('cannot be read to its end');
    await expect(dialog.getByRole('button', { name: 'Import list' })).toBeEnabled();
  },
);
