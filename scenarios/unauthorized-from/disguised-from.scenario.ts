/** There is one From, and every reader sees the same: a second one is found in any disguise. */

import { expect, test } from '#harness';

const MINE = 'From: sales@shop.test\r\n';
const REST = 'To: jane@else.test\r\nSubject: Hello\r\n\r\nHello.\r\n';

for (const [how, head] of [
  ['as it is', `${MINE}From: ceo@bank.test\r\n`],
  ['that is the same', `${MINE}${MINE}`],
  ['in other case', `${MINE}FROM: ceo@bank.test\r\n`],
  ['before the user’s own', `From: ceo@bank.test\r\n${MINE}`],
  ['with a blank before its colon', `${MINE}From : ceo@bank.test\r\n`],
  ['with a tab before its colon', `${MINE}From\t: ceo@bank.test\r\n`],
  ['behind a bare line feed', `${MINE}X-Note: hello\nFrom: ceo@bank.test\r\n`],
  ['behind a bare carriage return', `${MINE}X-Note: hello\rFrom: ceo@bank.test\r\n`],
  ['at the start of a folded line', `${MINE}X-Note: hello\r\n From: ceo@bank.test\r\n`],
  ['behind a line separator of Unicode', `${MINE}X-Note: hello\u2028From: ceo@bank.test\r\n`],
  ['behind a form feed', `${MINE}X-Note: hello\fFrom: ceo@bank.test\r\n`],
] as const)
  test(`refuses a second From ${how}`, async ({ list, client, mailbox }) => {
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    const verdict = await session.send({
      from: 'sales@shop.test',
      to: 'jane@else.test',
      message: head + REST,
    });
    await expect(verdict).toBeRefusedBy('from.single');
    await expect(mailbox).not.toHaveArrivedAt('jane@else.test');
  });

for (const [what, head] of [
  ['a line of blanks, behind which some see the body', `X-Note: hello\r\n \r\n${MINE}`],
  ['the separator of a mailbox file', `From ceo@bank.test Mon Jan 1 00:00:00 2026\r\n${MINE}`],
  ['a line that is no field', `hello\r\n${MINE}`],
  ['a blank at its very beginning', ` hello\r\n${MINE}`],
  ['a bare carriage return', `X-Note: hello\rworld\r\n${MINE}`],
  ['a NUL', `X-Note: hello\0world\r\n${MINE}`],
] as const)
  test(`refuses a header block with ${what}`, async ({ list, client }) => {
    const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
    const verdict = await session.send({ from: 'sales@shop.test', message: head + REST });
    await expect(verdict).toBeRefusedBy('from.well-formed');
  });

test('finds no From in the body', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const verdict = await session.send({ from: 'sales@shop.test', message: `Subject: Hello\r\n\r\n${MINE}` });
  await expect(verdict).toBeRefusedBy('from.present');
});

test('minds no From in a field that nobody shows as the sender, or in the body', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  const message = `${MINE}X-Original-From: ceo@bank.test\r\nSubject: From: me\r\n\r\nFrom: ceo@bank.test\r\n`;
  await expect(session.send({ from: 'sales@shop.test', message })).toBeAccepted();
});
