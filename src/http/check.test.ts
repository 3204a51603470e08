import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { check, checkQuery } from './check.ts';
import { pageQuery } from './contract/common.ts';
import { FaultsJson } from './contract/faults.ts';
import { NewUser } from './contract/users.ts';

const errorsOf = (schema: z.ZodType, value: unknown) => {
  const checked = check(schema, value);
  return checked.ok ? [] : checked.error.map(({ field, message }) => `${field}: ${message}`);
};

const fault = (when: object, then: object, more: object = {}) => [{ when, then, ...more }];
const REPLY = { code: 451, enhanced: '4.3.0', text: 'Later' };

const CASES: [says: string, schema: z.ZodType, value: unknown, errors: (string | RegExp)[]][] = [
  ['a body that is no object', NewUser, [], [': must be an object, not []']],
  ['no body', NewUser, undefined, [': is required: give an object']],
  [
    'an unknown field',
    NewUser,
    { colour: 1 },
    [/^colour: is not a field here; known are username, active, /],
  ],
  [
    'two wrong types',
    NewUser,
    { active: 'yes', note: 5 },
    ['active: must be true or false, not "yes"', 'note: must be a string, not 5'],
  ],
  ['null where a value belongs', NewUser, { note: null }, ['note: must be a string, not null']],
  [
    'a priority beyond',
    NewUser,
    { priority: 6 },
    [/^priority: must be one of 1 \(very high\), .* 5 \(very low\)$/],
  ],
  ['a priority in words', NewUser, { priority: 'high' }, [/^priority: must be one of 1 /]],
  ['a user name with a blank', NewUser, { username: 'a b' }, [/^username: must be 1 to 64 printable ASCII/]],
  ['a user name with a colon', NewUser, { username: 'a:b' }, [/^username: must be 1 to 64/]],
  ['an empty user name', NewUser, { username: '' }, [/^username: must be 1 to 64/]],
  ['control characters in a note', NewUser, { note: 'a\u0000' }, ['note: must not hold control characters']],
  ['a note without end', NewUser, { note: 'x'.repeat(4001) }, ['note: is too long; 4000 characters at most']],
  ['a good fault', FaultsJson, fault({ stage: 'mail' }, REPLY, { times: 1 }), []],
  ['a good delay', FaultsJson, fault({ stage: 'connect' }, { delayMs: 60_000 }), []],
  [
    'a good disconnect',
    FaultsJson,
    fault({ stage: 'rcpt', user: 'a', matches: '^x' }, { disconnect: true }),
    [],
  ],
  ['no stage', FaultsJson, fault({}, REPLY), [/^0.when.stage: is required: give one of "connect"/]],
  [
    'an unknown stage',
    FaultsJson,
    fault({ stage: 'quit' }, REPLY),
    [/^0.when.stage: must be one of "connect", .* not "quit"$/],
  ],
  [
    'a fault that lets through',
    FaultsJson,
    fault({ stage: 'mail' }, { ...REPLY, code: 250 }),
    [/^0.then.code: must be 400 to 599/],
  ],
  [
    'classes that differ',
    FaultsJson,
    fault({ stage: 'mail' }, { ...REPLY, enhanced: '5.7.1' }),
    [/^0.then.enhanced: must begin with the digit/],
  ],
  [
    'an enhanced code of success',
    FaultsJson,
    fault({ stage: 'mail' }, { ...REPLY, enhanced: '2.0.0' }),
    [/^0.then.enhanced: must be an enhanced/],
  ],
  [
    'a reply of two lines',
    FaultsJson,
    fault({ stage: 'mail' }, { ...REPLY, text: 'a\r\nb' }),
    [/^0.then.text: must be 1 to 200 printable/],
  ],
  [
    'a delay without end',
    FaultsJson,
    fault({ stage: 'mail' }, { delayMs: 60_001 }),
    ['0.then.delayMs: must be at most 60000, not 60001'],
  ],
  [
    'a disconnect that is none',
    FaultsJson,
    fault({ stage: 'mail' }, { disconnect: false }),
    ['0.then.disconnect: must be true, not false'],
  ],
  [
    'two effects at once',
    FaultsJson,
    fault({ stage: 'mail' }, { ...REPLY, delayMs: 1 }),
    [/^0.then: must be \{code, enhanced, text\}/],
  ],
  ['no effect', FaultsJson, fault({ stage: 'mail' }, {}), [/^0.then: must be/]],
  [
    'a pattern that is none',
    FaultsJson,
    fault({ stage: 'mail', matches: '(' }, REPLY),
    [/^0.when.matches: is not a regular expression/],
  ],
  [
    'a user before login',
    FaultsJson,
    fault({ stage: 'connect', user: 'a' }, REPLY),
    [/^0.when.user: cannot be known at "connect"/],
  ],
  [
    'a fault that never happens',
    FaultsJson,
    fault({ stage: 'mail' }, REPLY, { times: 0 }),
    ['0.times: must be at least 1, not 0'],
  ],
  ['no array', FaultsJson, {}, [': must be an array, not {}']],
];

describe('check', () => {
  it.each(CASES)('says what is wrong with %s', (_, schema, value, errors) => {
    const got = errorsOf(schema, value);
    expect(got).toHaveLength(errors.length);
    got.forEach((one, i) =>
      expect(one).toMatch(
        errors[i] instanceof RegExp
          ? errors[i]
          : new RegExp(`^${(errors[i] as string).replace(/[^\w ]/g, '\\$&')}$`),
      ),
    );
  });

  it('cuts what it quotes', () => {
    expect(errorsOf(z.strictObject({ a: z.number() }), { a: 'x'.repeat(500) })[0]!.length).toBeLessThan(120);
  });
});

describe('checkQuery', () => {
  const page = z.strictObject(pageQuery);

  it('reads numbers and completes what is left out', () => {
    expect(checkQuery(page, { limit: ['7'] })).toEqual({ ok: true, value: { limit: 7 } });
    expect(checkQuery(page, {})).toEqual({ ok: true, value: { limit: 100 } });
  });

  it.each([
    [{ limit: ['1', '2'] }, 'limit', /given 2 times/],
    [{ limit: ['0'] }, 'limit', /at least 1/],
    [{ limit: ['1001'] }, 'limit', /at most 1000/],
    [{ limit: ['many'] }, 'limit', /must be a number/],
    [{ limit: ['1.5'] }, 'limit', /whole number/],
    [{ page: ['2'] }, 'page', /known are limit, cursor/],
  ])('refuses %j', (query, field, message) => {
    expect(checkQuery(page, query as Record<string, string[]>)).toMatchObject({
      error: [{ field, message: expect.stringMatching(message) }],
    });
  });
});
