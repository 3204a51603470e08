import { describe, expect, test } from 'vitest';

import { createVerdict, type Verdict } from '../verdict.ts';
import { toBeAccepted } from './to-be-accepted.ts';
import { toBeRefusedBy } from './to-be-refused-by.ts';

const stubs = { api: {} as never, url: 'http://x.test', list: 'x' };

/** A verdict by what the reply says; the decision that it names says the same, unless it is given. */
const verdict = (
  code: number,
  enhanced: string,
  rule: string | null,
  decided: string | null = rule,
): Verdict => {
  const made = createVerdict(
    {
      asked: 'MAIL FROM:<a@b.test>',
      reply: { code, enhanced, text: `Said [${rule ?? 'accept'} d_1]`, lines: [] },
      accepted: code < 400,
      rule,
      decisionId: 'd_1',
      transcript: ['-> MAIL FROM:<a@b.test>', `<- ${code}`],
    },
    stubs,
  );
  return {
    ...made,
    decision: () => Promise.resolve({ rule: decided, rules: [], advice: 'Do better.' } as never),
  };
};

const ACCEPTED = verdict(250, '2.1.0', null);
const REFUSED = verdict(550, '5.7.1', 'sender.authorized');
const SYNTAX = verdict(501, '5.5.4', null);

describe('toBeAccepted', () => {
  test.each([
    ['an acceptance', ACCEPTED, true],
    ['a refusal', REFUSED, false],
    ['a line that could not be read', SYNTAX, false],
    ['a challenge that goes on', { ...ACCEPTED, reply: { ...ACCEPTED.reply!, code: 334 } }, false],
  ])('of %s', async (_, given, pass) => {
    expect((await toBeAccepted(false, given)).pass).toBe(pass);
  });

  test('denied, wants a refusal by a rule: what could not even be read does not pass for one', async () => {
    expect((await toBeAccepted(true, REFUSED)).pass).toBe(false);
    expect((await toBeAccepted(true, SYNTAX)).pass).toBe(true);
    expect((await toBeAccepted(true, ACCEPTED)).pass).toBe(true);
  });
});

describe('toBeRefusedBy', () => {
  test.each([
    ['the refusal by it', REFUSED, true],
    ['an acceptance', ACCEPTED, false],
    ['a refusal by another rule', verdict(550, '5.7.1', 'sender.verified'), false],
    ['other codes than the catalogue has', verdict(451, '4.3.0', 'sender.authorized'), false],
    [
      'a decision that says something else',
      verdict(550, '5.7.1', 'sender.authorized', 'sender.verified'),
      false,
    ],
    ['a refusal without a rule', SYNTAX, false],
  ])('of %s', async (_, given, pass) => {
    expect((await toBeRefusedBy(false, given, 'sender.authorized')).pass).toBe(pass);
  });

  test('denied, wants an answer: what was never answered does not pass for one', async () => {
    const silent = { ...REFUSED, reply: null, rule: null };
    expect((await toBeRefusedBy(true, silent, 'sender.authorized')).pass).toBe(true);
    expect((await toBeRefusedBy(true, REFUSED, 'sender.authorized')).pass).toBe(true);
    expect((await toBeRefusedBy(true, REFUSED, 'from.single')).pass).toBe(false);
    expect((await toBeRefusedBy(true, ACCEPTED, 'sender.authorized')).pass).toBe(false);
  });

  test('says what was wanted and what came, by which rule, what to do, where to read on, and what was said', async () => {
    const { message } = await toBeRefusedBy(false, REFUSED, 'from.single');
    expect(message()).toBe(
      [
        "expect(verdict).toBeRefusedBy('from.single')",
        'another rule refused: sender.authorized',
        '',
        'wanted:   550 5.7.1 by from.single',
        'came:     550 5.7.1 Said [sender.authorized d_1]',
        "rule:     sender.authorized (refuses: A MAIL FROM that matches none of the user's senders)",
        'advice:   Do better.',
        'decision: http://x.test/decisions/d_1',
        '',
        'the last of what was said (MAIL FROM:<a@b.test>):',
        '  -> MAIL FROM:<a@b.test>',
        '  <- 550',
      ].join('\n'),
    );
  });
});
