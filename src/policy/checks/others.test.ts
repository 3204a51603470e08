import { describe, expect, test } from 'vitest';
import { decide } from '../decide.ts';
import { detailOf, facts, mailbox, messageFrom, NOW, request, senders } from '../requests.test-data.ts';

/** bob sends as `a@x.test`; his other senders are `own`. */
const from = (mailboxes: string[], own: string[], more: Parameters<typeof messageFrom>[1]) =>
  decide(
    request({ stage: 'data', message: messageFrom(mailboxes, more) }),
    facts({ senders: senders('a@x.test', ...own) }),
    NOW,
  );

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

  test('have the owners of the first three pending senders asked, a sentence each', () => {
    const pending = ['b.test', 'c.test', 'd.test', 'e.test'];
    const verdict = from(
      ['a@x.test'],
      pending.map((domain) => `${domain} pending`),
      {
        others: [
          other(
            'Resent-From',
            pending.map((domain) => `me@${domain}`),
          ),
        ],
      },
    );
    expect(verdict.advice.match(/Ask the owner of "\w\.test"/g)).toHaveLength(3);
    expect(verdict.advice).toContain('if it is lost. Ask the owner');
  });

  test('are refused where they cannot be read, even if they name a sender', () => {
    const verdict = from(['a@x.test'], [], { others: [other('Sender', ['a@x.test'], 'two mailboxes')] });
    expect(verdict.reply.text).toBe(
      'Sender or Resent address is not authorized for this user: Sender cannot be read with certainty',
    );
    expect(detailOf(verdict, 'other-senders.authorized')).toBe('Sender: two mailboxes');
    expect(verdict.advice).toBe("Leave the field out, or set it to one of the user's verified senders.");
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
