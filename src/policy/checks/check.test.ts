import { expect, test } from 'vitest';
import { fail, unjudged } from './check.ts';

test('a failure without advice of its own leaves it to the rule', () => {
  expect(fail('no')).toEqual({ outcome: 'fail', detail: 'no', named: [], advice: null, unjudged: false });
});

test('what a failure names and advises is one printable line each, what the reply names in ASCII', () => {
  expect(fail('a\nb', { named: ['ü\0'], advice: 'ü\r' })).toMatchObject({
    detail: 'a<U+000A>b',
    named: ['<U+00FC><U+0000>'],
    advice: 'ü<U+000D>',
  });
});

test('what could not be judged is a failure that says why, and to try again', () => {
  expect(unjudged('no facts')).toMatchObject({
    outcome: 'fail',
    detail: 'could not be judged: no facts',
    advice: expect.stringContaining('Try again later'),
    unjudged: true,
  });
});
