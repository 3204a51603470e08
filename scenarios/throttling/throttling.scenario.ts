/** Who guesses passwords is put off for a while: a user name after 8 failures in a minute. */

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

/** One connection, one try. */
const tryLogin = async (client: Client, user: { username: string; password: string }) =>
  (await client()).logIn(user);
