/** An online form must not put its visitor in From: it sends as its own address, with the visitor in Reply-To. */

import { expect, test } from '#harness';

const VISITOR = { name: 'Vera Visitor', email: 'vera@visitor.test', text: 'When do you open?' };

for (const backEnd of ['node', 'php'] as const)
  test.describe(`a form in ${backEnd}`, () => {
    test(
      'with the visitor in MAIL FROM and From is refused',
      { tag: '@ui' },
      async ({ list, form, mailbox }) => {
        const user = await list.activeUser({ authorizedSenders: 'form@shop.test' });
        const contact = await form({ backEnd, kind: 'visitor-in-envelope', user, address: 'form@shop.test' });
        await expect(contact.submit(VISITOR)).toBeRefusedBy('sender.authorized');
        await expect(contact.heading).toHaveText('Not sent');
        await expect(mailbox).not.toHaveArrivedAt('office@receiver.test');
      },
    );

    test(
      'with the visitor in From alone is refused, and told what to do instead',
      { tag: '@ui' },
      async ({ list, form }) => {
        const user = await list.activeUser({ authorizedSenders: 'form@shop.test' });
        const contact = await form({ backEnd, kind: 'visitor-in-from', user, address: 'form@shop.test' });
        const verdict = await contact.submit(VISITOR);
        await expect(verdict).toBeRefusedBy('from.form-supplied');
        expect((await verdict.decision())?.advice).toContain('Reply-To');
      },
    );

    test(
      'with its own address in From and the visitor in Reply-To is sent',
      { tag: '@ui' },
      async ({ list, form, mailbox }) => {
        const user = await list.activeUser({ authorizedSenders: 'form@shop.test' });
        const contact = await form({ backEnd, kind: 'visitor-in-reply-to', user, address: 'form@shop.test' });
        await expect(contact.submit(VISITOR)).toBeAccepted();
        await expect(contact.heading).toHaveText('Thank you');
        const mail = await mailbox.waitFor({ to: 'office@receiver.test' });
        expect(mail.replyTo).toContain(VISITOR.email);
      },
    );
  });
