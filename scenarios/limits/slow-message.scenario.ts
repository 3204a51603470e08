/** A message that does not come to its end is not waited for for ever, and nothing of it is kept. */

import { expect, test } from '#harness';

// Ten minutes are what it grants; here a second, since it goes by the real time, which no test can move.
test.use({ patience: { command: 600_000, message: 1000 } });

test('lets a client go that stops within a message', async ({ list, client, mailbox }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const begun = ['MAIL FROM:<sales@shop.test>', 'RCPT TO:<jane@else.test>', 'DATA'];
  await session.pipeline(begun);
  session.write('From: sales@shop.test\r\n\r\nHello', '(the beginning of a message)');
  expect((await session.reply('(silence)')).reply).toMatchObject({ code: 421, enhanced: '4.4.2' });
  await session.closed;
  await expect(mailbox).not.toHaveArrivedAt('jane@else.test');
});
