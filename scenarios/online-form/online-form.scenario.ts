/** An online form must not put its visitor in From: it sends as its own address, with the visitor in Reply-To. */

import { expect, test } from '#harness';

const VISITOR = { name: 'Vera Visitor', email: 'vera@visitor.test', text: 'When do you open?' };

for (const backEnd of ['node', 'php'] as const)
  // Behind the same page: one of them is enough on a telephone.
  test.describe(`a form in ${backEnd}`, { tag: backEnd === 'node' ? '@ui' : [] }, () => {
    test('with the visitor in MAIL FROM and From is refused', async ({ list, form, mailbox }) => {
      const user = await list.activeUser({ authorizedSenders: 'form@shop.test' });
      const contact = await form({ backEnd, kind: 'visitor-in-envelope', user, address: 'form@shop.test' });
      await expect(contact.submit(VISITOR)).toBeRefusedBy('sender.authorized');
      await expect(contact.heading).toHaveText('Not sent');
      await expect(mailbox).not.toHaveArrivedAt('office@receiver.test');
    });

    test('with the visitor in From alone is refused, and told what to do instead', async ({ list, form }) => {
      const user = await list.activeUser({ authorizedSenders: 'form@shop.test' });
      const contact = await form({ backEnd, kind: 'visitor-in-from', user, address: 'form@shop.test' });
      const verdict = await contact.submit(VISITOR);
      await expect(verdict).toBeRefusedBy('from.form-supplied');
      expect((await verdict.decision())?.advice).toContain('Reply-To');
    });

    test('with its own address in From and the visitor in Reply-To is sent', async ({
      list,
      form,
      mailbox,
    }) => {
      const user = await list.activeUser({ authorizedSenders: 'form@shop.test' });
      const contact = await form({ backEnd, kind: 'visitor-in-reply-to', user, address: 'form@shop.test' });
      await expect(contact.submit(VISITOR)).toBeAccepted();
      await expect(contact.heading).toHaveText('Thank you');
      const mail = await mailbox.waitFor({ to: 'office@receiver.test' });
      expect(mail.replyTo).toContain(VISITOR.email);
    });
  });

test.describe('the page of the online form', () => {
  test(
    'sends by three back-ends, is refused twice, follows the advice, and the mail is in the inbox',
    { tag: '@ui' },
    async ({ list, admin, mailbox, page }) => {
      const user = await list.activeUser({ authorizedSenders: 'form@shop.test' });
      const { demoForm, inbox, decision } = admin;
      await demoForm.open(list.id);
      await demoForm.logInAs(user);
      await demoForm.fillIn(VISITOR);
      await demoForm.submit();

      await expect(demoForm.reply('visitor-in-envelope')).toContainText(
        /^550 5\.7\.1 .*\[sender\.authorized /,
      );
      await expect(demoForm.reply('visitor-in-from')).toContainText(/^550 5\.7\.1 .*\[from\.form-supplied /);
      for (const refused of ['visitor-in-envelope', 'visitor-in-from'] as const)
        await expect(demoForm.backEnd(refused)).toContainText('put the visitor in Reply-To');
      await expect(demoForm.reply('visitor-in-reply-to')).toContainText(/^250 2\.0\.0 /);

      await demoForm.backEnd('visitor-in-from').getByRole('link', { name: 'The decision' }).click();
      await expect(decision.verdict).toContainText('[from.form-supplied ');
      await page.goBack();
      await demoForm.mail('visitor-in-reply-to').getByRole('link', { name: 'Open in the inbox' }).click();
      await expect(inbox.message).toContainText(VISITOR.text);
      await inbox.show('Headers');
      await expect(inbox.panel).toContainText(VISITOR.email);

      const mail = await mailbox.waitFor({ to: 'form@shop.test', from: 'form@shop.test' });
      expect([mail.from, mail.replyTo]).toEqual(['form@shop.test', expect.stringContaining(VISITOR.email)]);
    },
  );

  test('makes a demo user who may send at once', { tag: '@ui' }, async ({ list, admin, mailbox }) => {
    await admin.demoForm.open(list.id);
    await admin.demoForm.demoUser.click();
    await expect(admin.demoForm.ownAddress).toHaveValue('contact@demo-shop.test');
    await admin.demoForm.submit();
    await expect(admin.demoForm.reply('visitor-in-reply-to')).toContainText(/^250 /);
    await mailbox.waitFor({ to: 'contact@demo-shop.test', from: 'contact@demo-shop.test' });
  });
});
