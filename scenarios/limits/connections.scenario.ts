/** A client beyond those that can be served is put off, and served once another has left. */

import { expect, test } from '#harness';

test.use({ maxClients: 3 });

test('puts off a client beyond those that can be served, and serves it when another leaves', async ({
  smtpPlus,
  client,
}) => {
  const served = [];
  let next = await client({ silent: true });
  for (; next.greeting.accepted; next = await client({ silent: true })) served.push(next);
  expect(next.greeting.reply).toMatchObject({ code: 421, enhanced: '4.3.2' });
  await next.closed;
  // Of the clients of an earlier test some may still be on their way out.
  expect(served.length).toBeLessThanOrEqual(3);

  // Once, however many are put off.
  expect(smtpPlus.takeComplaints()).toEqual([
    '3 SMTP clients are connected: further ones are put off (421) until some leave',
  ]);

  await served[0]?.quit();
  await expect.poll(async () => (await client({ silent: true })).greeting.reply?.code).toBe(220);
});
