import { describe, expect, test } from 'vitest';
import { decide, type Facts, type Request } from '../decide.ts';
import { detailOf, facts, NOW, outcomes, request } from '../requests.test-data.ts';

const LOGIN_RULES = [
  'auth.required',
  'auth.tls-required',
  'auth.mechanism',
  'auth.credentials',
  'auth.throttled',
  'user.active',
];

/** What the login rules found, in their order: `.` not reached, `+` pass, `-` fail. */
const found = (asked: Partial<Request>, known: Partial<Facts> = {}): string => {
  const all = outcomes(decide(request(asked), facts(known), NOW));
  return LOGIN_RULES.map((id) => ({ pass: '+', fail: '-', 'not-reached': '.' })[all[id] as 'pass']).join('');
};

const atAuth = (known: Partial<Facts>, login: Partial<NonNullable<Request['login']>> = {}) =>
  decide(
    request({ stage: 'auth', login: { mechanism: 'PLAIN', username: 'bob', ...login } }),
    facts(known),
    NOW,
  );

test.each([
  ['a right password', {}, {}, '.+++++'],
  ['a wrong password', {}, { credentials: 'bad' }, '.++-+.'],
  ['an unknown user', {}, { credentials: 'bad', user: null }, '.++-+.'],
  ['a deleted user', {}, { credentials: 'good', user: null }, '.++-+.'],
  ['an inactive user', {}, { user: { username: 'bob', active: false } }, '.++++-'],
  ['a throttled login', {}, { throttled: 'too many', credentials: null }, '.++.-.'],
  ['a throttled login whose password was checked all the same', {}, { throttled: 'too many' }, '.++.-.'],
  ['a password that was not checked', {}, { credentials: null }, '.++-+.'],
  ['plain text where TLS is required', { tls: false, tlsRequired: true }, { credentials: null }, '.-+.+.'],
  ['plain text where TLS is not required', { tls: false }, {}, '.+++++'],
  ['TLS where it is required', { tlsRequired: true }, {}, '.+++++'],
  [
    'another mechanism',
    { login: { mechanism: 'XOAUTH2', username: null } },
    { credentials: null, user: null },
    '.+-.+.',
  ],
  [
    'a mechanism in lower case, which the relay never hands in',
    { login: { mechanism: 'plain', username: 'bob' } },
    {},
    '.+-+++',
  ],
] as const)('AUTH with %s', (_, asked, known, expected) => {
  expect(found({ stage: 'auth', ...asked }, known)).toBe(expected);
});

describe('after the login, by the facts as they are now', () => {
  test.each([
    ['nothing changed', {}, '++++++', null],
    ['the password was reset', { credentials: 'bad' }, '.++-+.', 'auth.credentials'],
    ['the user was deleted', { credentials: 'bad', user: null }, '.++-+.', 'auth.credentials'],
    ['the user was deactivated', { user: { username: 'bob', active: false } }, '.++++-', 'user.active'],
  ] as const)('where %s', (_, known, expected, rule) => {
    for (const stage of ['mail', 'rcpt', 'data', 'commit'] as const) {
      expect(found({ stage }, known)).toBe(expected);
      expect(decide(request({ stage }), facts(known), NOW).rule).toBe(rule);
    }
  });
});

describe('nobody logged in', () => {
  test('leaves the login rules unreached and MAIL refused', () => {
    expect(found({ stage: 'mail', login: null })).toBe('-.....');
  });

  test('names no user, even if one is handed in', () => {
    expect(decide(request({ stage: 'mail', login: null }), facts(), NOW).username).toBeNull();
  });

  test('still tells whether the address and the declared size would do', () => {
    const all = outcomes(decide(request({ stage: 'mail', login: null }), facts(), NOW));
    expect(all).toMatchObject({
      'sender.well-formed': 'pass',
      'sender.authorized': 'not-reached',
      'sender.verified': 'not-reached',
      'message.size': 'pass',
    });
  });

  test('looks among no senders, even if some are handed in', () => {
    const verdict = decide(request({ stage: 'mail', login: null }), facts(), NOW);
    expect(detailOf(verdict, 'sender.authorized')).toBe(
      'nobody is logged in, so there are no senders to look among',
    );
  });
});

