import { DemoFormPage } from '../../harness/pages/demo-form.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ form: DemoFormPage }>({
  form: async ({ page }, provide) => provide(new DemoFormPage(page)),
});

const OWN = 'form@acme.test';
const FORM = { authorizedDomains: '', authorizedSenders: OWN };

test('three back-ends really send: two are refused and told why, the third is accepted and its mail shown', async ({
  page,
  form,
  list,
  user,
  checkPage,
}) => {
  const shop = await user(FORM);
  await form.open(list);
  await form.logInAs(shop);
  await expect(form.ownAddress).toHaveValue(OWN);
  await form.fillIn({ name: 'Zoë "Z" O’Hara', email: 'zoe@visitor.test', text: 'One\n.\nTwo' });
  await form.submit();

  await expect(form.reply('visitor-in-envelope')).toContainText(
    /^550 5\.7\.1 .*\[sender\.authorized d_\w+\]$/,
  );
  await expect(form.backEnd('visitor-in-envelope')).toContainText('put the visitor in Reply-To');
  await expect(form.reply('visitor-in-from')).toContainText(/^550 5\.7\.1 .*\[from\.form-supplied d_\w+\]$/);
  await expect(form.backEnd('visitor-in-from')).toContainText('put the visitor in Reply-To');
  await expect(form.reply('visitor-in-reply-to')).toContainText(/^250 2\.0\.0 /);
  const mail = form.mail('visitor-in-reply-to');
  await expect(mail).toContainText('zoe@visitor.test');
  await expect(mail).toContainText('Zoë "Z" O’Hara');
  await checkPage(page);

  await form.backEnd('visitor-in-from').getByRole('link', { name: 'The decision' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Refused at the end of DATA by from.form-supplied',
  );
  await page.goBack();
  await form.mail('visitor-in-reply-to').getByRole('link', { name: 'Open in the inbox' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Contact: Zoë');
});

test(
  'what was sent can be linked; the password is in no URL and gone with the page',
  { tag: '@wide' },
  async ({ page, form, list, user }) => {
    const shop = await user(FORM);
    await form.open(list);
    await form.logInAs(shop);
    await form.fillIn({ name: 'Ann', email: 'ann@visitor.test', text: 'Hello' });
    await form.submit();
    expect(page.url()).not.toContain(shop.password);
    await page.reload();
    await expect(form.name).toHaveValue('Ann');
    await expect(form.message).toHaveValue('Hello');
    await expect(form.password).toHaveValue('');
    await expect(form.reply('visitor-in-from')).toContainText('[from.form-supplied ');
    await expect(form.mail('visitor-in-reply-to')).toContainText('ann@visitor.test');
    await expect(form.send, 'it needs the password again').toHaveAccessibleDescription(
      `Enter the password of “${shop.username}”`,
    );
  },
);

test(
  'a list without users gets a demo user by one button, and no second one by another',
  { tag: '@narrow' },
  async ({ page, form, list, api, checkPage }) => {
    await form.open(list);
    await expect(page.getByText('No user of this list may send yet.')).toBeVisible();
    await checkPage(page);
    await form.demoUser.click();
    await expect(form.ownAddress).toHaveValue('contact@demo-shop.test');
    await form.submit();
    await expect(form.reply('visitor-in-reply-to')).toContainText(/^250 /);

    await page.reload();
    await expect(form.password).toHaveValue('');
    await form.demoUser.click();
    await expect(form.password).not.toHaveValue('');
    await form.submit();
    await expect(form.reply('visitor-in-reply-to')).toContainText(/^250 /);
    const { items } = (await api('GET', `/api/lists/${list}/users`)) as { items: unknown[] };
    expect(items).toHaveLength(1);
  },
);

test(
  'a wrong password is told once, with the service’s own words, and nothing is sent',
  { tag: '@wide' },
  async ({ page, form, list, user }) => {
    const shop = await user(FORM);
    await form.open(list);
    await form.logInAs({ ...shop, password: 'wrong' });
    await form.send.click();
    await expect(page.getByRole('alert')).toContainText(/535 5\.7\.8 .*\[auth\.credentials d_\w+\]/);
    await expect(form.backEnd('visitor-in-envelope')).toContainText('Not sent yet.');
    await expect(form.backEnd('visitor-in-reply-to')).toContainText('Not sent yet.');
  },
);

test(
  'what a visitor may not type is told at its field, and nothing is sent',
  { tag: '@wide' },
  async ({ form, list, user, allowed }) => {
    allowed.push(/demo\/form/);
    const shop = await user(FORM);
    await form.open(list);
    await form.logInAs(shop);
    await form.fillIn({ name: '', email: 'ann@visitor.test, all@else.test', text: 'Hello' });
    await form.send.click();
    await expect(form.name).toHaveAccessibleDescription('is required: a visitor has a name');
    await form.name.fill('Ann');
    await form.send.click();
    await expect(form.address).toHaveAccessibleDescription(/all@else\.test" is not a/);
    await expect(form.backEnd('visitor-in-reply-to')).toContainText('Not sent yet.');
  },
);

test(
  'a domain alone does not let a form send, which is told before and after',
  { tag: '@wide' },
  async ({ form, list, user }) => {
    const shop = await user();
    await form.open(list);
    await form.logInAs(shop);
    await expect(form.ownAddress).toHaveValue('contact@acme.test');
    await expect(form.ownAddress).toHaveAccessibleDescription(/^A domain alone does not let a form send/);
    await form.submit();
    await expect(form.reply('visitor-in-reply-to')).toContainText('[from.form-supplied ');
  },
);

test('the keyboard alone makes a demo user and sends', { tag: '@wide' }, async ({ page, form, list }) => {
  await page.goto(`/lists/${list}/smtp-plus`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SMTP+');
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await form.demoUser.focus();
  await page.keyboard.press('Enter');
  await expect(form.ownAddress).toHaveValue('contact@demo-shop.test');
  await form.name.focus();
  await page.keyboard.press('Enter');
  await expect(form.progress).toBeVisible();
  await expect(form.reply('visitor-in-reply-to')).toContainText(/^250 /);
});

test('the source that is shown is the one that runs', { tag: '@wide' }, async ({ form, list }) => {
  await form.open(list);
  await expect(form.source('visitor-in-from')).toContainText('from: visitor,');
  await expect(form.source('visitor-in-reply-to')).toContainText('replyTo: visitor,');
  await expect(form.source('visitor-in-envelope')).toContainText('from: visitor.address,');
});
