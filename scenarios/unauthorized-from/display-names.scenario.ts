/** A display name shows nobody else: what a reader, or a lenient program, would take for another address is refused. */

import { expect, test } from '#harness';

for (const [how, From] of [
  ['in quotes', '"ceo@bank.test" <sales@shop.test>'],
  ['without quotes', 'ceo@bank.test <sales@shop.test>'],
  ['in brackets within the quotes', '"The CEO <ceo@bank.test>" <sales@shop.test>'],
  ['in brackets of its own', '<ceo@bank.test> <sales@shop.test>'],
  ['behind a backslash', String.raw`"ceo\@bank.test" <sales@shop.test>`],
  ['in an encoded word', '=?utf-8?q?ceo=40bank.test?= <sales@shop.test>'],
  ['in base64', '=?utf-8?b?Y2VvQGJhbmsudGVzdA==?= <sales@shop.test>'],
  ['over two encoded words', '=?utf-8?q?ceo=40?= =?utf-8?q?bank.test?= <sales@shop.test>'],
  ['in an encoded word in quotes', '"=?utf-8?q?ceo=40bank.test?=" <sales@shop.test>'],
  ['with a full-width @', '=?utf-8?b?Y2Vv77ygYmFuay50ZXN0?= <sales@shop.test>'],
  ['with blanks around the @', '"ceo @ bank.test" <sales@shop.test>'],
  ['in a comment', 'sales@shop.test (ceo@bank.test)'],
  ['in a comment before the address', '(ceo@bank.test) Sales <sales@shop.test>'],
  ['behind a change of the direction of writing', '=?utf-8?b?4oCudHNldC5rbmFi?= <sales@shop.test>'],
] as const)
  test(`refuses a From that shows another address ${how}`, async ({ list, client }) => {
    const user = await list.activeUser({ authorizedDomains: 'shop.test' });
    const session = await client({ user });
    const verdict = await session.send({ from: 'sales@shop.test', header: { From } });
    await expect(verdict).toBeRefusedBy('from.well-formed');
  });

for (const [how, From] of [
  ['of one word', 'Sales <sales@shop.test>'],
  ['in quotes, with a comma', '"Shop, Sales" <sales@shop.test>'],
  ['of some words and quotes', 'Joe "Boss" Doe <sales@shop.test>'],
  ['in an encoded word', '=?utf-8?q?J=C3=B6rg?= <sales@shop.test>'],
  ['that is the address itself', '"sales@shop.test" <sales@shop.test>'],
  ['in a comment behind the address', 'sales@shop.test (Sales of the shop)'],
  ['that is folded', '"Shop,\r\n Sales"\r\n\t<sales@shop.test>'],
] as const)
  test(`accepts a display name ${how}`, async ({ list, client }) => {
    const user = await list.activeUser({ authorizedDomains: 'shop.test' });
    const session = await client({ user });
    await expect(session.send({ from: 'sales@shop.test', header: { From } })).toBeAccepted();
  });
