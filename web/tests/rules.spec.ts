import { RulesPage, SessionsPage } from '../../harness/pages/sessions.ts';
import { expect, test as base } from './fixtures.ts';
import { sendMail } from './smtp.ts';

const test = base.extend<{ rules: RulesPage }>({
  rules: async ({ page }, provide) => provide(new RulesPage(page)),
});

test(
  'the catalogue is searched by words, and its search can be linked',
  { tag: '@narrow' },
  async ({ page, rules, shell, checkPage }) => {
    await page.goto('/rules');
    await expect(shell.heading).toHaveText('Rules');
    await expect(rules.rows).toHaveCount(19);
    await expect(rules.rows.first()).toContainText('530 5.7.0');
    await checkPage(page);
    await rules.search.fill('452');
    await expect(rules.rows).toHaveCount(1);
    await expect(page).toHaveURL(/\/rules\?q=452$/);
    await rules.search.fill('visitor reply-to');
    await expect(rules.row('from.form-supplied')).toBeVisible();
    await page.reload();
    await expect(rules.rows).toHaveCount(1);
    await rules.search.fill('nonsense');
    await expect(page.getByRole('heading', { name: 'No rule is about “nonsense”' })).toBeVisible();
    await checkPage(page);
    await page.getByRole('button', { name: 'Show all rules' }).click();
    await expect(rules.rows).toHaveCount(19);
  },
);

test(
  'each rule tells how often it refused lately, live, and leads to those sessions',
  { tag: '@wide' },
  async ({ page, shell, service, rules, list, user }) => {
    const shop = await user();
    await page.goto(`/lists/${list}/sessions`);
    await expect(shell.heading).toHaveText('Sessions');
    await page.goto('/rules');
    await expect(rules.row('from.authorized')).toContainText('not lately');
    await sendMail(service.port, shop, { header: 'From: q@else.test' });
    await expect(rules.count('from.authorized')).toHaveText(/^1 time/);
    await sendMail(service.port, shop, { header: 'From: q@else.test' });
    await expect(rules.count('from.authorized')).toHaveText(/^2 times/);
    await rules.count('from.authorized').click();
    await expect(page).toHaveURL(new RegExp(`/lists/${list}/sessions\\?rule=from.authorized$`));
    await expect(new SessionsPage(page).rows).toHaveCount(2);
  },
);

test(
  'what no list knows is counted apart',
  { tag: '@wide' },
  async ({ page, shell, service, rules, list }) => {
    const helo = `${list}.example`;
    await sendMail(service.port, null, { helo });
    await page.goto(`/lists/${list}/sessions`);
    await expect(shell.heading).toHaveText('Sessions');
    await page.goto('/rules');
    await rules.count('auth.required', true).click();
    await expect(page).toHaveURL(/rule=auth.required&unlisted=true$/);
    await expect(new SessionsPage(page).row(helo)).toHaveCount(1);
  },
);

test('a rule has a page with reply, advice, source, and whom it refused', async ({
  page,
  service,
  shell,
  list,
  user,
  checkPage,
}) => {
  const shop = await user();
  await page.goto(`/lists/${list}/sessions`);
  await expect(shell.heading).toHaveText('Sessions');
  await page.goto('/rules/from.authorized');
  await expect(shell.heading).toHaveText('from.authorized');
  await expect(page).toHaveTitle('from.authorized · Rules · SMTP+');
  await expect(shell.main).toContainText('It has refused nothing in this list');
  await checkPage(page);
  const reply = await sendMail(service.port, shop, { header: 'From: q@else.test' });
  await expect(shell.main).toContainText('"q@else.test": not among');
  await expect(shell.main).toContainText('RFC 6409 section 6.1');
  await checkPage(page);
  await page.getByRole('link', { name: shop.username }).click();
  await expect(page).toHaveURL(new RegExp(`/decisions/${reply.decisionId}$`));
});

test(
  'faults on purpose have a page, and what is no rule has none',
  { tag: '@wide' },
  async ({ page, shell }) => {
    await page.goto('/rules/fault.injected');
    await expect(shell.main).toContainText('No rule of the policy');
    await page.goto('/rules/nonsense');
    await expect(shell.heading).toHaveText('There is no such rule');
  },
);

test('the keyboard alone finds a rule and opens it', { tag: '@wide' }, async ({ page, rules, shell }) => {
  await page.goto('/rules');
  await expect(rules.rows).toHaveCount(19);
  await page.keyboard.press('/');
  await page.keyboard.type('well-formed');
  await expect(rules.rows).toHaveCount(2);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(shell.heading).toHaveText('sender.well-formed');
  await expect(shell.heading).toBeFocused();
});
