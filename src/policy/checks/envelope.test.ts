import { describe, expect, test } from 'vitest';
import { decide } from '../decide.ts';
import { MAX_MESSAGE_SIZE } from '../limits.ts';
import {
  detailOf,
  facts,
  mailFrom,
  messageFrom,
  NOW,
  outcomes,
  request,
  senders,
} from '../requests.test-data.ts';

const mail = (from: string, ...own: string[]) =>
  decide(request({ stage: 'mail', mail: mailFrom(from) }), facts({ senders: senders(...own) }), NOW);

describe('the reverse-path', () => {
  test('may not be null, and the reply shows it as it was given', () => {
    const verdict = mail('', 'a@x.test');
    expect(verdict).toMatchObject({
      rule: 'sender.well-formed',
      mailFrom: '',
      reply: { text: 'Sender address is not usable: "<>"' },
    });
    expect(outcomes(verdict)).toMatchObject({
      'sender.authorized': 'not-reached',
      'sender.verified': 'not-reached',
    });
    expect(detailOf(verdict, 'sender.authorized')).toBe('the reverse-path is not an address');
  });

  test.each([
    ['its own address', 'a@x.test', 'a@x.test'],
    ['its own address in other case', 'A@X.Test', 'a@x.test'],
    ['its domain', 'any.one@x.test', 'x.test'],
    ['its domain in the other IDN form', 'a@bücher.test', 'xn--bcher-kva.test'],
    ['a quoted form of the address', '"a"@x.test', 'a@x.test'],
  ])('passes by %s', (_, from, own) => {
    expect(mail(from, own).action).toBe('accept');
  });

  test.each([
    ['a sub-domain of a domain', 'a@marketing.x.test', 'x.test'],
    ['the parent of a domain', 'a@x.test', 'marketing.x.test'],
    ['a domain that ends alike', 'a@notx.test', 'x.test'],
    ['another address of the same domain', 'b@x.test', 'a@x.test'],
    ['an address with a tag', 'a+tag@x.test', 'a@x.test'],
    ['a local part that differs beyond ASCII case', 'Ä@x.test', 'ä@x.test'],
  ])('does not pass as %s', (_, from, own) => {
    expect(mail(from, own)).toMatchObject({
      rule: 'sender.authorized',
      reply: { code: 550, enhanced: '5.7.1' },
    });
  });

  test('is written in ASCII in the reply, and as it is in the record', () => {
    const verdict = mail('jürgen@bücher.test', 'a@x.test');
    expect(verdict.reply.text).toMatch(/: "j<U\+00FC>rgen@xn--bcher-kva\.test"$/);
    expect(detailOf(verdict, 'sender.authorized')).toMatch(/^"jürgen@xn--bcher-kva\.test": /);
  });

  test('passes where its domain is verified while it is pending itself, and says so', () => {
    const verdict = mail('a@x.test', 'a@x.test pending', 'x.test');
    expect(verdict.action).toBe('accept');
    expect(detailOf(verdict, 'sender.verified')).toBe(
      '"a@x.test" is covered by the domain "x.test", verified 2026-07-01T11:30:00Z; the address "a@x.test" itself is still pending',
    );
  });

  test('passes where it is verified while its domain is pending', () => {
    const verdict = mail('a@x.test', 'x.test pending', 'a@x.test');
    expect(detailOf(verdict, 'sender.verified')).toBe(
      '"a@x.test" is covered by the address "a@x.test", verified 2026-07-01T11:30:00Z',
    );
  });

  test('does not pass where address and domain are pending', () => {
    expect(mail('a@x.test', 'x.test pending', 'a@x.test pending')).toMatchObject({ rule: 'sender.verified' });
  });

  test('passes where it is verified, though not known when', () => {
    const own = senders('a@x.test').map((sender) => ({ ...sender, verifiedAt: null }));
    const verdict = decide(request({ stage: 'mail' }), facts({ senders: own }), NOW);
    expect(detailOf(verdict, 'sender.verified')).toMatch(/, verified$/);
  });
});

describe('the record', () => {
  test('says that an unknown address leaves nothing to verify', () => {
    expect(detailOf(mail('b@b.test', 'a@x.test'), 'sender.verified')).toBe(
      `"b@b.test" is not among the user's senders`,
    );
  });

  test('says that the user has no senders, rather than naming none', () => {
    expect(detailOf(mail('b@b.test'), 'sender.authorized')).toBe('"b@b.test": the user has no senders');
  });

  test('says that a sender is pending, even if it was verified at some time', () => {
    const own = senders('a@x.test pending').map((sender) => ({ ...sender, verifiedAt: NOW - 1000 }));
    const verdict = decide(request({ stage: 'mail' }), facts({ senders: own }), NOW);
    expect(detailOf(verdict, 'sender.verified')).toBe(
      '"a@x.test" is covered by the address "a@x.test", pending',
    );
  });

  test('says what was not there to be judged', () => {
    const verdict = decide(request({ stage: 'mail', mail: null }), facts(), NOW);
    expect(detailOf(verdict, 'sender.well-formed')).toBe('could not be judged: no MAIL FROM was given');
    const empty = decide(request({ stage: 'data', message: null }), facts(), NOW);
    expect(detailOf(empty, 'from.present')).toBe('could not be judged: no message was given');
  });
});

