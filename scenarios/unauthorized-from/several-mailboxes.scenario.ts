/** Of several mailboxes in From each one has to be the user's own, and a Sender says which of them sends. */

import { expect, test } from '#harness';

const SENDER = { Sender: 'sales@shop.test' };

test('accepts several that are the user’s own, with a Sender', async ({ list, client }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test', authorizedSenders: 'joe@solo.test' });
  const session = await client({ user });
  const header = { ...SENDER, From: 'sales@shop.test, Joe <joe@solo.test>' };
  await expect(session.send({ from: 'sales@shop.test', header })).toBeAccepted();
});

test('refuses several without a Sender', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const verdict = await session.send({
    from: 'sales@shop.test',
    header: { From: 'sales@shop.test, joe@shop.test' },
  });
  await expect(verdict).toBeRefusedBy('from.well-formed');
  expect(verdict.reply?.text).toContain('Sender');
});

test('refuses those of which one is not the user’s own, wherever it stands, and names it', async ({
  list,
  client,
}) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  for (const From of [
    'sales@shop.test, ceo@bank.test',
    'ceo@bank.test, sales@shop.test',
    'a@shop.test, ceo@bank.test, b@shop.test',
  ]) {
    const verdict = await session.send({ from: 'sales@shop.test', header: { ...SENDER, From } });
    await expect(verdict).toBeRefusedBy('from.authorized');
    expect(verdict.reply?.text).toContain('"ceo@bank.test"');
    expect(verdict.reply?.text).not.toContain('shop.test');
  }
});

test('names each that is not the user’s own', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const header = { ...SENDER, From: 'ceo@bank.test, sales@shop.test, cfo@bank.test' };
  const verdict = await session.send({ from: 'sales@shop.test', header });
  await expect(verdict).toBeRefusedBy('from.authorized');
  expect(verdict.reply?.text).toContain('"ceo@bank.test", "cfo@bank.test"');
});

test('refuses those of which one is not verified', async ({ list, client, api }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  await api.updateUser({ list: list.id, id: user.id }, { authorizedSenders: 'joe@solo.test' });
  const session = await client({ user });
  const header = { ...SENDER, From: 'sales@shop.test, joe@solo.test' };
  await expect(session.send({ from: 'sales@shop.test', header })).toBeRefusedBy('from.verified');
});

for (const [what, From] of [
  ['a group', 'Shop: sales@shop.test, joe@shop.test;'],
  ['a group that hides another', 'Shop: sales@shop.test, ceo@bank.test;'],
  ['an empty group', 'undisclosed-recipients:;'],
  ['an empty place in the list', 'sales@shop.test,, joe@shop.test'],
  ['a list separated by semicolons', 'sales@shop.test; ceo@bank.test'],
  ['a route', '<@bank.test:sales@shop.test>'],
  ['a comment within the address', 'sales(ceo)@shop.test'],
  ['a blank within the address', 'sales @shop.test'],
  ['a fold within the address', 'sales@\r\n shop.test'],
  ['nothing', ''],
] as const)
  test(`refuses ${what} in From`, async ({ list, client }) => {
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    const verdict = await session.send({ from: 'sales@shop.test', header: { ...SENDER, From } });
    await expect(verdict).toBeRefusedBy('from.well-formed');
  });
