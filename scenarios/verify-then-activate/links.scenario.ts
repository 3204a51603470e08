/** A mailed link verifies on its button, once, the sender that it was made for; whatever else is done with it changes nothing. */

import { expect, test } from '#harness';

test(
  'a mail that is sent again makes the earlier link worthless; a used one says so',
  { tag: '@ui' },
  async ({ list, admin }) => {
    const user = await list.user({ authorizedSenders: 'owner@shop.test' });
    const early = await list.verificationLink('owner@shop.test');
    await admin.userForm.goto(list.id, user.id);
    await admin.userForm.entry('owner@shop.test').getByRole('button', { name: 'Resend' }).click();
    await expect(admin.userForm.entry('owner@shop.test')).toContainText('an earlier link works no more');

    await admin.verification.goto(early);
    await expect(admin.verification.heading).toHaveText('This link was replaced');
    await expect(admin.verification.button).toBeHidden();
    expect((await list.sender('owner@shop.test')).status).toBe('pending');

    const late = await list.verificationLink('owner@shop.test');
    await admin.verification.goto(late);
    await admin.verification.confirm();
    await expect(admin.verification.heading).toHaveText('owner@shop.test is verified');
    await admin.verification.goto(late);
    await expect(admin.verification.heading).toHaveText('This link was used');
  },
);

test('a link scanner that opens the link, however often, verifies nothing and uses nothing up', async ({
  list,
  http,
}) => {
  await list.user({ authorizedDomains: 'shop.test' });
  const path = pathOf(await list.verificationLink('shop.test'));
  const scanner = { 'user-agent': 'Mozilla/5.0 (compatible; LinkScanner)', 'sec-purpose': 'prefetch' };
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET'] as const)
    await http(`${method} ${path}`, { headers: scanner, password: null });
  expect((await list.sender('shop.test')).status).toBe('pending');

  const owner = await http(`POST ${path}`, { password: null });
  expect([owner.status, (await list.sender('shop.test')).status]).toEqual([200, 'verified']);
});

test('a link works once, and of two clicks at once only one', async ({ list, http }) => {
  await list.user({ authorizedDomains: 'shop.test' });
  const path = pathOf(await list.verificationLink('shop.test'));
  const clicks = await Promise.all([http(`POST ${path}`), http(`POST ${path}`), http(`POST ${path}`)]);
  expect(clicks.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
});

test('a link that was changed is not known, and verifies nobody', async ({ list, http }) => {
  await list.user({ authorizedSenders: 'a@shop.test;b@shop.test' });
  const path = pathOf(await list.verificationLink('a@shop.test'));
  const last = path.endsWith('A') ? 'B' : 'A';
  const tampered = [
    `${path.slice(0, -1)}${last}`,
    `${path}A`,
    path.slice(0, -1),
    path.toLowerCase(),
    '/verify/x',
  ];
  for (const wrong of tampered) {
    const answer = await http(`POST ${wrong}`);
    expect([answer.status, answer.text.includes('This link is not known')], wrong).toEqual([404, true]);
  }
  for (const value of ['a@shop.test', 'b@shop.test'])
    expect((await list.sender(value)).status, value).toBe('pending');
});

test('the link of another list verifies the same address there, and not here', async ({ list }) => {
  const other = await list.another();
  await list.user({ authorizedSenders: 'owner@shop.test' });
  await other.user({ authorizedSenders: 'owner@shop.test' });
  await other.verify('owner@shop.test');
  expect((await other.sender('owner@shop.test')).status).toBe('verified');
  expect((await list.sender('owner@shop.test')).status).toBe('pending');
});

const pathOf = (link: string): string => new URL(link).pathname;
