/** SMTP+ serves port 25 and 1025 to 5000, each in plain text and with STARTTLS, and no other. */

import { expect, sampledPorts, test } from '#harness';

test.use({ ports: sampledPorts(12) });

for (const tls of ['none', 'starttls'] as const)
  test(`takes a message ${tls === 'none' ? 'in plain text' : 'with STARTTLS'} on the ends of the range and between`, async ({
    list,
    client,
    smtpPlus,
    mailbox,
  }) => {
    const user = await list.activeUser({ authorizedDomains: 'shop.test' });
    for (const port of smtpPlus.ports)
      await test.step(`port ${port}`, async () => {
        const session = await client({ user, tls, port });
        await expect(session.send({ from: 'sales@shop.test', to: `port-${port}@else.test` })).toBeAccepted();
        await session.quit();
      });
    const arrived = await mailbox.messages();
    expect(arrived.map(({ rcptTo }) => rcptTo[0])).toEqual(
      smtpPlus.ports.map((port) => `port-${port}@else.test`).toReversed(),
    );
  });

test('serves port 25 where it has the right to', async ({ list, client, smtpPlus }) => {
  const taken = smtpPlus.unavailable.find(({ port }) => port === 25);
  test.skip(taken !== undefined, `port 25 is ${taken?.why}`);
  const session = await client({ user: await list.activeUser(), port: 25 });
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();
});

test('serves each port or says what keeps it from it', async ({ smtpPlus, ports, api }) => {
  const { smtp } = await api.getHealth();
  const named = smtp.unavailable.map(({ port }) => port);
  expect([...smtpPlus.ports, ...named].toSorted((a, b) => a - b)).toEqual(ports);
  for (const { port, why } of smtp.unavailable)
    expect(why, `port ${port}`).toMatch(/^(in use by another program|not permitted: .+)$/);
});

test('tells a mail client of 25 and 1025 to 5000', async ({ list, api }) => {
  const { ports } = await api.getSettings({ list: list.id });
  expect(ports).toEqual([
    { from: 25, to: 25 },
    { from: 1025, to: 5000 },
  ]);
});
