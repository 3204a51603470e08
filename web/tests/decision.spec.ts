import { DecisionView } from '../../harness/pages/sessions.ts';
import { expect, test as base } from './fixtures.ts';
import { sendMail } from './smtp.ts';

const test = base.extend<{ decision: DecisionView }>({
  decision: async ({ page }, provide) => provide(new DecisionView(page)),
});

test('a decision says what was answered, why, and what to do', async ({
  page,
  service,
  decision,
  shell,
  user,
  checkPage,
}) => {
  const reply = await sendMail(service.port, await user(), {
    header: 'From: Zoe <q@else.test>\r\nSubject: Hi',
  });
  await page.goto(`/decisions/${reply.decisionId}`);
  await expect(shell.heading).toHaveText('Refused at the end of DATA by from.authorized');
  await expect(page).toHaveTitle(new RegExp(`${reply.decisionId} · SMTP\\+$`));
  await expect(decision.verdict).toContainText(reply.text);
  await expect(decision.verdict).toContainText(
    'What to do: Send as one of the user\'s verified senders ("acme.test")',
  );
  await expect(decision.header).toHaveText('From: Zoe <q@else.test>\nSubject: Hi');
  await expect(decision.ladder.getByRole('listitem')).toHaveCount(19);
  await checkPage(page);
});

test('a refusal of From is mended from its page, and the check says so', async ({
  page,
  service,
  decision,
  list,
  user,
  api,
}) => {
  const shop = await user();
  const reply = await sendMail(service.port, shop, { header: 'From: q@else.test' });
  await page.goto(`/decisions/${reply.decisionId}`);
  const add = decision.mends.getByRole('link', { name: `Add “q@else.test” to “${shop.username}”` });
  await expect(add).toHaveAttribute('href', `/lists/${list}/smtp-plus/users/${shop.id}?add=q%40else.test`);
  await decision.checkAgain.click();
  await expect(decision.outcome).toContainText('It would still be refused by from.authorized');
  await expect(decision.outcome).toContainText('No rule says anything else than before');

  await api('PATCH', `/api/lists/${list}/users/${shop.id}`, { authorizedSenders: 'q@else.test' });
  const resend = decision.mends.getByRole('button', { name: 'Resend verification to q@else.test' });
  await resend.click();
  await expect(decision.mends).toContainText('Sent; an earlier link works no more');
  await decision.checkAgain.click();
  await expect(decision.outcome).toContainText('It would now be refused at the end of DATA by from.verified');
  await expect(decision.outcome.getByRole('list', { name: 'What changed' })).toContainText(
    'from.authorized failed, passed now',
  );

  const { items } = (await api('GET', `/api/messages?list=${list}&to=q@else.test&limit=1&wait=5`)) as {
    items: { id: string }[];
  };
  const { links } = (await api('GET', `/api/messages/${items[0]!.id}/links`)) as { links: string[] };
  await page.request.post(links[0]!, { headers: { origin: new URL(links[0]!).origin } });
  await expect(decision.mends).toContainText('“q@else.test” is authorized and verified by now.');
  await decision.checkAgain.click();
  await expect(decision.outcome).toContainText('It would be accepted now');
  await decision.outcome.getByText('Every rule as of now').click();
  await expect(decision.outcome).toContainText('It failed before.');
});

test(
  'a mail client’s mistake leads to what it must be set to, and a check that cannot be made says why',
  { tag: '@narrow' },
  async ({ page, service, decision, shell, list, checkPage }) => {
    const reply = await sendMail(service.port, null);
    await page.goto(`/lists/${list}/sessions`);
    await expect(shell.heading).toHaveText('Sessions');
    await page.goto(`/decisions/${reply.decisionId}`);
    await expect(
      decision.mends.getByRole('link', { name: 'See what a mail client must be set to' }),
    ).toBeVisible();
    await expect(decision.checkAgain).toHaveAccessibleDescription(/No known user had logged in/);
    await checkPage(page);
  },
);

test(
  'an accepted mail names who granted it, and leads to message and session',
  { tag: '@narrow' },
  async ({ page, service, decision, shell, list, user }) => {
    const reply = await sendMail(service.port, await user());
    await page.goto(`/decisions/${reply.decisionId}`);
    await expect(shell.heading).toHaveText('Accepted');
    await expect(decision.verdict).toContainText('the domain “acme.test” grants it');
    await expect(page.getByRole('link', { name: 'Open in the inbox' })).toHaveAttribute(
      'href',
      new RegExp(`/lists/${list}/inbox/m_`),
    );
    await page.getByRole('link', { name: 'Open its session' }).click();
    await expect(page).toHaveURL(new RegExp(`/lists/${list}/sessions/c_`));
  },
);

test(
  'what is copied sends the mail once more, and keeps the password out',
  { tag: '@wide' },
  async ({ page, context, service, decision, user }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const shop = await user();
    const reply = await sendMail(service.port, shop, { header: 'From: q@else.test' });
    await page.goto(`/decisions/${reply.decisionId}`);
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await decision.copy('swaks');
    await expect.poll(clipboard).toContain(`swaks --server 127.0.0.1 --port ${service.port}`);
    await decision.copy('curl');
    await expect.poll(clipboard).toContain('curl --url smtp://127.0.0.1');
    expect(await clipboard()).toContain('From: q@else.test');
    expect(await clipboard()).not.toContain(shop.password);
  },
);

test(
  'a decision that is not kept says so',
  { tag: '@narrow' },
  async ({ page, shell, allowed, checkPage }) => {
    allowed.push(/404/);
    await page.goto('/decisions/d_4k7x0q2m9c3e8r5t1w6z');
    await expect(shell.heading).toHaveText('No such decision');
    await expect(page.getByText('the newest 10,000 decisions are kept')).toBeVisible();
    await checkPage(page);
  },
);

test('the keyboard alone mends and checks', { tag: '@wide' }, async ({ page, service, decision, user }) => {
  const reply = await sendMail(service.port, await user(), { header: 'From: q@else.test' });
  await page.goto(`/decisions/${reply.decisionId}`);
  await expect(decision.mends).toBeVisible();
  await page.getByRole('main').focus();
  await page.keyboard.press('Tab');
  await expect(decision.mends.getByRole('link')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(decision.checkAgain).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(decision.outcome.getByRole('heading')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(decision.outcome.getByRole('list', { name: 'Rules in order' })).toBeVisible();
});
