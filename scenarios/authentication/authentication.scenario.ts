/** Who a user is: its name without regard to ASCII case, its password to the letter, on every port and under TLS. */

import { expect, test } from '#harness';

test('takes a user name in any case, and a password in its own alone', async ({ list, client }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const shouted = { username: user.username.toUpperCase(), password: user.password };
  const session = await client({ user: shouted });
  await expect(session.login).toBeAccepted();
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();

  const wrong = { username: user.username, password: user.password.toUpperCase() };
  await expect((await client({ user: wrong })).login).toBeRefusedBy('auth.credentials');
});

for (const mechanism of ['PLAIN', 'LOGIN'] as const)
  for (const tls of ['none', 'starttls'] as const)
    test(`takes ${mechanism} ${tls === 'none' ? 'in plain text' : 'under TLS'}`, async ({ list, client }) => {
      const user = await list.activeUser({ authorizedDomains: 'shop.test' });
      const session = await client({ user, mechanism, tls });
      await expect(session.login).toBeAccepted();
    });

test('says the same of an unknown user, a deleted one and a wrong password', async ({
  list,
  client,
  api,
}) => {
  const [user, deleted] = [await list.activeUser(), await list.user()];
  await api.deleteUser({ list: list.id, id: deleted.id });
  const texts = [];
  for (const login of [
    { username: user.username, password: 'wrong' },
    { username: user.username, password: '' },
    { username: 'nobody-of-this-name', password: user.password },
    deleted,
  ]) {
    const session = await client({ user: login });
    await expect(session.login).toBeRefusedBy('auth.credentials');
    texts.push(session.login.reply?.text.replace(/ d_\w+/, ''));
  }
  expect(new Set(texts).size).toBe(1);
});

test('a login of another than the one who is named is none', async ({ list, client }) => {
  const [user, other] = [await list.activeUser(), await list.activeUser({ authorizedDomains: 'else.test' })];
  const session = await client();
  const asOther = `${other.username}\0${user.username}\0${user.password}`;
  await expect(session.say(`AUTH PLAIN ${Buffer.from(asOther).toString('base64')}`)).toBeRefusedBy(
    'auth.credentials',
  );
});
