/** What is accepted goes on to the next hop, and a person sees its way there: queued, tried, delivered or come back. */

import { expect, test } from '#harness';

test.use({ hasNextHop: true });

test(
  'a message that the next hop puts off waits in the queue, is tried at once by “Retry now”, and tells its way',
  { tag: '@ui' },
  async ({ list, admin, client, nextHop, api }) => {
    // It takes its time over the first message, then says that it is busy.
    const answer = Promise.withResolvers<string>();
    nextHop.says({ end: () => answer.promise });
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    const verdict = await session.send({
      ...{ from: 'sales@shop.test', to: 'jane@slow.test', header: { Subject: 'Offer' } },
    });
    await expect(verdict).toBeAccepted();

    const { delivery } = admin;
    await delivery.goto(list.id);
    await expect(delivery.row('Offer')).toContainText('Queued');
    answer.resolve('451 4.3.0 busy, come back later');
    await expect(delivery.row('Offer')).toContainText('Tried again later');
    await expect(delivery.row('Offer')).toContainText('451 4.3.0 busy, come back later');
    expect(nextHop.receivedFor('jane@slow.test')).toEqual([]);

    nextHop.says({ end: () => '250 2.0.0 taken as 4711' });
    await delivery.row('Offer').getByRole('button', { name: 'Retry now' }).click();
    await expect(delivery.row('Offer')).toContainText('Delivered');
    await expect(delivery.row('Offer').getByRole('button')).toHaveCount(0);

    await delivery.row('Offer').getByRole('link', { name: 'Offer' }).click();
    await expect(delivery.way).toContainText('Delivered');
    await delivery.way.getByText('Tried 2 times').click();
    await expect(delivery.way.getByRole('listitem').filter({ hasText: /accepted and queued/ })).toBeVisible();
    await expect(delivery.way).toContainText(/451 4\.3\.0 busy, come back later.*250 2\.0\.0 taken as 4711/s);

    // Once, and byte for byte as it is stored.
    const { id = '' } = (await verdict.arrivedAt('jane@slow.test')) ?? {};
    const content = await api.getRawMessage({ id });
    expect(nextHop.receivedFor('jane@slow.test')).toEqual([
      { from: 'sales@shop.test', to: ['jane@slow.test'], content },
    ]);
  },
);

test(
  'what the next hop refuses for good comes back as a bounce to the inbox of the list, with its words',
  { tag: '@ui' },
  async ({ list, admin, client, nextHop }) => {
    nextHop.says({ rcpt: (address) => (address === 'jane@gone.test' ? '550 5.1.1 no such user' : '250 ok') });
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    const to = ['jane@gone.test', 'john@else.test'];
    await expect(session.send({ from: 'sales@shop.test', to, header: { Subject: 'Offer' } })).toBeAccepted();

    await admin.delivery.goto(list.id);
    await expect(admin.delivery.row('Offer')).toContainText('Not delivered');
    await expect(admin.delivery.row('Offer')).toContainText('550 5.1.1 no such user');
    // The others have it.
    expect(nextHop.receivedFor('john@else.test')).toHaveLength(1);

    await admin.inbox.goto(list.id);
    await admin.inbox.open('Not delivered: Offer');
    await admin.inbox.show('Text');
    await expect(admin.inbox.panel).toContainText('jane@gone.test');
    await expect(admin.inbox.panel).toContainText('550 5.1.1 no such user');
    await expect(admin.inbox.panel).not.toContainText('john@else.test');
    // It is for who runs the list: to the next hop it does not go.
    await expect(admin.delivery.way).toHaveCount(0);
    expect(nextHop.receivedFor('sales@shop.test')).toEqual([]);
  },
);

test(
  'a message that is given up is not tried any more, and its sender is told',
  { tag: '@ui' },
  async ({ list, admin, client, nextHop, api }) => {
    nextHop.says({ rcpt: () => '450 4.2.1 mailbox busy' });
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    await session.send({ from: 'sales@shop.test', to: 'jane@up.test', header: { Subject: 'Offer' } });

    const { delivery } = admin;
    await delivery.goto(list.id, 'deferred');
    await delivery.row('Offer').getByRole('button', { name: 'Give up' }).click();
    await expect(delivery.giveUpDialog).toContainText('its sender is told');
    await delivery.giveUpDialog.getByRole('button', { name: 'Give up' }).click();
    await expect(delivery.rows.filter({ hasText: 'Offer' })).toHaveCount(0);
    expect(nextHop.askedFor('jane@up.test')).toBe(1);

    await admin.inbox.goto(list.id);
    await admin.inbox.open('Not delivered: Offer');
    await admin.inbox.show('Text');
    await expect(admin.inbox.panel).toContainText('given up by hand; the last try: 450 4.2.1 mailbox busy');

    // There is nothing left to try.
    const { items } = await api.getMessages({ list: list.id, to: 'jane@up.test' });
    await expect(api.retryDelivery({ id: items[0]?.id ?? '' })).rejects.toMatchObject({ status: 409 });
  },
);

test('each recipient has an answer: one has it, one is asked again, and nobody gets it twice', async ({
  list,
  client,
  nextHop,
  api,
}) => {
  nextHop.says({ rcpt: (address) => (address === 'b@two.test' ? '450 4.7.1 greylisted' : '250 ok') });
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const verdict = await session.send({ from: 'sales@shop.test', to: ['a@one.test', 'b@two.test'] });
  const { id = '' } = (await verdict.arrivedAt('a@one.test')) ?? {};
  const states = async () =>
    (await api.getMessage({ id })).delivery?.recipients.map(({ state, reply }) => `${state}: ${reply}`);
  await expect.poll(states).toEqual(['delivered: 250 2.0.0 taken', 'pending: 450 4.7.1 greylisted']);
  nextHop.says({});
  await api.retryDelivery({ id });
  await expect.poll(states).toEqual(['delivered: 250 2.0.0 taken', 'delivered: 250 2.0.0 taken']);
  expect([nextHop.askedFor('a@one.test'), nextHop.askedFor('b@two.test')]).toEqual([1, 2]);
});

test('what the policy refuses never comes to the next hop', async ({ list, client, nextHop }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const header = { From: 'ceo@bank.test' };
  await expect(session.send({ from: 'sales@shop.test', to: 'jane@refused.test', header })).toBeRefusedBy(
    'from.authorized',
  );
  // What is accepted after it comes there.
  await session.send({ from: 'sales@shop.test', to: 'john@else-where.test' });
  await expect.poll(() => nextHop.receivedFor('john@else-where.test')).toHaveLength(1);
  expect(nextHop.askedFor('jane@refused.test')).toBe(0);
});
