import { describe, expect, test } from 'vitest';
import type { Login, MailGiven } from './submission.ts';
import {
  begin,
  loggedIn,
  mailGiven,
  outOfOrder,
  recipientGiven,
  requestAt,
  reset,
  secured,
} from './submission.ts';

const login: Login = {
  mechanism: 'PLAIN',
  username: 'shop',
  userId: 'u_1',
  list: 'default',
  passwordHash: 'x',
};
const mail: MailGiven = {
  text: 'a@x.test',
  path: { ok: true, value: { local: 'a', domain: { ascii: 'x.test', literal: false } } },
  declaredSize: null,
  smtpUtf8: false,
};

describe('a submission', () => {
  test('takes MAIL, then RCPT, then DATA, and nothing out of that order', () => {
    const fresh = begin(false);
    expect(outOfOrder(fresh, 'MAIL')).toBeNull();
    expect(outOfOrder(fresh, 'RCPT')).toMatchObject({ code: 503, enhanced: '5.5.1' });
    expect(outOfOrder(fresh, 'DATA')).toMatchObject({
      text: 'Bad sequence of commands: need MAIL FROM first',
    });
    const withMail = mailGiven(fresh, mail);
    expect(outOfOrder(withMail, 'MAIL')).toMatchObject({
      text: 'Bad sequence of commands: sender already given, RSET or DATA first',
    });
    expect(outOfOrder(withMail, 'RCPT')).toBeNull();
    expect(outOfOrder(withMail, 'DATA')).toMatchObject({
      text: 'Bad sequence of commands: need RCPT TO first',
    });
    expect(outOfOrder(recipientGiven(withMail, 'b@y.test'), 'DATA')).toBeNull();
  });

  test('forgets login and transaction when TLS begins', () => {
    const before = recipientGiven(mailGiven(loggedIn(begin(true), login), mail), 'b@y.test');
    expect(secured(before)).toEqual({ ...begin(true), tls: true });
  });

  test('keeps the login over RSET, and drops the transaction', () => {
    const after = reset(recipientGiven(mailGiven(loggedIn(begin(false), login), mail), 'b@y.test'));
    expect(after).toEqual(loggedIn(begin(false), login));
    expect(reset(after)).toBe(after);
  });

  test('counts a repeated recipient once', () => {
    const twice = recipientGiven(recipientGiven(mailGiven(begin(false), mail), 'b@y.test'), 'b@y.test');
    expect(twice.recipients).toEqual(['b@y.test']);
  });

  test('asks the policy with what it holds, and with what the command brings', () => {
    const held = recipientGiven(mailGiven(loggedIn(begin(false), login), mail), 'b@y.test');
    expect(requestAt(held, 'rcpt', { recipients: 2 })).toEqual({
      stage: 'rcpt',
      tls: false,
      tlsRequired: false,
      login,
      mail,
      recipients: 2,
      message: null,
    });
  });
});
