import { SmtpPlusPage } from '../../harness/pages/smtp-plus.ts';
import { expect, test } from './inbox-fixtures.ts';

const U_LABEL = 'bücher.test';
const A_LABEL = 'xn--bcher-kva.test';

test(
  'a domain reads as people write it, with the name that is really used behind it',
  { tag: '@narrow' },
  async ({ page, list, api, checkPage, inbox }) => {
    await api('POST', `/api/lists/${list}/users`, { username: `idn-${list}`, authorizedDomains: U_LABEL });
    const users = new SmtpPlusPage(page);
    await users.goto(list);
    const row = users.user(`idn-${list}`);
    await expect(row).toContainText(`${U_LABEL} ${A_LABEL}`);
    await checkPage(page);

    await inbox.goto(list);
    await inbox.row(`Verify ${U_LABEL}`).click();
    await expect(inbox.verify(U_LABEL)).toBeVisible();
    await expect(inbox.message.getByText(`${U_LABEL} ${A_LABEL} waits`)).toBeVisible();
    // Of what comes from elsewhere as well: the mail went to the domain's postmaster.
    await expect(inbox.message.getByText(`postmaster@${U_LABEL}`).first()).toBeVisible();
    await expect(inbox.message.getByText(`postmaster@${A_LABEL}`).first()).toBeVisible();
    await checkPage(page);
  },
);

test('the senders of a list are searched in either form', { tag: '@wide' }, async ({ page, list, api }) => {
  for (const [name, domain] of [
    [`idn-${list}`, U_LABEL],
    ...Array.from({ length: 10 }, (_, n) => [`u${n}-${list}`, `d${n}.test`]),
  ])
    await api('POST', `/api/lists/${list}/users`, { username: name, authorizedDomains: domain });
  const users = new SmtpPlusPage(page);
  for (const words of [U_LABEL, A_LABEL]) {
    await page.goto(`/lists/${list}/smtp-plus?q=${words}`);
    await expect(users.user(`idn-${list}`)).toBeVisible();
    await expect(users.user(`u0-${list}`)).toHaveCount(0);
  }
});
