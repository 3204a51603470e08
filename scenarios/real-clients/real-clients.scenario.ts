/** Real programs send through SMTP+ as they are, in plain text and with STARTTLS, and show what refused them. */

import { expect, PROGRAMS, test } from '#harness';

for (const program of PROGRAMS)
  for (const tls of ['none', 'starttls'] as const)
    test.describe(`${program}, ${tls === 'none' ? 'in plain text' : 'with STARTTLS'}`, () => {
      test('sends as a verified sender', async ({ list, client, api }) => {
        const user = await list.activeUser({ authorizedDomains: 'shop.test' });
        const verdict = await client[program](
          { from: 'sales@shop.test', to: 'jane@else.test' },
          { user, tls },
        );
        await expect(verdict).toBeAccepted();
        await expect(verdict).toHaveArrivedAt('jane@else.test');
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
