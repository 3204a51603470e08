import { UserFormPage } from '../../harness/pages/user-form.ts';
import { expect, test } from './fixtures.ts';
import { onlyUser } from './users.ts';

test('what does not belong in a field is told at the field, and mended by a button', async ({
  page,
  list,
  checkPage,
}) => {
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await form.domains.pressSequentially('a.test, b');
  await expect(form.domains).toHaveAccessibleDescription(
    /"a\.test, b" holds a comma: separate entries with a semicolon/,
  );
  await form.domains.fill('a.test, b.test;c@x.test');
  await form.senders.fill('y.test');
  await form.save.click();
  await expect(form.domains).toBeFocused();
  await expect(form.domains).toHaveAccessibleDescription(/Entry 2: "c@x\.test" is an address/);
  await expect(form.senders).toHaveAccessibleDescription(/"y\.test" is a domain/);
  await expect(page).toHaveURL(/\/users\/new$/);
  await checkPage(page);

  await form.entry('a.test, b.test').getByRole('button', { name: 'Separate with semicolons' }).click();
  await form.entry('c@x.test').getByRole('button', { name: 'Move c@x.test to Authorized senders' }).click();
  await form.entry('y.test').getByRole('button', { name: 'Move y.test to Authorized domains' }).click();
  await expect(form.domains).toHaveValue('a.test;b.test;y.test');
  await expect(form.senders).toHaveValue('c@x.test');
  await form.save.click();
  await expect(form.password).toBeVisible();
});

test('what is still being typed is no error yet', { tag: '@wide' }, async ({ page, list }) => {
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await form.senders.pressSequentially('a@');
  await expect(form.senders).not.toHaveAttribute('aria-invalid');
  await form.note.focus();
  await expect(form.senders).toHaveAttribute('aria-invalid', 'true');
});

test(
  'an IDN is told in both forms, a duplicate once, and a column that is pasted is separated',
  { tag: '@wide' },
  async ({ page, list, api }) => {
    const form = new UserFormPage(page);
    await form.gotoNew(list);
    await form.domains.focus();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'bücher.test\nxn--bcher-kva.test\r\nb.test');
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
      document.execCommand('insertText', false, 'bücher.test\nxn--bcher-kva.test\nb.test');
    });
    await expect(form.domains).toHaveValue('bücher.test;xn--bcher-kva.test;b.test');
    const entries = form.entry('xn--bcher-kva.test');
    await expect(entries.first()).toContainText('bücher.test');
    await expect(entries.last()).toContainText('counts once');
    await form.save.click();
    await expect(form.password).toBeVisible();
    expect(await onlyUser(api, list)).toMatchObject({ authorizedDomains: 'xn--bcher-kva.test;b.test' });
  },
);

test('more entries than a field takes are told', { tag: '@wide' }, async ({ page, list }) => {
  const form = new UserFormPage(page);
  await form.gotoNew(list);
  await form.domains.fill(Array.from({ length: 501 }, (_, n) => `d${n}.test`).join(';'));
  await expect(form.domains).toHaveAccessibleDescription(/takes 500 entries at most/);
  await expect(page.getByText('501 of 500 entries.')).toBeVisible();
});

test(
  'what the service refuses is told at its field',
  { tag: '@wide' },
  async ({ page, list, user, allowed }) => {
    allowed.push(/409|422/);
    const { username } = await user();
    const form = new UserFormPage(page);
    await form.gotoNew(list);
    await form.username.fill(username);
    await form.save.click();
    await expect(form.username).toHaveAccessibleDescription(/is taken; choose another/);
    await form.username.fill('with blanks in it');
    await form.save.click();
    await expect(form.username).toHaveAccessibleDescription(/printable ASCII/);
  },
);

test(
  'a sender in the address of the page is filled in, and saved by Save alone',
  { tag: '@wide' },
  async ({ page, list, user, api }) => {
    const { id } = await user();
    const form = new UserFormPage(page);
    await form.goto(list, id, '?add=sales%40else.test');
    await expect(form.senders).toHaveValue('sales@else.test');
    await expect(form.entry('sales@else.test')).toContainText('once saved, sales@else.test is asked');
    expect((await onlyUser(api, list)).authorizedSenders).toBe('');
    await form.save.click();
    await expect(form.news).toContainText('The owner of sales@else.test is asked by mail.');
    expect((await onlyUser(api, list)).authorizedSenders).toBe('sales@else.test');
  },
);
