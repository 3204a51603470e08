/** A domain is verified by its postmaster, and for its own addresses alone: each level of a name is a sender of its own. */

import { expect, test } from '#harness';

const LEVELS = ['shop.test', 'news.shop.test', 'eu.news.shop.test'] as const;

for (const verified of LEVELS)
  test(`a yes for ${verified} is a yes for no level above or below`, async ({
    list,
    api,
    client,
    mailbox,
  }) => {
    const user = await list.user({ authorizedDomains: LEVELS.join(';') });
    for (const level of LEVELS)
      expect((await mailbox.waitFor({ to: `postmaster@${level}` })).subject).toContain(level);

    await list.verify(verified);
    await api.updateUser({ list: list.id, id: user.id }, { active: true });
    const session = await client({ user });
    await expect(session.send({ from: `sales@${verified}` })).toBeAccepted();
    for (const other of LEVELS.filter((level) => level !== verified))
      await expect(session.send({ from: `sales@${other}` })).toBeRefusedBy('sender.verified');
  });

test('a verified domain covers no sub-domain that is not named, and no domain that contains it', async ({
  list,
  client,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'news.shop.test' });
  const session = await client({ user });
  await expect(session.send({ from: 'a@NEWS.shop.test' })).toBeAccepted();
  for (const other of ['shop.test', 'eu.news.shop.test', 'othernews.shop.test', 'news.shop.test.evil.test'])
    await expect(session.send({ from: `a@${other}` })).toBeRefusedBy('sender.authorized');
});

test('a yes for an address is for that address alone, a yes for a domain for each of its addresses', async ({
  list,
  client,
}) => {
  const address = await list.activeUser({ authorizedSenders: 'owner@shop.test' });
  const session = await client({ user: address });
  await expect(session.send({ from: 'owner@shop.test' })).toBeAccepted();
  await expect(session.send({ from: 'other@shop.test' })).toBeRefusedBy('sender.authorized');

  const domain = await list.activeUser({ authorizedDomains: 'else.test' });
  await expect((await client({ user: domain })).send({ from: 'anyone@else.test' })).toBeAccepted();
});
