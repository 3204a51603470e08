/** A mailed link works for 48 hours; afterwards the admin has it sent again. */

import { expect, test } from '#harness';

test.use({ testClock: true });

test(
  'a link that is older than 48 hours verifies nothing, and a new one does',
  { tag: '@ui' },
  async ({ list, api, admin, clock }) => {
    await list.user({ authorizedDomains: 'shop.test' });
    const old = await list.verificationLink('shop.test');
    await admin.verification.goto(old);
    await clock.advance('48h');
    await admin.verification.confirm();
    await expect(admin.verification.heading).toHaveText('This link has expired');
    expect((await list.sender('shop.test')).status).toBe('pending');

    await api.resendVerification({ list: list.id, id: (await list.sender('shop.test')).id });
    await admin.verification.goto(await list.verificationLink('shop.test'));
    await admin.verification.confirm();
    await expect(admin.verification.heading).toHaveText('shop.test is verified');
  },
);
