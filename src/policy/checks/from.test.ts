import { describe, expect, test } from 'vitest';
import { decide } from '../decide.ts';
import {
  detailOf,
  facts,
  failing,
  messageFrom,
  NOW,
  outcomes,
  request,
  senders,
} from '../requests.test-data.ts';

type More = Parameters<typeof messageFrom>[1];

/** bob sends as `a@x.test`; his other senders are `own`. */
const from = (mailboxes: string[], own: string[] = [], more: More = {}) =>
  decide(
    request({ stage: 'data', message: messageFrom(mailboxes, more) }),
    facts({ senders: senders('a@x.test', ...own) }),
    NOW,
  );

const FORM = { formMarks: ['X-PHP-Originating-Script'] };

describe('the From header', () => {
  test('passes where each of its mailboxes is a verified sender', () => {
    expect(from(['a@x.test', 'B@y.test'], ['y.test']).action).toBe('accept');
  });

  test('that is missing leaves nothing to read', () => {
    expect(outcomes(from([], [], { fromCount: 0 }))).toMatchObject({
      'from.present': 'fail',
      'from.single': 'not-reached',
      'from.well-formed': 'not-reached',
      'from.authorized': 'not-reached',
      'from.verified': 'not-reached',
      'from.form-supplied': 'not-reached',
      'other-senders.authorized': 'pass',
    });
  });

  test('that is there twice is not relied on, even if both name a sender', () => {
    expect(outcomes(from(['a@x.test'], [], { fromCount: 2 }))).toMatchObject({
      'from.present': 'pass',
      'from.single': 'fail',
      'from.well-formed': 'not-reached',
      'from.authorized': 'not-reached',
    });
  });

  test('that is not just one says so to the rules that would read it', () => {
    const none = from([], [], { fromCount: 0 });
    expect(detailOf(none, 'from.single')).toBe('there is no From header');
    expect(detailOf(none, 'from.well-formed')).toBe('there is not just one From header to read');
    expect(detailOf(none, 'from.authorized')).toBe(
      'there is no single From header that can be read with certainty',
    );
  });

  test('that can be read tells whom it names', () => {
    expect(detailOf(from(['a@x.test', 'b@y.test']), 'from.well-formed')).toBe(
      'the From header names "a@x.test", "b@y.test"',
    );
  });

  test('with a count that is none refuses', () => {
    expect(from(['a@x.test'], [], { fromCount: NaN }).rule).toBe('from.present');
    expect(from(['a@x.test'], [], { fromCount: 0.5 }).rule).toBe('from.present');
    expect(from(['a@x.test'], [], { fromCount: 1.5 }).rule).toBe('from.single');
  });

  test('that names no mailbox refuses though no defect was found', () => {
    const verdict = from([]);
    expect(verdict).toMatchObject({
      rule: 'from.well-formed',
      reply: { text: 'From header cannot be read with certainty: it names no mailbox' },
    });
    expect(failing(verdict)).toEqual(['from.well-formed']);
    expect(detailOf(verdict, 'from.well-formed')).toBe('the From header names no mailbox');
    expect(outcomes(verdict)).toMatchObject({
      'from.authorized': 'not-reached',
      'from.verified': 'not-reached',
      'from.form-supplied': 'not-reached',
    });
  });

  test('with defects is not relied on, even if it names a sender', () => {
    const verdict = from(['a@x.test'], [], {
      fromDefects: [
        { code: 'bare-cr', message: 'a bare CR' },
        { code: 'bare-cr', message: 'a bare CR' },
        { code: 'nul', message: 'a NUL' },
      ],
    });
    expect(verdict).toMatchObject({
      rule: 'from.well-formed',
      reply: { text: 'From header cannot be read with certainty: a bare CR, a NUL' },
    });
    expect(outcomes(verdict)['from.authorized']).toBe('not-reached');
  });

  test('tells defects also where there are none or several', () => {
    const flawed = { fromDefects: [{ code: 'bare-cr', message: 'a bare CR' }] };
    expect(failing(from([], [], { ...flawed, fromCount: 0 }))).toEqual(['from.present', 'from.well-formed']);
    expect(failing(from([], [], { ...flawed, fromCount: 2 }))).toEqual(['from.single', 'from.well-formed']);
  });
});

