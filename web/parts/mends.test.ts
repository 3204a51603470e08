import { describe, expect, test } from 'vitest';

import type { SenderJson } from '../../src/http/contract/senders.ts';
import type { UserJson } from '../../src/http/contract/users.ts';
import { RULES } from '../../src/policy/catalogue.ts';
import { mendsOf } from './mends.ts';

const sender = (value: string, status: SenderJson['status']): SenderJson => ({
  id: `s_${value}`,
  kind: value.includes('@') ? 'address' : 'domain',
  value,
  display: value,
  status,
  requestedAt: '2026-01-02T03:04:05.678Z',
  verifiedAt: null,
  expiresAt: null,
});

const user = (senders: SenderJson[], active = true): UserJson => ({
  id: 'u_1',
  username: 'shop',
  active,
  priority: 3,
  note: '',
  authorizedDomains: '',
  authorizedSenders: '',
  senders,
  createdAt: '',
  updatedAt: '',
  passwordChangedAt: '',
  lastUsedAt: null,
});

const refused = (rule: string, more: object = {}) => ({
  rule,
  username: 'shop',
  mailFrom: 'a@acme.test',
  headerFrom: ['a@acme.test'],
  ...more,
});

describe('a refusal is mended', () => {
  test('by adding the address that is missing, one link each', () => {
    const headerFrom = ['a@acme.test', 'q+x@else.test'];
    expect(
      mendsOf(refused('from.authorized', { headerFrom }), user([sender('acme.test', 'verified')]), 'l'),
    ).toEqual([
      { kind: 'done', words: '“a@acme.test” is authorized and verified by now.' },
      {
        kind: 'link',
        words: 'Add “q+x@else.test” to “shop”',
        href: '/lists/l/smtp-plus/users/u_1?add=q%2Bx%40else.test',
      },
    ]);
  });

  test('by asking the owner of a sender that waits', () => {
    const pending = sender('acme.test', 'pending');
    expect(mendsOf(refused('sender.verified'), user([pending]), 'l')).toEqual([
      { kind: 'ask', sender: pending },
    ]);
  });

  test('by activating a user, as far as it has come', () => {
    const mends = (senders: SenderJson[], active = false) =>
      mendsOf(refused('user.active'), user(senders, active), 'l').map((mend) =>
        mend.kind === 'ask' ? mend.sender.value : mend.words,
      );
    expect(mends([])).toEqual(['Open “shop” to add a sender']);
    expect(mends([sender('a.test', 'pending')])).toEqual(['a.test']);
    expect(mends([sender('a.test', 'verified')])).toEqual(['Open “shop” to set it active']);
    expect(mends([sender('a.test', 'verified')], true)).toEqual(['“shop” is active by now.']);
  });

  test('at the list’s users where the user is gone', () => {
    expect(mendsOf(refused('from.authorized'), null, 'l')).toMatchObject([
      { words: 'There is no user “shop” in the list: see its users', href: '/lists/l/smtp-plus' },
    ]);
  });

  test('never by adding a form’s visitor', () => {
    const mends = mendsOf(refused('from.form-supplied'), user([sender('acme.test', 'verified')]), 'l');
    expect(mends).toMatchObject([{ kind: 'link', href: '/lists/l/smtp-plus/users/u_1' }]);
  });

  test('for no rule with a broken link', () => {
    for (const { id } of RULES)
      for (const mend of mendsOf(refused(id), user([]), 'l'))
        if (mend.kind === 'link') expect(mend.href).toMatch(/^\/lists\/l\/smtp-plus/);
  });
});