describe('the advice', () => {
  test('of an unknown address names the verified senders, the address, its domain and the user', () => {
    expect(mail('b@b.test', 'a@x.test', 'y.test', 'z.test pending').advice).toBe(
      `Send as one of the user's verified senders ("a@x.test", "y.test"), or add "b@b.test" or its domain "b.test" to the user "bob" and have it verified.`,
    );
  });

  test('names no senders where none is verified', () => {
    expect(mail('b@b.test').advice).toBe(
      'Add "b@b.test" or its domain "b.test" to the user "bob" and have it verified.',
    );
  });

  test('of a pending domain asks its postmaster', () => {
    expect(mail('a@x.test', 'x.test pending').advice).toBe(
      `Ask the owner of "x.test" to open the mail sent to "postmaster@x.test" and confirm. Its link works until 2026-07-01T13:00:00Z; resend it from the user's page if it is lost.`,
    );
  });

  test('of a pending address asks its owner, before that of the domain', () => {
    expect(mail('a@x.test', 'x.test pending', 'a@x.test pending').advice).toMatch(
      /^Ask the owner of "a@x\.test" to open the mail sent to "a@x\.test"/,
    );
  });

  test('of a link that has expired says to resend it', () => {
    const own = senders('a@x.test pending').map((sender) => ({ ...sender, expiresAt: NOW }));
    expect(decide(request({ stage: 'mail' }), facts({ senders: own }), NOW).advice).toBe(
      `The link sent to "a@x.test" expired on 2026-07-01T12:00:00Z: resend it from the user's page, and ask the owner of "a@x.test" to confirm.`,
    );
  });

  test('of a sender that was not asked yet says to resend', () => {
    const own = senders('a@x.test pending').map((sender) => ({ ...sender, expiresAt: null }));
    expect(decide(request({ stage: 'mail' }), facts({ senders: own }), NOW).advice).toMatch(
      /Resend it from the user's page if it is lost\.$/,
    );
  });
});

describe('recipients', () => {
  test.each([
    [0, null],
    [1, null],
    [100, null],
    [101, 'recipient.limit'],
    [-1, 'recipient.limit'],
  ])('%i of them: refused by %s', (recipients, rule) => {
    expect(decide(request({ stage: 'rcpt', recipients }), facts(), NOW).rule).toBe(rule);
  });
});

describe('the size', () => {
  const declared = (size: number | null) =>
    decide(request({ stage: 'mail', mail: mailFrom('a@x.test', size) }), facts(), NOW);

  test.each([
    [null, null],
    [0, null],
    [MAX_MESSAGE_SIZE, null],
    [MAX_MESSAGE_SIZE + 1, 'message.size'],
    [NaN, 'message.size'],
    [-1, 'message.size'],
  ])('%s declared at MAIL: refused by %s', (size, rule) => {
    expect(declared(size).rule).toBe(rule);
  });

  test('is told with who gave it', () => {
    expect(detailOf(declared(1000), 'message.size')).toBe(
      'the client declared 1000 of at most 26214400 bytes',
    );
    const verdict = decide(request({ stage: 'data' }), facts(), NOW);
    expect(detailOf(verdict, 'message.size')).toBe('the message has 1000 of at most 26214400 bytes');
  });

  test('declared is judged behind the rules of the sender', () => {
    const verdict = decide(request({ stage: 'mail', mail: mailFrom('b@b.test', 99_999_999) }), facts(), NOW);
    expect(verdict.rule).toBe('sender.authorized');
    expect(outcomes(verdict)['message.size']).toBe('fail');
  });

  test('that is not declared is measured later, and the record says so', () => {
    expect(detailOf(declared(null), 'message.size')).toBe(
      'no size was declared; the message is measured at the end of DATA',
    );
  });

  test.each([
    [MAX_MESSAGE_SIZE, null],
    [MAX_MESSAGE_SIZE + 1, 'message.size'],
  ])('found at the end of DATA, %i bytes, whatever was declared: refused by %s', (size, rule) => {
    const asked = { mail: mailFrom('a@x.test', 10), message: messageFrom(['a@x.test'], { size }) };
    expect(decide(request({ stage: 'data', ...asked }), facts(), NOW).rule).toBe(rule);
  });
});

test('a sender that is removed or loses its verification during the session refuses at the end of DATA', () => {
  expect(decide(request({ stage: 'data' }), facts({ senders: senders('y.test') }), NOW).rule).toBe(
    'sender.authorized',
  );
  expect(decide(request({ stage: 'data' }), facts({ senders: senders('a@x.test pending') }), NOW).rule).toBe(
    'sender.verified',
  );
});
