/** A client that only makes trouble is let go; one that has logged in may take its time. */

import { expect, test } from '#harness';

test('lets a client go at its 10th unknown command in a row', async ({ client }) => {
  const session = await client();
  for (let n = 1; n < 10; n++)
    expect((await session.say('WHATEVER')).reply, `command ${n}`).toMatchObject({ code: 500 });
  expect((await session.say('WHATEVER')).reply).toMatchObject({ code: 421 });
  await session.closed;
});

test('lets a client go at its 51st command without a login', async ({ client }) => {
  const session = await client();
  for (let n = 2; n <= 50; n++)
    expect((await session.say('NOOP')).reply, `command ${n}`).toMatchObject({ code: 250 });
  expect((await session.say('NOOP')).reply).toMatchObject({ code: 421, enhanced: '4.7.0' });
  await session.closed;
});

test('a client that has logged in may go on for as long as it likes', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  for (const { reply } of await session.pipeline(Array.from({ length: 100 }, () => 'NOOP')))
    expect(reply).toMatchObject({ code: 250 });
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();
});
