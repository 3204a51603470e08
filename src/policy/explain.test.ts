import { describe, expect, test } from 'vitest';
import { explain, type Explained } from './explain.ts';
import { detailOf, NOW, outcomes, senders } from './requests.test-data.ts';

const bytes = (...lines: string[]) => new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);

const MESSAGE = bytes('From: A <a@x.test>', 'To: t@else.test', 'Subject: Hello', '', 'Hello');

const BOB = { user: { username: 'bob', active: true }, senders: senders('a@x.test', 'y.test') };

const ask = (more: Partial<Explained> = {}, facts: Parameters<typeof explain>[1] = BOB) =>
  explain({ username: 'bob', mailFrom: 'a@x.test', message: MESSAGE, ...more }, facts, NOW);

describe('explains as SMTP would answer', () => {
  test('a message that passes every rule', () => {
    const verdict = ask();
    expect(verdict).toMatchObject({
      action: 'accept',
      username: 'bob',
      mailFrom: 'a@x.test',
      headerFrom: ['a@x.test'],
    });
    expect(Object.values(outcomes(verdict)).every((outcome) => outcome === 'pass')).toBe(true);
    expect(verdict.grantedBy).toMatchObject([{ value: 'a@x.test' }]);
    expect(detailOf(verdict, 'auth.tls-required')).toBe('the session is encrypted');
  });

  test('an unknown user at AUTH', () => {
    const verdict = ask({ username: 'nobody' }, { user: null, senders: [] });
    expect(verdict).toMatchObject({
      rule: 'auth.credentials',
      username: 'nobody',
      mailFrom: null,
      headerFrom: [],
    });
  });

  test('an inactive user at AUTH', () => {
    expect(ask({}, { ...BOB, user: { username: 'bob', active: false } }).rule).toBe('user.active');
  });

  test('an envelope that is not authorized at MAIL, before anything of the message is known', () => {
    const verdict = ask({ mailFrom: 'b@b.test' });
    expect(verdict).toMatchObject({ rule: 'sender.authorized', mailFrom: 'b@b.test', headerFrom: [] });
    expect(detailOf(verdict, 'from.present')).toBe('the client was refused at MAIL');
  });

  test('a null path at MAIL', () => {
    expect(ask({ mailFrom: '' })).toMatchObject({ rule: 'sender.well-formed', mailFrom: '' });
  });

  test('too many recipients at RCPT', () => {
    const rcptTo = Array.from({ length: 101 }, (_, index) => `r${index}@else.test`);
    expect(ask({ rcptTo })).toMatchObject({ rule: 'recipient.limit', headerFrom: [] });
    expect(ask({ rcptTo: rcptTo.slice(1) }).action).toBe('accept');
    expect(ask({ rcptTo: [] }).action).toBe('accept');
  });

  test('a message that is too big already at MAIL, as the client would declare its size', () => {
    expect(ask({ message: new Uint8Array(26_214_401) }).rule).toBe('message.size');
  });

  test('a From that is not authorized at the end of DATA', () => {
    const verdict = ask({ message: bytes('From: b@b.test', '', 'Hello') });
    expect(verdict).toMatchObject({ rule: 'from.authorized', headerFrom: ['b@b.test'] });
  });

  test('a message without From, and one with two', () => {
    expect(ask({ message: bytes('Subject: Hello', '', 'Hello') }).rule).toBe('from.present');
    expect(ask({ message: bytes('From: a@x.test', 'From: b@b.test', '', 'Hello') }).rule).toBe('from.single');
  });

  test('a visitor whom a form put into From', () => {
    const message = bytes('X-PHP-Originating-Script: 33:contact.php', 'From: visitor@y.test', '', 'Hello');
    expect(ask({ message }).rule).toBe('from.form-supplied');
  });

  test('a Sender that is not authorized', () => {
    const message = bytes('From: a@x.test', 'Sender: b@b.test', '', 'Hello');
    expect(ask({ message }).rule).toBe('other-senders.authorized');
  });

  test('an address beyond ASCII, since clients that need SMTPUTF8 ask for it', () => {
    const own = { ...BOB, senders: senders('jürgen@x.test') };
    expect(
      ask({ mailFrom: 'jürgen@x.test', message: bytes('From: jürgen@x.test', '', 'Hello') }, own).action,
    ).toBe('accept');
  });
});
