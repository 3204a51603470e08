import { expect, test } from 'vitest';
import type { RuleId } from './catalogue.ts';
import { decide, type Facts, type Request } from './decide.ts';
import {
  address,
  detailOf,
  facts,
  failing,
  mailbox,
  mailFrom,
  messageFrom,
  NOW,
  request,
  RULE_IDS,
  senders,
} from './requests.test-data.ts';

type Case = {
  rule: RuleId;
  request?: Partial<Request>;
  facts?: Partial<Facts>;
  reply: string;
  looksAt: string;
};

const SENDER = { field: 'Sender', mailboxes: [mailbox('c@c.test')], defects: [] };

/** One input a rule that this rule refuses and no other one does, with the reply and the fact that it looked at. */
const CASES: Case[] = [
  {
    rule: 'auth.required',
    request: { stage: 'mail', login: null },
    reply: '530 5.7.0 Authentication required',
    looksAt: 'no AUTH came before MAIL',
  },
  {
    rule: 'auth.tls-required',
    request: { tlsRequired: true, tls: false },
    reply: '538 5.7.11 Encryption required for authentication',
    looksAt: 'the session is not encrypted, and TLS is required before AUTH',
  },
  {
    rule: 'auth.mechanism',
    request: { stage: 'auth', login: { mechanism: 'CRAM-MD5', username: null } },
    facts: { credentials: null, user: null },
    reply: '504 5.5.4 Authentication mechanism not supported: "CRAM-MD5"',
    looksAt: 'the mechanism is "CRAM-MD5", not one of PLAIN, LOGIN',
  },
  {
    rule: 'auth.credentials',
    facts: { credentials: 'bad' },
    reply: '535 5.7.8 Authentication credentials invalid',
    looksAt: 'the password is not that of the user "bob"',
  },
  {
    rule: 'auth.throttled',
    facts: { throttled: '5 failed logins of "bob", until 12:01', credentials: null },
    reply: '421 4.7.0 Too many failed logins, try again later',
    looksAt: '5 failed logins of "bob", until 12:01',
  },
  {
    rule: 'user.active',
    facts: { user: { username: 'bob', active: false } },
    reply: '525 5.7.13 User account is not active',
    looksAt: 'the user "bob" is not active',
  },
  {
    rule: 'sender.well-formed',
    request: {
      mail: {
        text: 'a@@x',
        path: { ok: false, error: { code: 'x', message: 'two "@"' } },
        declaredSize: null,
      },
    },
    reply: '553 5.1.7 Sender address is not usable: "a@@x"',
    looksAt: '"a@@x": two "@"',
  },
  {
    rule: 'sender.authorized',
    request: { mail: mailFrom('b@b.test') },
    facts: { senders: senders('a@x.test', 'y.test pending') },
    reply: '550 5.7.1 Sender address is not authorized for this user: "b@b.test"',
    looksAt: `"b@b.test": not among the user's senders, which are "a@x.test" (verified), "y.test" (pending)`,
  },
  {
    rule: 'sender.verified',
    request: { mail: mailFrom('b@b.test') },
    facts: { senders: senders('a@x.test', 'b.test pending') },
    reply: '550 5.7.1 Sender address is not verified yet: "b@b.test"',
    looksAt: '"b@b.test" is covered by the domain "b.test", pending',
  },
  {
    rule: 'recipient.limit',
    request: { recipients: 101 },
    reply: '452 4.5.3 Too many recipients, 100 a message',
    looksAt: '101 of at most 100 recipients',
  },
  {
    rule: 'message.size',
    request: { message: messageFrom(['a@x.test'], { size: 26_214_401 }) },
    reply: '552 5.3.4 Message too big: 26214401 of at most 26214400 bytes',
    looksAt: 'the message has 26214401 of at most 26214400 bytes',
  },
  {
    rule: 'from.present',
    request: { message: messageFrom([], { fromCount: 0 }) },
    reply: '550 5.7.1 No From header',
    looksAt: 'there is no From header',
  },
  {
    rule: 'from.single',
    request: { message: messageFrom(['a@x.test'], { fromCount: 2 }) },
    reply: '550 5.7.1 More than one From header: 2 of them',
    looksAt: 'there are 2 From headers, disguised ones counted',
  },
  {
    rule: 'from.well-formed',
    request: { message: messageFrom([], { fromDefects: [{ code: 'x', message: 'a bare CR' }] }) },
    reply: '550 5.7.1 From header cannot be read with certainty: a bare CR',
    looksAt: 'a bare CR',
  },
  {
    rule: 'from.authorized',
    request: { message: messageFrom(['a@x.test', 'b@b.test']) },
    reply: '550 5.7.1 From address is not authorized for this user: "b@b.test"',
    looksAt: `"b@b.test": not among the user's senders, which are "a@x.test" (verified)`,
  },
  {
    rule: 'from.verified',
    request: { message: messageFrom(['b@b.test']) },
    facts: { senders: senders('a@x.test', 'b@b.test pending') },
    reply: '550 5.7.1 From address is not verified yet: "b@b.test"',
    looksAt: '"b@b.test" is covered by the address "b@b.test", pending',
  },
  {
    rule: 'from.form-supplied',
    request: { message: messageFrom(['visitor@x.test'], { formMarks: ['X-PHP-Script'] }) },
    facts: { senders: senders('x.test') },
    reply: '550 5.7.1 From address was supplied by an online form: "visitor@x.test"',
    looksAt: `the message bears X-PHP-Script, and "visitor@x.test" is none of the user's exact addresses (there are none)`,
  },
  {
    rule: 'other-senders.authorized',
    request: { message: messageFrom(['a@x.test'], { others: [SENDER] }) },
    reply: '550 5.7.1 Sender or Resent address is not authorized for this user: Sender "c@c.test"',
    looksAt: `Sender "c@c.test" is not among the user's senders`,
  },
  {
    rule: 'store.available',
    facts: { storeFailure: 'no space left in /var/lib/mail' },
    reply: '451 4.3.0 Message could not be stored, try again later',
    looksAt: 'the store failed: no space left in /var/lib/mail',
  },
];

test('there is a case for each rule, in their order', () => {
  expect(CASES.map(({ rule }) => rule)).toEqual(RULE_IDS);
});

test('the input that the cases depart from is accepted', () => {
  expect(decide(request(), facts(), NOW).action).toBe('accept');
  expect(address('a@x.test').local).toBe('a');
});

test.each(CASES)('$rule alone refuses its case, with its reply and the fact it looked at', (given) => {
  const verdict = decide(request(given.request), facts(given.facts), NOW);
  const { code, enhanced, text } = verdict.reply;
  expect(failing(verdict)).toEqual([given.rule]);
  expect(verdict.rule).toBe(given.rule);
  expect(`${code} ${enhanced} ${text}`).toBe(given.reply);
  expect(verdict.action).toBe(code < 500 ? 'defer' : 'reject');
  expect(detailOf(verdict, given.rule)).toBe(given.looksAt);
  expect(verdict.advice).not.toBe('');
});
