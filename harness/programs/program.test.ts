import { expect, test } from 'vitest';

import { readOutput } from './program.ts';

test.each([
  ['curl', '< 550 5.7.1 From address is not authorized for this user: "x" [from.authorized d_1a]\r\n'],
  ['swaks', '<** 550 5.7.1 From address is not authorized for this user: "x" [from.authorized d_1a]\n'],
  [
    's-nail',
    's-nail: >>> SERVER: 550 5.7.1 From address is not authorized for this user: "x" [from.authorized d_1a]\n',
  ],
  [
    'msmtp',
    'msmtp: server message: 550 5.7.1 From address is not authorized for this user: "x" [from.authorized d_1a]',
  ],
  [
    'mutt',
    'SMTP session failed: 550 5.7.1 From address is not authorized for this user: "x" [from.authorized d_1a]',
  ],
  [
    'Postfix',
    'postfix/smtp[7]: 7B0C: to=<a@b.test>, dsn=5.7.1, status=bounced (host 127.0.0.1[127.0.0.1] said: ' +
      '550 5.7.1 From address is not authorized for this user: "x" [from.authorized d_1a] (in reply to end of DATA command))',
  ],
])('the reply is read out of what %s shows', (_, output) => {
  expect(readOutput(`<- 250 2.1.0 Sender ok\n${output}\n`)).toMatchObject({
    rule: 'from.authorized',
    decisionId: 'd_1a',
    reply: { code: 550, enhanced: '5.7.1' },
  });
});

test('rule and decision are read also where a program shows the reply in its own way', () => {
  const python = `smtplib.SMTPDataError: (550, b'5.7.1 From address is not authorized [from.authorized d_1a]')`;
  expect(readOutput(python)).toMatchObject({ rule: 'from.authorized', decisionId: 'd_1a' });
});

test('nothing is made up where a program shows nothing', () => {
  expect(readOutput('SMTP Error: data not accepted.')).toEqual({ rule: null, decisionId: null, reply: null });
});