describe('the mailboxes of From', () => {
  test('that are not among the senders are named each, once', () => {
    const verdict = from(['b@b.test', 'a@x.test', 'c@c.test', 'b@b.test']);
    expect(verdict.reply.text).toBe('From address is not authorized for this user: "b@b.test", "c@c.test"');
    expect(verdict.advice).toMatch(/or add "b@b\.test" or its domain "b\.test"/);
    expect(verdict.headerFrom).toEqual(['b@b.test', 'a@x.test', 'c@c.test', 'b@b.test']);
  });

  test('that are pending are named each, and their owners asked', () => {
    const verdict = from(['b@b.test', 'a@x.test', 'c@c.test'], ['b.test pending', 'c@c.test pending']);
    expect(verdict).toMatchObject({
      rule: 'from.verified',
      reply: { text: 'From address is not verified yet: "b@b.test", "c@c.test"' },
    });
    expect(verdict.advice).toMatch(/postmaster@b\.test.*"c@c\.test"/);
  });

  test('that are pending have the owners of the first three asked, a sentence each', () => {
    const pending = ['b.test', 'c.test', 'd.test', 'e.test'];
    const verdict = from(
      pending.map((domain) => `me@${domain}`),
      pending.map((domain) => `${domain} pending`),
    );
    expect(verdict.advice.match(/Ask the owner of "\w\.test"/g)).toEqual(
      ['b', 'c', 'd'].map((name) => `Ask the owner of "${name}.test"`),
    );
    expect(verdict.advice).toContain('if it is lost. Ask the owner');
  });

  test('that are unknown and pending fail both rules, and the first is the reply', () => {
    const verdict = from(['b@b.test', 'c@c.test'], ['c@c.test pending']);
    expect(verdict.rule).toBe('from.authorized');
    expect(failing(verdict)).toEqual(['from.authorized', 'from.verified']);
  });

  test('that are all unknown leave nothing to verify', () => {
    const verdict = from(['b@b.test']);
    expect(detailOf(verdict, 'from.verified')).toBe("no mailbox in From is among the user's senders");
  });

  test('at an address literal are covered by no domain, and the advice names none', () => {
    const verdict = from(['b@[192.0.2.1]'], ['[192.0.2.1]']);
    expect(verdict.rule).toBe('from.authorized');
    expect(verdict.advice).toMatch(/or add "b@\[192\.0\.2\.1\]" to the user/);
  });

  test('fill the reply only as far as the line goes', () => {
    const many = Array.from({ length: 60 }, (_, index) => `someone${index}@elsewhere.test`);
    expect(from(many).reply.text).toMatch(
      /^From address is not authorized for this user: "someone0@elsewhere\.test", .* and 4\d more$/,
    );
    expect(detailOf(from(many), 'from.authorized')).toMatch(
      /"someone9@elsewhere\.test" and 50 more: not among/,
    );
  });
});

describe('the From of a message that an online form made', () => {
  test('passes as one of the exact addresses', () => {
    const verdict = from(['a@x.test'], [], FORM);
    expect(verdict.action).toBe('accept');
    expect(detailOf(verdict, 'from.form-supplied')).toBe(
      "the message bears X-PHP-Originating-Script, and each mailbox in From is one of the user's exact addresses",
    );
  });

  test('that is a visitor is refused by from.form-supplied, and from.authorized leaves it to that', () => {
    const verdict = from(['visitor@else.test'], [], FORM);
    expect(verdict.rule).toBe('from.form-supplied');
    expect(failing(verdict)).toEqual(['from.form-supplied']);
    expect(outcomes(verdict)).toMatchObject({
      'from.authorized': 'not-reached',
      'from.verified': 'not-reached',
    });
    expect(detailOf(verdict, 'from.authorized')).toBe(
      'left to from.form-supplied, because the message bears X-PHP-Originating-Script',
    );
    expect(verdict.advice).toBe(
      'Send as your own address ("a@x.test") and put the visitor in Reply-To ("visitor@else.test").',
    );
  });

  test('is not authorized by a domain alone, since a visitor could have typed any address of it', () => {
    const verdict = from(['visitor@y.test'], ['y.test'], FORM);
    expect(verdict).toMatchObject({
      rule: 'from.form-supplied',
      reply: { text: 'From address was supplied by an online form: "visitor@y.test"' },
    });
    expect(outcomes(verdict)).toMatchObject({ 'from.authorized': 'pass', 'from.verified': 'not-reached' });
  });

  test('tells a user of domains alone to add the own address', () => {
    const verdict = decide(
      request({ message: messageFrom(['visitor@x.test'], FORM) }),
      facts({ senders: senders('x.test') }),
      NOW,
    );
    expect(verdict.advice).toMatch(/a domain alone does not do for a form\.$/);
  });

  test('that is an exact but pending address is refused by from.verified, even if its domain is verified', () => {
    const verdict = from(['b@y.test'], ['b@y.test pending', 'y.test'], FORM);
    expect(verdict.rule).toBe('from.verified');
    expect(failing(verdict)).toEqual(['from.verified']);
    expect(from(['b@y.test'], ['b@y.test pending', 'y.test']).action).toBe('accept');
  });

  test('with one visitor among exact addresses is refused, naming the visitor', () => {
    const verdict = from(['a@x.test', 'visitor@y.test'], ['y.test'], FORM);
    expect(verdict.reply.text).toMatch(/: "visitor@y\.test"$/);
  });

  test('grants by the exact address', () => {
    expect(from(['b@y.test'], ['y.test', 'b@y.test'], FORM).grantedBy.map(({ value }) => value)).toEqual([
      'a@x.test',
      'b@y.test',
    ]);
  });
});
