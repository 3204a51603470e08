import { startMailServer, type MailServer } from '../../fixtures/next-hop/server.ts';
import { DeliveryPage } from '../../harness/pages/delivery.ts';
import { startTestService, type TestService } from '../../test/service.ts';
import { ensureBuilt } from '../build.ts';
import { expect, test as base } from './fixtures.ts';
import { sendMail } from './smtp.ts';

/** What the next hop says to whom, until a test tells it else. */
const SAYS: Partial<Record<string, string>> = {
  'slow@c.test': '450 4.2.1 mailbox busy',
  'gone@c.test': '550 5.1.1 no such user',
};

const test = base.extend<{ delivery: DeliveryPage }, { hop: MailServer; service: TestService }>({
  hop: [
    async ({}, provide) => {
      const hop = await startMailServer();
      await provide(hop);
      await hop.stop();
    },
    { scope: 'worker' },
  ],
  service: [
    async ({ hop }, provide) => {
      const to = {
        host: hop.host,
        port: hop.port,
        implicitTls: false,
        tls: 'offered',
        auth: null,
        connections: 2,
      } as const;
      const service = await startTestService(
        { nextHop: { kind: 'smtp', hop: to, expiryMs: 86_400_000 } },
        { webFolder: await ensureBuilt() },
      );
      await provide(service);
      await service.stop(500);
    },
    { scope: 'worker' },
  ],
  delivery: async ({ page, hop }, provide) => {
    hop.script = { rcpt: (address) => SAYS[address] ?? '250 2.1.5 Ok' };
    await provide(new DeliveryPage(page));
  },
});

// One after the other: a worker of its own, with service and next hop, for each takes longer than the tests.
test.describe.configure({ mode: 'default' });

test('the queue shows each message by its state, live, with what the next hop said', async ({
  page,
  service,
  delivery,
  shell,
  list,
  user,
  hop,
  checkPage,
}) => {
  const sender = await user();
  await delivery.goto(list);
  await expect(shell.heading).toHaveText('Delivery');
  await expect(delivery.row('Verify acme.test')).toContainText('Delivered');
  await sendMail(service.port, sender, { to: 'slow@c.test', header: 'From: a@acme.test\r\nSubject: Waits' });
  await expect(delivery.row('Waits')).toContainText('Tried again later');
  await expect(delivery.row('Waits')).toContainText('450 4.2.1 mailbox busy');
  await sendMail(service.port, sender, { to: 'gone@c.test', header: 'From: a@acme.test\r\nSubject: Lost' });
  await expect(delivery.row('Lost')).toContainText('550 5.1.1 no such user');
  await expect(delivery.hop).toContainText(`127.0.0.1:${hop.port} was reached`);
  await checkPage(page);

  await delivery.states.getByRole('link', { name: 'Tried again later 1' }).click();
  await expect(delivery.rows).toHaveCount(1);
  await expect(page).toHaveURL(/\?state=deferred$/);
  hop.script = {};
  await delivery.row('Waits').getByRole('button', { name: 'Retry now' }).click();
  await expect(page.getByRole('heading', { name: 'No message is “Tried again later”' })).toBeVisible();
  await expect(delivery.states.getByRole('link', { name: 'Delivered 2' })).toBeVisible();
  await checkPage(page);
});

test('a message tells its way, and is given up on its page: its sender gets a bounce', async ({
  page,
  service,
  delivery,
  list,
  user,
  api,
  checkPage,
}) => {
  const sender = await user();
  const to = ['b@c.test', 'slow@c.test'];
  await sendMail(service.port, sender, { to, header: 'From: a@acme.test\r\nSubject: Partly' });
  const { items } = (await api('GET', `/api/messages?list=${list}&to=slow@c.test`)) as {
    items: { id: string }[];
  };
  await page.goto(`/lists/${list}/inbox/${items[0]?.id ?? ''}`);
  await expect(delivery.way).toContainText('Tried again later');
  await delivery.way.getByText('Tried once, delivered to 1 of 2 recipients').click();
  await expect(delivery.way).toContainText('450 4.2.1 mailbox busy');
  await expect(delivery.way).toContainText('250 2.0.0 taken');
  await checkPage(page);
  await delivery.way.getByRole('button', { name: 'Give up' }).click();
  await expect(delivery.giveUpDialog).toContainText('its sender is told');
  await delivery.giveUpDialog.getByRole('button', { name: 'Give up' }).click();
  await expect(delivery.way).toContainText('Not delivered');
  await expect(delivery.way.getByRole('button', { name: 'Retry now' })).toBeHidden();
  await page.goto(`/lists/${list}/inbox?q=partly`);
  await page.getByRole('link', { name: /Not delivered: Partly/ }).click();
  await expect(page.getByRole('article', { name: 'Message' })).toContainText('given up by hand');
});

test('the page is in the navigation with a next hop', { tag: '@wide' }, async ({ page, list }) => {
  await page.goto(`/lists/${list}/inbox`);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Delivery' }).click();
  await expect(page).toHaveURL(`/lists/${list}/delivery`);
});

base('without a next hop there is no Delivery to go to', { tag: '@wide' }, async ({ page, list, shell }) => {
  await page.goto(`/lists/${list}/delivery`);
  await expect(page.getByRole('heading', { name: 'Messages stay in the inbox' })).toBeVisible();
  await expect(shell.heading).toHaveText('Delivery');
  await expect(page.getByRole('link', { name: 'Delivery' })).toHaveCount(0);
});
