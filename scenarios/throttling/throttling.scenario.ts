/** Who guesses passwords is put off for a while: a user name after 8 failures in a minute, an address after 30. */

import { expect, test, type Client } from '#harness';

// Each needs a clock of its own to wait for the end of the minute.
test.use({ testClock: true });

const GUESSES = 8;

test('puts off a user name after 8 wrong passwords, the right one included', async ({ list, client }) => {
  const user = await list.activeUser();
  for (let guess = 1; guess <= GUESSES; guess++)
    await expect(tryLogin(client, { ...user, password: `guess ${guess}` })).toBeRefusedBy('auth.credentials');
  await expect(tryLogin(client, user)).toBeRefusedBy('auth.throttled');
});

test('lets the right password in again when the minute is over', async ({ list, client, clock }) => {
  const user = await list.activeUser();
  for (let guess = 1; guess <= GUESSES; guess++)
    await tryLogin(client, { ...user, password: `guess ${guess}` });
  await expect(tryLogin(client, user)).toBeRefusedBy('auth.throttled');
  await clock.advance('61s');
  const session = await client({ user });
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();
});

test('counts the failures of a name from any address, and leaves other names alone', async ({
  list,
  client,
  smtpPlus,
}) => {
  test.skip(
    !smtpPlus.host.startsWith('127.') || process.platform !== 'linux',
    'needs several addresses of its own',
  );
  const [user, other] = [await list.activeUser(), await list.activeUser()];
  for (let guess = 1; guess <= GUESSES; guess++) {
    const session = await client({ localAddress: `127.8.8.${guess}` });
    await expect(session.logIn({ ...user, password: 'guess' })).toBeRefusedBy('auth.credentials');
  }
  await expect(tryLogin(client, user)).toBeRefusedBy('auth.throttled');
  await expect(tryLogin(client, other)).toBeAccepted();
});

test('puts off an address after 30 failures under whatever names, and no other address', async ({
  list,
  client,
  smtpPlus,
}) => {
  test.skip(
    !smtpPlus.host.startsWith('127.') || process.platform !== 'linux',
    'needs several addresses of its own',
  );
  const user = await list.activeUser();
  for (let guess = 1; guess <= 30; guess++)
    await expect(
      tryLogin(client, { username: `${user.username}-${guess}`, password: 'guess' }),
    ).toBeRefusedBy('auth.credentials');
  await expect(tryLogin(client, user)).toBeRefusedBy('auth.throttled');
  const elsewhere = await client({ localAddress: '127.9.9.9' });
  await expect(elsewhere.logIn(user)).toBeAccepted();
});

test('forgives a user name whose password is reset', async ({ list, client, api }) => {
  const user = await list.activeUser();
  for (let guess = 1; guess <= GUESSES; guess++)
    await tryLogin(client, { ...user, password: `guess ${guess}` });
  await expect(tryLogin(client, user)).toBeRefusedBy('auth.throttled');
  const { password } = await api.resetPassword({ list: list.id, id: user.id });
  await expect(tryLogin(client, { ...user, password })).toBeAccepted();
});

test('forgives a user name that gave the right password in between', async ({ list, client }) => {
  const user = await list.activeUser();
  for (let round = 1; round <= 2; round++) {
    for (let guess = 1; guess < GUESSES; guess++)
      await expect(tryLogin(client, { ...user, password: 'guess' })).toBeRefusedBy('auth.credentials');
    await expect(tryLogin(client, user)).toBeAccepted();
  }
});

/** One connection, one try. */
const tryLogin = async (client: Client, user: { username: string; password: string }) =>
  (await client()).logIn(user);
