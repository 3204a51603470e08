/** A client that says nothing for too long is told so and let go. */

import { expect, test } from '#harness';

// Five minutes are what it grants; here a second, since it goes by the real time, which no test can move.
test.use({ patience: { command: 1000, message: 600_000 } });

test('lets a client go that says nothing', async ({ client }) => {
  const session = await client({ silent: true });
  expect((await session.reply('(silence)')).reply).toMatchObject({ code: 421, enhanced: '4.4.2' });
  await session.closed;
});
