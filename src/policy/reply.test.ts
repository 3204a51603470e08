import { expect, test } from 'vitest';
import type { Reply } from '../model/decision.ts';
import { RULES, ruleById, type Rule } from './catalogue.ts';
import { ACCEPTED, formatAccepted, refusal, tagged, UNJUDGED } from './reply.ts';

const ID = 'd_4k7x0q2m9c3e8r5t1w6z';

const line = ({ code, enhanced, text }: Reply): string => `${code} ${enhanced} ${text}\r\n`;

const AUTHORIZED = ruleById('from.authorized') as Rule;

test('a refusal is the sentence, then what it refused', () => {
  expect(refusal(AUTHORIZED, ['"a@x.test"', '"b@y.test"']).text).toBe(
    'From address is not authorized for this user: "a@x.test", "b@y.test"',
  );
});

test('a refusal that names nothing is the sentence', () => {
  expect(refusal(AUTHORIZED, [])).toEqual(AUTHORIZED.reply);
});

test.each(RULES.map((rule) => [rule.id, rule] as const))(
  '%s with everything it names fits into one line',
  (_, rule) => {
    for (const named of [['x'.repeat(9000)], Array.from({ length: 500 }, () => '"someone@somewhere.test"')]) {
      const reply = tagged(refusal(rule, named), rule.id, ID);
      expect(line(reply).length).toBeLessThanOrEqual(512);
      expect(line(reply).length).toBeGreaterThan(440);
      expect(reply.text.endsWith(` [${rule.id} ${ID}]`)).toBe(true);
      // What does not fit is counted or shortened, never cut by the ids.
      expect(reply.text).toMatch(/(?: and \d+ more|\.\.\.) \[/);
    }
  },
);

test('an id that is longer than ours cuts the text and stands at the end all the same', () => {
  const reply = tagged(refusal(AUTHORIZED, ['x'.repeat(9000)]), AUTHORIZED.id, 'd'.repeat(100));
  expect(line(reply).length).toBe(512);
  expect(reply.text).toMatch(/ \[from\.authorized d{100}\]$/);
});

test('the texts of the rules and of the accepts are printable ASCII', () => {
  const texts = [
    ...RULES.map(({ reply }) => reply.text),
    ...Object.values(ACCEPTED).map(({ text }) => text),
    UNJUDGED.text,
  ];
  for (const text of texts) expect(text).toMatch(/^[ -~]+$/);
});

test('an accepted message is told with its id and that of the decision', () => {
  expect(formatAccepted('m_1', 'd_2')).toBe('Ok: queued as m_1 [accept d_2]');
});
