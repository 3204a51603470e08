/** The effective priority is the higher of the user's and the message's own; the recipient's mail client shows it. */

import { expect, test, type Letter } from '#harness';

test(
  'a user of very high priority: the recipient sees it on a message that says otherwise',
  { tag: '@ui' },
  async ({ list, admin, client }) => {
    const user = await list.activeUser({ authorizedDomains: 'shop.test' });
    await admin.userForm.goto(list.id, user.id);
    await admin.userForm.priority.selectOption('very high');
    await admin.userForm.save.click();
    await expect(admin.userForm.news).toContainText('Saved.');

    const session = await client({ user });
    await session.send({ from: 'sales@shop.test', header: { Subject: 'urgent', 'X-Priority': '5' } });

    await admin.inbox.goto(list.id);
    await expect(admin.inbox.row('urgent')).toContainText('Very high priority');
    await admin.inbox.open('urgent');
    await admin.inbox.show('Headers');
    await expect(admin.inbox.panel).toContainText(/X-Priority\s*1 \(Highest\)/);
    await expect(admin.inbox.panel).toContainText(/X-MSMail-Priority\s*High/);
    await expect(admin.inbox.panel).toContainText(/Importance\s*High/);
  },
);

/** What a message says of itself, and the priority that this is; null where it says nothing. */
const OWN: readonly [header: Letter['header'], own: number | null][] = [
  [{}, null],
  [{ 'X-Priority': '1 (Highest)' }, 1],
  [{ 'X-Priority': '3' }, 3],
  [{ 'X-Priority': '5 (Lowest)' }, 5],
  [{ Importance: 'high' }, 2],
  [{ Importance: 'Low' }, 4],
  [{ Priority: 'urgent' }, 2],
  [{ Priority: 'non-urgent' }, 4],
  [{ 'X-Priority': '5', Importance: 'high' }, 2],
  [{ 'X-Priority': 'whatever' }, null],
];

for (const theirs of [1, 2, 3, 4, 5] as const)
  test(`of a user of priority ${theirs} and what the message says, the higher one is written to it`, async ({
    list,
    api,
    client,
  }) => {
    const user = await list.activeUser({ authorizedDomains: 'shop.test', priority: theirs });
    const session = await client({ user });
    for (const [header = {}, own] of OWN) {
      const said = JSON.stringify(header);
      const verdict = await session.send({ from: 'sales@shop.test', to: 'jane@else.test', header });
      const { id = '' } = (await verdict.arrivedAt('jane@else.test')) ?? {};
      const message = await api.getMessage({ id });
      const effective = Math.min(theirs, own ?? theirs);
      const written = message.headers.filter(({ name }) => name.toLowerCase() === 'x-priority');
      expect(message.priority, said).toBe(effective);
      expect(
        written.map(({ value }) => Number(value[0])),
        said,
      ).toEqual([effective]);
    }
  });

test('a new priority holds from the next message on, in a session that is logged in', async ({
  list,
  api,
  client,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test', priority: 4 });
  const session = await client({ user });
  const before = await session.send({ from: 'sales@shop.test' });
  await api.updateUser({ list: list.id, id: user.id }, { priority: 2 });
  const after = await session.send({ from: 'sales@shop.test' });
  expect((await before.arrivedAt('customer@receiver.test'))?.priority).toBe(4);
  expect((await after.arrivedAt('customer@receiver.test'))?.priority).toBe(2);
});

test('the inbox is in order of arrival, newest first, whatever the priority', async ({
  list,
  client,
  mailbox,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test', priority: 5 });
  const session = await client({ user });
  for (const own of ['3', '1', '5', '2'])
    await expect(
      session.send({ from: 'sales@shop.test', header: { Subject: own, 'X-Priority': own } }),
    ).toBeAccepted();
  const subjects = (await mailbox.messages()).map(({ subject }) => subject);
  expect(subjects).toEqual(['2', '5', '1', '3']);
});

test('a priority that is none is refused, with those that there are', async ({ list, http }) => {
  for (const priority of [0, 6, 1.5, '1', null]) {
    const answer = await http(`POST /api/lists/${list.id}/users`, { body: { priority } });
    expect(answer.status, String(priority)).toBe(422);
    expect(answer.text).toContain('1 (very high)');
  }
});
