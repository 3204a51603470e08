/** A message goes to a hundred recipients at most; further ones are put off, and the hundred still get it. */

import { expect, test } from '#harness';

test('refuses recipient 101, and the hundred before it get the message', async ({
  list,
  client,
  mailbox,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  const session = await client({ user });
  await session.say('MAIL FROM:<sales@shop.test>');
  const hundred = Array.from({ length: 100 }, (_, n) => `RCPT TO:<reader-${n + 1}@else.test>`);
  for (const verdict of await session.pipeline(hundred)) await expect(verdict).toBeAccepted();

  await expect(session.say('RCPT TO:<reader-101@else.test>')).toBeRefusedBy('recipient.limit');

  await session.say('DATA');
  session.write('From: sales@shop.test\r\nSubject: to a hundred\r\n\r\nHello.\r\n.\r\n', '(message)');
  await expect(session.reply('the message')).toBeAccepted();
  await expect(mailbox).toHaveArrivedAt('reader-100@else.test');
  await expect(mailbox).not.toHaveArrivedAt('reader-101@else.test');
});
