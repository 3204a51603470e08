/** A message has 25 MiB at most, whatever size it was declared to have; one of exactly that goes through. */

import { expect, test } from '#harness';

const MAX = 26_214_400;

test('states its limit in EHLO', async ({ client }) => {
  expect((await client()).offers).toContain(`SIZE ${MAX}`);
});

test('accepts a message of exactly 25 MiB', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const verdict = await session.send({
    from: 'sales@shop.test',
    message: messageOf(MAX),
    to: 'jane@else.test',
  });
  await expect(verdict).toBeAccepted();
  expect((await verdict.arrivedAt('jane@else.test'))?.size).toBeGreaterThanOrEqual(MAX);
});

for (const [how, mailParams] of [
  ['without a size', ''],
  ['as a small one', 'SIZE=1000'],
] as const)
  test(`refuses one byte more at the end of DATA where it was declared ${how}, and goes on`, async ({
    list,
    client,
    mailbox,
  }) => {
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    const letter = { from: 'sales@shop.test', message: messageOf(MAX + 1), to: 'jane@else.test' };
    await expect(session.send(letter, { mailParams })).toBeRefusedBy('message.size');
    await expect(mailbox).not.toHaveArrivedAt('jane@else.test');
    await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();
  });

test('refuses a size that is declared too large before anything is sent', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const declared = { mailParams: `SIZE=${MAX + 1}` };
  await expect(session.send({ from: 'sales@shop.test' }, declared)).toBeRefusedBy('message.size');
});

/** A message of so many bytes, in lines of a hundred. */
const messageOf = (bytes: number): Uint8Array => {
  const head = 'From: sales@shop.test\r\nSubject: large\r\n\r\n';
  const line = `${'x'.repeat(98)}\r\n`;
  const rest = bytes - head.length - 2;
  const body = line.repeat(Math.floor(rest / line.length)) + 'x'.repeat(rest % line.length);
  return new TextEncoder().encode(`${head}${body}\r\n`);
};
