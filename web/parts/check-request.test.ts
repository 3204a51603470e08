import { expect, test } from 'vitest';

import { RULES } from '../../src/policy/catalogue.ts';
import { changesOf, checkRequest } from './check-request.ts';

const past = {
  rule: 'from.authorized' as string | null,
  username: 'shop' as string | null,
  mailFrom: 'a@acme.test' as string | null,
  headerFrom: ['q@else.test'],
  header: 'From: Zo\u00c3\u00ab <q@else.test>\r\n\r\n' as string | null,
  list: 'default' as string | null,
};

test('a check takes the header as it was sent', () => {
  expect(checkRequest(past, null)).toMatchObject({
    ok: true,
    ask: { username: 'shop', mailFrom: 'a@acme.test', message: 'From: Zoë <q@else.test>\r\n\r\n' },
  });
});

test('a check says so where the header cannot be carried as it was', () => {
  const check = checkRequest({ ...past, header: 'From: Zo\u00eb <q@else.test>\r\n\r\n' }, null);
  expect(check).toMatchObject({ ok: true, assumes: expect.stringContaining('no UTF-8') });
});

test('a check of what was refused before DATA takes From as MAIL FROM', () => {
  const check = checkRequest({ ...past, rule: 'sender.authorized', header: null, headerFrom: [] }, null);
  expect(check).toMatchObject({ ok: true, ask: { message: 'From: a@acme.test\n\n' } });
});

test('what cannot be checked tells why', () => {
  const reasons = RULES.map(({ id }) => [id, checkRequest({ ...past, rule: id }, null)] as const)
    .filter(([, check]) => !check.ok)
    .map(([id]) => id);
  expect(reasons).toEqual([
    'auth.required',
    'auth.tls-required',
    'auth.mechanism',
    'auth.credentials',
    'auth.throttled',
    'recipient.limit',
    'message.size',
    'store.available',
  ]);
  expect(checkRequest({ ...past, username: null, list: null }, null)).toMatchObject({ ok: false });
});

test('changes are told rule by rule', () => {
  const rules = (outcome: 'pass' | 'fail') => ({
    rules: [
      { id: 'user.active', outcome: 'pass' as const, detail: '' },
      { id: 'from.authorized', outcome, detail: 'now so' },
    ],
  });
  expect(changesOf(rules('fail'), rules('pass'))).toEqual([
    { id: 'from.authorized', before: 'fail', now: 'pass', detail: 'now so' },
  ]);
  expect(changesOf(rules('fail'), rules('fail'))).toEqual([]);
});
