import { describe, expect, test } from 'vitest';

import { makePassword } from '../model/password.ts';
import { createRedact, redactValue } from './redact.ts';

const redact = createRedact(['hunter-two', 'p@ss/word', '']);

describe('createRedact', () => {
  test.each([
    ['a known secret', 'the password hunter-two is wrong', 'the password *** is wrong'],
    ['a known secret in base64', `AUTH ${btoa('hunter-two')}`, 'AUTH ***'],
    ['a known secret as in a URL', 'at p%40ss%2Fword here', 'at *** here'],
    ['the login of a URL', 'smtp://shop:s3cret@mail.test:587 is down', 'smtp://***@mail.test:587 is down'],
    ['a login with an @ in it', 'postgres://a:b@c@db.test/x', 'postgres://***@db.test/x'],
    ['Authorization', 'Authorization: Basic eDp5', 'Authorization: Basic ***'],
    ['a bearer token', 'authorization: Bearer abc.def', 'authorization: Bearer ***'],
    ['Cookie', 'cookie: smtp-plus-abc=0123; other=1', 'cookie: ***'],
    ['Set-Cookie', 'Set-Cookie: smtp-plus-abc=0123; Path=/', 'Set-Cookie: ***'],
    ['AUTH PLAIN', 'AUTH PLAIN AGEAYg==', 'AUTH PLAIN ***'],
    ['AUTH LOGIN', 'auth login YQ==', 'auth login ***'],
    [
      'a verification link',
      'http://x.test/verify/t0ken?a=1 was opened',
      'http://x.test/verify/***?a=1 was opened',
    ],
    ['a password that is named', 'password=abc&x=1', 'password=***&x=1'],
  ])('blanks %s', (_, text, clean) => expect(redact(text)).toBe(clean));

  test('blanks a password that SMTP+ made, whoever says it', () => {
    const password = makePassword((bytes) => new Uint8Array(bytes).fill(7));
    expect(redact(`NOOP ${password}`)).toBe('NOOP ***');
  });

  test.each([
    'listening on 127.0.0.1:2525',
    'refused by sender.verified: 550 5.7.1, decision d_abc',
    'http://127.0.0.1:8025/decisions/d_1',
    'mail from a@acme.test',
  ])('leaves "%s" as it is', (text) => expect(redact(text)).toBe(text));
});

describe('redactValue', () => {
  test('goes into objects, arrays, errors and their causes', () => {
    const error = new Error('smtp://a:b@c.test', { cause: new Error('hunter-two') });
    const text = JSON.stringify(redactValue({ list: ['hunter-two'], error }, redact));
    expect(text).toContain('smtp://***@c.test');
    expect(text).not.toContain('hunter-two');
  });

  test('keeps nothing under a name that tells of a secret', () =>
    expect(
      redactValue({ password: 'abc', headers: { Authorization: 'x', Cookie: ['y'] }, rule: 'z' }, redact),
    ).toEqual({ password: '***', headers: { Authorization: '***', Cookie: '***' }, rule: 'z' }));

  test('ends where a value holds itself', () => {
    const ring: Record<string, unknown> = {};
    ring['ring'] = ring;
    expect(JSON.stringify(redactValue(ring, redact))).toContain('…');
  });
});
