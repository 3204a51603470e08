/** An entry authorizes exactly its own addresses: a domain not those below or above it, an address no other of its domain. */

import { expect, test } from '#harness';

const OWN = { authorizedDomains: 'shop.test; bücher.test', authorizedSenders: 'Joe.Doe+news@Solo.test' };

for (const [what, address] of [
  ['an address of the domain', 'sales@shop.test'],
  ['the domain in other case', 'Sales@SHOP.Test'],
  ['any local part of the domain, a plus in it', 'sales+spring@shop.test'],
  ['a local part in quotes', '"sales team"@shop.test'],
  ['the exact address', 'Joe.Doe+news@solo.test'],
  ['the exact address in other case', 'JOE.doe+NEWS@SOLO.test'],
  ['the IDN in A-labels', 'sales@xn--bcher-kva.test'],
  ['the IDN in A-labels of other case', 'sales@XN--BCHER-KVA.test'],
] as const)
  test(`accepts ${what}: ${address}`, async ({ list, client }) => {
    const session = await client({ user: await list.activeUser(OWN) });
    await expect(session.send({ from: address })).toBeAccepted();
  });

for (const [what, address] of [
  ['a sub-domain', 'sales@news.shop.test'],
  ['a longer name that ends like the domain', 'sales@myshop.test'],
  ['a longer name that begins like the domain', 'sales@shop.test.bank.test'],
  ['what stands above the domain', 'sales@test'],
  ['another address of an address’s domain', 'jane@solo.test'],
  ['the exact address without its plus', 'joe.doe@solo.test'],
  ['the exact address with another plus', 'joe.doe+x@solo.test'],
  ['the exact address without its dot', 'joedoe+news@solo.test'],
  ['a sub-domain of an address’s domain', 'joe.doe+news@mail.solo.test'],
  ['an IDN that looks alike', 'sales@xn--shp-ted.test'],
  ['the IDN without its dots', 'sales@bucher.test'],
  ['an address literal', 'sales@[127.0.0.1]'],
] as const)
  test(`refuses ${what}: ${address}`, async ({ list, client }) => {
    const session = await client({ user: await list.activeUser(OWN) });
    await expect(session.send({ from: address })).toBeRefusedBy('sender.authorized');
    const verdict = await session.send({ from: 'sales@shop.test', header: { From: address } });
    await expect(verdict).toBeRefusedBy('from.authorized');
  });

for (const [what, address] of [
  ['a trailing dot', 'sales@shop.test.'],
  ['two dots', 'sales@shop..test'],
  ['an underscore', 'sales@sh_op.test'],
  ['full-width letters', 'sales@ｓｈｏｐ.test'],
  ['an ideographic full stop', 'sales@shop。test'],
] as const)
  test(`refuses to read a domain with ${what}`, async ({ list, client }) => {
    const session = await client({ user: await list.activeUser(OWN) });
    const given = { mailParams: 'SMTPUTF8' };
    await expect(session.send({ from: address }, given)).toBeRefusedBy('sender.well-formed');
    const verdict = await session.send({ from: 'sales@shop.test', header: { From: address } }, given);
    await expect(verdict).toBeRefusedBy('from.well-formed');
  });

test('takes the IDN in U-labels with SMTPUTF8, and not without', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser(OWN) });
  const letter = { from: 'sales@bücher.test' };
  await expect(session.send(letter, { mailParams: 'SMTPUTF8' })).toBeAccepted();
  await expect(session.send(letter)).toBeRefusedBy('sender.well-formed');
  const header = { From: 'sales@bücher.test' };
  await expect(session.send({ from: 'sales@shop.test', header })).toBeRefusedBy('from.well-formed');
});

test('refuses letters of another script that look alike', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser(OWN) });
  const cyrillic = 'sales@shоp.test';
  const given = { mailParams: 'SMTPUTF8' };
  await expect(session.send({ from: cyrillic }, given)).toBeRefusedBy('sender.authorized');
  const verdict = await session.send({ from: 'sales@shop.test', header: { From: cyrillic } }, given);
  await expect(verdict).toBeRefusedBy('from.authorized');
});