describe('the reply is no oracle', () => {
  test('an unknown user, a wrong password and a deleted user get the same one', () => {
    const replies = [
      atAuth({ credentials: 'bad' }),
      atAuth({ credentials: 'bad', user: null }, { username: 'nobody' }),
      atAuth({ credentials: 'good', user: null }),
    ].map(({ reply, advice, action, rule }) => JSON.stringify({ reply, advice, action, rule }));
    expect(new Set(replies).size).toBe(1);
  });

  test('while throttled a right and a wrong password get the same one, of active and inactive users', () => {
    const verdicts = (['good', 'bad', null] as const).flatMap((credentials) =>
      [true, false].map((active) =>
        atAuth({ throttled: 'too many', credentials, user: { username: 'bob', active } }),
      ),
    );
    expect(new Set(verdicts.map((verdict) => JSON.stringify(verdict))).size).toBe(1);
    expect(verdicts[0]).toMatchObject({ rule: 'auth.throttled', action: 'defer', reply: { code: 421 } });
  });

  test('the record tells an administrator which it was', () => {
    const detail = (known: Partial<Facts>) => detailOf(atAuth(known), 'auth.credentials');
    expect(detail({ credentials: 'bad' })).toBe('the password is not that of the user "bob"');
    expect(detail({ credentials: 'bad', user: null })).toBe('there is no user "bob"');
    expect(detail({ credentials: 'good', user: null })).toBe('there is no user "bob" any more');
  });
});

describe('the record says', () => {
  test.each([
    ['auth.tls-required', 'the session is encrypted', {}, {}],
    ['auth.tls-required', 'the session is not encrypted, and TLS is not required', { tls: false }, {}],
    [
      'auth.credentials',
      'the login is throttled, so the password was not looked at',
      {},
      { throttled: 'too many' },
    ],
    [
      'auth.credentials',
      'the login was refused before a password was read',
      { tls: false, tlsRequired: true },
      { credentials: null },
    ],
    [
      'auth.credentials',
      'could not be judged: the password of the user "bob" was not checked',
      {},
      { credentials: null },
    ],
    ['user.active', 'the password was not found to be that of a user', {}, { credentials: 'bad' }],
  ] as const)('of %s: %s', (rule, detail, asked, known) => {
    const verdict = decide(request({ stage: 'auth', ...asked }), facts(known), NOW);
    expect(detailOf(verdict, rule)).toBe(detail);
  });
});

describe('what is unexpected refuses', () => {
  test('a password that nobody checked is 451, not an accept', () => {
    expect(atAuth({ credentials: null })).toMatchObject({
      action: 'defer',
      rule: 'auth.credentials',
      reply: { code: 451 },
    });
  });

  test('so is a state of the password that is none', () => {
    expect(atAuth({ credentials: 'fine' as 'good' })).toMatchObject({
      action: 'defer',
      rule: 'auth.credentials',
    });
  });

  test('a throttle that was not looked up refuses', () => {
    expect(atAuth({ throttled: undefined as unknown as null })).toMatchObject({
      action: 'defer',
      rule: 'auth.throttled',
    });
  });

  test('a login without a name is not one of a user', () => {
    const verdict = atAuth({ credentials: 'bad', user: null }, { username: null });
    expect(verdict).toMatchObject({ rule: 'auth.credentials', username: null });
    expect(detailOf(verdict, 'auth.credentials')).toBe('there is no user ""');
  });
});

test('the advice names the user and the throttle', () => {
  expect(atAuth({ user: { username: 'bob', active: false } }).advice).toContain('the user "bob"');
  expect(atAuth({ throttled: 'too many of "bob" until 12:01' }).advice).toContain(
    'too many of "bob" until 12:01',
  );
});
