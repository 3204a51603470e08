/** Many lists in parallel do not see each other: users, senders, mail, sessions and events of one are no other's. */

import { expect, test, type TestList } from '#harness';

const SENDER = 'sales@shop.test';

test('six lists with the same sender address: each verifies, sends and receives for itself', async ({
  list,
  api,
  client,
  mailbox,
  events,
}) => {
  const others = await Promise.all([1, 2, 3, 4, 5].map((n) => list.another(`list ${n}`)));
  const lists = [list, ...others];
  const sends = async (one: TestList, n: number) => {
    const heard = await events(one.id);
    const verified = n % 2 === 0;
    const user = await (verified ? one.activeUser : one.user)({ authorizedSenders: SENDER });
    const session = await client({ user });
    const subject = `from list ${n}`;
    const verdict = verified
      ? await session.send({ from: SENDER, to: 'jane@else.test', header: { Subject: subject } })
      : session.login;
    await session.quit();
    return { one, verified, user, verdict, subject, heard };
  };
  const all = await Promise.all(lists.map(sends));

  for (const { one, verified, user, verdict, subject, heard } of all) {
    await (verified ? expect(verdict).toBeAccepted() : expect(verdict).toBeRefusedBy('user.active'));
    expect((await one.sender(SENDER)).status).toBe(verified ? 'verified' : 'pending');
    const { items: users } = await api.getUsers({ list: one.id });
    expect(users.map(({ username }) => username)).toEqual([user.username]);
    const mails = await mailbox.of(one).messages();
    expect(mails.map((mail) => mail.subject)).toEqual(verified ? [subject] : []);
    const { items: sessions } = await api.getSessions({ list: one.id });
    expect(sessions.map(({ username }) => username)).toEqual([user.username]);
    const { items: decisions } = await api.getDecisions({ list: one.id });
    expect(decisions.map(({ id }) => id)).toEqual([verdict.decisionId]);
    await heard.until('event: session', sessions[0]?.id ?? '');
    for (const other of lists) expect(heard.text().includes(other.id), other.id).toBe(other === one);
  }
});

test('what belongs to one list cannot be reached through another', async ({ list, http }) => {
  const other = await list.another();
  const user = await list.user({ authorizedSenders: SENDER });
  const sender = await list.sender(SENDER);
  const through = `/api/lists/${other.id}`;
  const body = { note: 'from elsewhere' };
  for (const answer of [
    await http(`GET ${through}/users/${user.id}`),
    await http(`PATCH ${through}/users/${user.id}`, { body }),
    await http(`DELETE ${through}/users/${user.id}`),
    await http(`POST ${through}/users/${user.id}/reset-password`),
    await http(`POST ${through}/senders/${sender.id}/resend`),
  ])
    expect([answer.status, answer.problem]).toEqual([404, 'not-found']);
  const { text } = await http(`GET /api/lists/${list.id}/users/${user.id}`);
  expect(JSON.parse(text)).toMatchObject({ note: '', passwordChangedAt: user.passwordChangedAt });
});

test('a user name is one user’s, over all lists', async ({ list }) => {
  const other = await list.another();
  const { username } = await list.user();
  await expect(other.user({ username: username.toUpperCase() })).rejects.toMatchObject({
    status: 409,
    type: 'username-taken',
  });
});

test('a list that is deleted takes its users along, and those of others send on', async ({
  list,
  api,
  client,
  mailbox,
}) => {
  const other = await list.another();
  const [mine, theirs] = [await list.activeUser(), await other.activeUser()];
  const [session, gone] = [await client({ user: mine }), await client({ user: theirs })];
  await expect(gone.send({ from: SENDER })).toBeAccepted();
  await api.deleteList({ list: other.id });
  // Its decision went with the list, so that there is nothing to look up.
  expect(await gone.send({ from: SENDER })).toMatchObject({ rule: 'auth.credentials', accepted: false });
  await expect(session.send({ from: SENDER, to: 'jane@else.test' })).toBeAccepted();
  await expect(mailbox).toHaveArrivedAt('jane@else.test');
});

test(
  'a person changes from list to list, and sees each by itself',
  { tag: '@ui' },
  async ({ list, admin, client }) => {
    const other = await list.another(`Other ${list.id.slice(-8)}`);
    const [mine, theirs] = [await list.activeUser(), await other.user()];
    await (await client({ user: mine })).send({ from: SENDER, header: { Subject: 'only here' } });

    await admin.smtpPlus.goto(list.id);
    await expect(admin.smtpPlus.user(mine.username)).toBeVisible();
    await admin.shell.link('Inbox').click();
    await expect(admin.inbox.row('only here')).toBeVisible();

    await admin.shell.chooseList(other.name);
    await expect(admin.shell.main).toContainText('No message yet');
    await admin.shell.link('SMTP+').click();
    await expect(admin.smtpPlus.user(theirs.username)).toBeVisible();
    await expect(admin.smtpPlus.user(mine.username)).toBeHidden();
  },
);
