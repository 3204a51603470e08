/** Real programs send through SMTP+ as they are, in plain text and with STARTTLS, and show what refused them. */

import { expect, PROGRAMS, test } from '#harness';

/** Lines that begin with a dot are the ones that SMTP sends otherwise (RFC 5321 section 4.5.2). */
const BODY = 'Hello.\n.hidden\n..\nBye.';

for (const program of PROGRAMS)
  for (const tls of ['none', 'starttls'] as const)
    test.describe(`${program}, ${tls === 'none' ? 'in plain text' : 'with STARTTLS'}`, () => {
      test('sends as a verified sender', async ({ list, client, api, mailbox }) => {
        const user = await list.activeUser({ authorizedDomains: 'shop.test' });
        const letter = { from: 'sales@shop.test', to: ['jane@else.test', 'joe@else.test'], body: BODY };
        const verdict = await client[program](letter, { user, tls });
        await expect(verdict).toBeAccepted();
        for (const address of letter.to) await expect(verdict).toHaveArrivedAt(address);
        const { text } = await mailbox.open({ to: 'joe@else.test' });
        expect(text?.replaceAll('\r\n', '\n').trim()).toBe(BODY);
        const { items } = await api.getSessions({ list: list.id, user: user.username });
        expect(items.map((session) => (session.tls === null ? 'none' : 'starttls'))).toEqual([tls]);
      });

      test('is told which rule refused its From', async ({ list, client, mailbox }) => {
        const user = await list.activeUser({ authorizedDomains: 'shop.test' });
        const letter = { from: 'sales@shop.test', header: { From: 'ceo@bank.test' }, to: 'jane@else.test' };
        // s-nail says in MAIL FROM what stands in From.
        const rule = program === 'snail' ? 'sender.authorized' : 'from.authorized';
        await expect(client[program](letter, { user, tls })).toBeRefusedBy(rule);
        await expect(mailbox).not.toHaveArrivedAt('jane@else.test');
      });
    });
