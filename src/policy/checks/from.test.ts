import { describe, expect, test } from 'vitest';
import { decide } from '../decide.ts';
import {
  detailOf,
  facts,
  failing,
  mailbox,
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

describe('Sender, Resent-From and Resent-Sender', () => {
  const other = (field: string, addresses: string[], message?: string) => ({
    field,
    mailboxes: addresses.map(mailbox),
    defects: message === undefined ? [] : [{ code: 'x', message }],
  });

  test('pass where each names verified senders', () => {
    const verdict = from(['a@x.test'], ['y.test'], {
      others: [other('Sender', ['a@x.test']), other('Resent-From', ['b@y.test', 'a@x.test'])],
    });
    expect(verdict.action).toBe('accept');
    expect(detailOf(verdict, 'other-senders.authorized')).toMatch(
      /^Sender "a@x\.test" is covered by .*Resent-From "b@y\.test" is covered by/,
    );
  });

  test('are refused where they name someone else, each with its field', () => {
    const verdict = from(['a@x.test'], [], {
      others: [other('Sender', ['b@b.test']), other('Resent-Sender', ['c@c.test', 'a@x.test'])],
    });
    expect(verdict.reply.text).toBe(
      'Sender or Resent address is not authorized for this user: Sender "b@b.test", Resent-Sender "c@c.test"',
    );
    expect(verdict.advice).toBe("Leave the field out, or set it to one of the user's verified senders.");
  });

  test('are refused where a sender is pending, and its owner is asked', () => {
    const verdict = from(['a@x.test'], ['b.test pending'], { others: [other('Sender', ['b@b.test'])] });
    expect(verdict).toMatchObject({
      rule: 'other-senders.authorized',
      reply: { text: expect.stringContaining('Sender "b@b.test"') },
    });
    expect(verdict.advice).toMatch(/^Ask the owner of "b\.test"/);
  });

  test('are refused where they cannot be read, even if they name a sender', () => {
    const verdict = from(['a@x.test'], [], { others: [other('Sender', ['a@x.test'], 'two mailboxes')] });
    expect(verdict.reply.text).toBe(
      'Sender or Resent address is not authorized for this user: Sender cannot be read with certainty',
    );
    expect(detailOf(verdict, 'other-senders.authorized')).toBe('Sender: two mailboxes');
  });

  test('are refused where they name nobody', () => {
    const verdict = from(['a@x.test'], [], { others: [other('Sender', [])] });
    expect(detailOf(verdict, 'other-senders.authorized')).toBe('Sender: names no mailbox');
  });
});

test('the words of a store that failed are recorded and not told to the client', () => {
  const verdict = decide(request(), facts({ storeFailure: 'disk full: /srv/secret' }), NOW);
  expect(verdict).toMatchObject({ action: 'defer', rule: 'store.available', reply: { code: 451 } });
  expect(JSON.stringify([verdict.reply, verdict.advice])).not.toContain('/srv');
  expect(detailOf(verdict, 'store.available')).toContain('/srv/secret');
});
