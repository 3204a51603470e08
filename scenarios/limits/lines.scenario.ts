/** Lines and header blocks have bounds: what is longer is refused where readers differ about it, and taken where they do not. */

import { expect, test } from '#harness';

test('hangs up on a command line of more than 12,288 octets, and takes one of exactly that', async ({
  client,
}) => {
  const session = await client();
  expect((await session.say(`NOOP ${'x'.repeat(12_288 - 'NOOP '.length)}`)).reply).toMatchObject({
    code: 250,
  });
  expect((await session.say(`NOOP ${'x'.repeat(12_289 - 'NOOP '.length)}`)).reply).toMatchObject({
    code: 421,
  });
  await session.closed;
});

test('refuses a From in a line of more than 998 octets, and takes it folded', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const words = Array.from({ length: 200 }, () => 'word');
  const inOneLine = { From: `${words.join(' ')} <sales@shop.test>` };
  await expect(session.send({ from: 'sales@shop.test', header: inOneLine })).toBeRefusedBy(
    'from.well-formed',
  );
  const folded = { From: `${words.join('\r\n ')} <sales@shop.test>` };
  await expect(session.send({ from: 'sales@shop.test', header: folded })).toBeAccepted();
});

test('refuses a header block of more than 256 KiB', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const send = (fields: number) =>
    session.send({
      from: 'sales@shop.test',
      header: { 'X-Note': Array.from({ length: fields }, () => 'x'.repeat(1014)) },
    });
  // With name, colon and line end a field has 1,024 octets.
  await expect(send(250)).toBeAccepted();
  await expect(send(257)).toBeRefusedBy('from.well-formed');
});

test('takes a line of any length in the body, and changes nothing of it', async ({
  list,
  client,
  mailbox,
}) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const body = 'x'.repeat(100_000);
  await expect(session.send({ from: 'sales@shop.test', to: 'jane@else.test', body })).toBeAccepted();
  expect((await mailbox.open({ to: 'jane@else.test' })).text?.trim()).toBe(body);
});
