/** What the next hop puts off is tried again on a schedule that ends after five days; the clock of the test moves it. */

import { expect, test } from '#harness';

test.use({ hasNextHop: true, testClock: true });

test('a message that is put off is tried again after a minute, then after five', async ({
  list,
  api,
  client,
  clock,
  nextHop,
}) => {
  nextHop.says({ rcpt: () => '450 4.2.1 mailbox busy' });
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  await session.send({ from: 'sales@shop.test', to: 'jane@minute.test' });
  const tries = async (): Promise<number | undefined> => {
    const { items } = await api.getQueue({ list: list.id, state: 'deferred' });
    return items.find(({ message }) => message.rcptTo.includes('jane@minute.test'))?.delivery.tries;
  };
  await expect.poll(tries).toBe(1);
  await clock.advance('1m');
  await expect.poll(tries).toBe(2);
  nextHop.says({});
  await clock.advance('5m');
  await expect.poll(() => nextHop.receivedFor('jane@minute.test')).toHaveLength(1);
  expect(nextHop.askedFor('jane@minute.test')).toBe(3);
});

test(
  'a message that nobody takes for five days comes back',
  { tag: '@ui' },
  async ({ list, admin, client, clock, nextHop }) => {
    nextHop.says({ rcpt: () => '450 4.2.1 mailbox busy' });
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    await session.send({ from: 'sales@shop.test', to: 'jane@days.test', header: { Subject: 'Offer' } });
    await admin.delivery.goto(list.id);
    await expect(admin.delivery.row('Offer')).toContainText('Tried again later');
    await clock.advance('5d');
    await expect(admin.delivery.row('Offer')).toContainText('Not delivered');
    await admin.inbox.goto(list.id);
    await admin.inbox.open('Not delivered: Offer');
    await admin.inbox.show('Text');
    await expect(admin.inbox.panel).toContainText('not delivered in time: 450 4.2.1 mailbox busy');
  },
);
