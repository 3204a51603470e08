/** Authorized domains and senders are written with `;` between; what does not belong is told at the entry, with the way out. */

import { expect, test } from '#harness';

test(
  'a person types a list, is told of a comma at once, and mends it by a button',
  { tag: '@ui' },
  async ({ list, admin, api }) => {
    const { domains, senders, save } = admin.userForm;
    await admin.userForm.gotoNew(list.id);

    // A comma is told while it is typed, at its entry.
    await domains.pressSequentially('shop.test;a.test, b');
    await expect(domains).toHaveAccessibleDescription(/"a\.test, b" holds a comma: separate entries with/);
    await domains.pressSequentially('.test');
    await admin.userForm
      .entry('a.test, b.test')
      .getByRole('button', { name: 'Separate with semicolons' })
      .click();
    await expect(domains).toHaveValue('shop.test;a.test;b.test');

    // An address among the domains, a domain among the addresses: each is moved to where it belongs.
    await domains.fill('shop.test;a.test;me@else.test');
    await senders.fill('you@else.test;b.test');
    await save.click();
    await expect(admin.userForm.password).toBeHidden();
    await admin.userForm
      .entry('me@else.test')
      .getByRole('button', { name: /^Move me@else/ })
      .click();
    await admin.userForm
      .entry('b.test')
      .getByRole('button', { name: /^Move b\.test/ })
      .click();
    await expect(domains).toHaveValue('shop.test;a.test;b.test');
    await expect(senders).toHaveValue('you@else.test;me@else.test');

    // Blanks, empty pieces, a duplicate in capitals and a last semicolon are nothing to complain about.
    await domains.fill('  shop.test ;; a.test;b.test;SHOP.test; ');
    await save.click();
    await expect(admin.userForm.password).toBeVisible();
    const { items } = await api.getUsers({ list: list.id });
    expect(items[0]).toMatchObject({
      authorizedDomains: 'shop.test;a.test;b.test',
      authorizedSenders: 'you@else.test;me@else.test',
    });
  },
);

type Field = 'authorizedDomains' | 'authorizedSenders';

/** What is written, and what of it is told. */
const REFUSED: readonly [field: Field, text: string, told: string][] = [
  [
    'authorizedDomains',
    'a.test,b.test',
    '"a.test,b.test" holds a comma: separate entries with a semicolon ";"',
  ],
  ['authorizedDomains', 'ok.test;a.test，b.test', 'holds a comma'],
  ['authorizedDomains', 'me@shop.test', '"me@shop.test" is an address: move it to Authorized senders'],
  ['authorizedDomains', '*.shop.test', '"*.shop.test" is a wildcard'],
  ['authorizedDomains', '@shop.test', 'begins with "@": write the domain alone, "shop.test"'],
  ['authorizedDomains', 'https://shop.test/', 'is a web address'],
  ['authorizedDomains', 'shop..test', '"shop..test"'],
  ['authorizedDomains', `${'x'.repeat(64)}.test`, 'x.test"'],
  ['authorizedSenders', 'a@shop.test, b@shop.test', 'holds a comma: separate entries with a semicolon ";"'],
  ['authorizedSenders', 'shop.test', '"shop.test" is a domain: move it to Authorized domains'],
  ['authorizedSenders', '*@shop.test', '"*@shop.test" names a whole domain: move "shop.test"'],
  ['authorizedSenders', 'Me <me@shop.test>', 'is more than an address: write "name@example.com" alone'],
  ['authorizedSenders', 'a@b@shop.test', '"b@shop.test" is not a domain name'],
  ['authorizedSenders', 'a@shop.test;b@', '"b@" has no domain'],
];

test('whatever does not belong is refused with the same words by page and API', async ({ list, admin }) => {
  await admin.userForm.gotoNew(list.id);
  for (const [field, text, told] of REFUSED) {
    const refused = await list.user({ [field]: text }).catch((error: unknown) => error);
    expect(refused, text).toMatchObject({ status: 422, errors: [{ field }] });
    const { message = '' } = (refused as { errors: { message: string }[] }).errors[0] ?? {};
    expect(message, text).toContain(told);
    const { domains, senders, note } = admin.userForm;
    const shown = field === 'authorizedDomains' ? domains : senders;
    await shown.fill(text);
    await note.focus();
    await expect(shown, text).toHaveAccessibleDescription(new RegExp(literal(message)));
    await shown.fill('');
  }
});

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');

/** What is written, and what is kept of it. */
const KEPT: readonly [field: Field, text: string, kept: string][] = [
  ['authorizedDomains', 'b.test; a.test ;c.test', 'b.test;a.test;c.test'],
  ['authorizedDomains', ';;a.test;;', 'a.test'],
  ['authorizedDomains', ' ; ', ''],
  ['authorizedDomains', 'a.test;A.TEST;a.test', 'a.test'],
  ['authorizedDomains', 'bücher.test;xn--bcher-kva.test', 'xn--bcher-kva.test'],
  ['authorizedDomains', 'a.test;\r\n\tb.test', 'a.test;b.test'],
  ['authorizedSenders', 'Sales@SHOP.test;sales@shop.test', 'sales@shop.test'],
  ['authorizedSenders', 'a@bücher.test', 'a@xn--bcher-kva.test'],
  ['authorizedSenders', '"a;b"@shop.test;c@shop.test', '"a;b"@shop.test;c@shop.test'],
];

test('what belongs is kept in one form, and read back it stays as it is', async ({ list, api }) => {
  for (const [field, text, kept] of KEPT) {
    const user = await list.user({ [field]: text });
    expect(user[field], text).toBe(kept);
    const again = await api.updateUser({ list: list.id, id: user.id }, { [field]: kept });
    expect([again[field], again.senders], text).toEqual([kept, user.senders]);
  }
});

test('an IDN in either form is one sender, and sends in both', async ({ list, client }) => {
  const user = await list.activeUser({ authorizedDomains: 'bücher.test' });
  const session = await client({ user });
  await expect(session.send({ from: 'a@xn--bcher-kva.test' })).toBeAccepted();
  await expect(session.send({ from: 'a@bücher.test' }, { mailParams: 'SMTPUTF8' })).toBeAccepted();
  expect(user.senders).toHaveLength(1);
});

test('a field takes 500 entries and 64 KiB, and says so where there are more', async ({ list }) => {
  const entries = Array.from({ length: 501 }, (_, n) => `d${n}.test`);
  const most = await list.user({ authorizedDomains: entries.slice(1).join(';') });
  expect(most.senders).toHaveLength(500);
  await expect(list.user({ authorizedDomains: entries.join(';') })).rejects.toMatchObject({
    status: 422,
    errors: [{ field: 'authorizedDomains', message: expect.stringContaining('takes 500 entries at most') }],
  });
  await expect(list.user({ authorizedSenders: ';'.repeat(65_537) })).rejects.toMatchObject({
    errors: [{ field: 'authorizedSenders', message: expect.stringContaining('takes 64 KiB at most') }],
  });
});
