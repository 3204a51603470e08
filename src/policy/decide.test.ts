import { describe, expect, test } from 'vitest';
import { RULES, STAGES } from './catalogue.ts';
import { decide, decideBy, nameDecision, type Request } from './decide.ts';
import {
  detailOf,
  facts,
  failing,
  mailFrom,
  messageFrom,
  NOW,
  outcomes,
  request,
  RULE_IDS,
  senders,
} from './requests.test-data.ts';

describe('default deny', () => {
  test('a policy without a check refuses everything for now', () => {
    const verdict = decideBy({}, request(), facts(), NOW);
    expect(verdict).toMatchObject({
      action: 'defer',
      rule: 'auth.tls-required',
      reply: { code: 451, enhanced: '4.3.0' },
    });
    expect(verdict.grantedBy).toEqual([]);
  });

  test('a user without senders sends nothing', () => {
    expect(decide(request(), facts({ senders: [] }), NOW)).toMatchObject({
      action: 'reject',
      rule: 'sender.authorized',
    });
  });

  test('a stage that is none judges nothing and refuses', () => {
    const verdict = decide(request({ stage: 'quit' as 'data' }), facts(), NOW);
    expect(verdict).toMatchObject({ action: 'defer', rule: 'auth.required', reply: { code: 451 } });
    expect(failing(verdict)).toEqual(['auth.required']);
  });

  test('what no rule refuses but one could not judge is refused by that one', () => {
    const verdict = decide(request({ stage: 'auth', login: null }), facts(), NOW);
    expect(verdict).toMatchObject({
      action: 'defer',
      rule: 'auth.tls-required',
      reply: { code: 451, enhanced: '4.3.0' },
    });
    expect(detailOf(verdict, 'auth.tls-required')).toBe('could not be judged: nobody has tried to log in');
  });

  test('a single missing check refuses by its rule', () => {
    const allBut = Object.fromEntries(
      RULE_IDS.slice(1).map((id) => [id, () => ({ outcome: 'pass', detail: '' }) as const]),
    );
    expect(decideBy(allBut, request(), facts(), NOW)).toMatchObject({
      action: 'defer',
      rule: 'auth.required',
    });
    const all = { ...allBut, 'auth.required': () => ({ outcome: 'pass', detail: '' }) as const };
    expect(decideBy(all, request(), facts(), NOW).action).toBe('accept');
  });
});

describe('the record', () => {
  test('says of a rule without a check that it has none', () => {
    const verdict = decideBy({}, request({ stage: 'auth' }), facts(), NOW);
    expect(detailOf(verdict, 'user.active')).toBe('could not be judged: the rule has no check');
  });

  test.each([
    ['at AUTH', {}, { credentials: 'bad' }],
    ['at MAIL', { mail: mailFrom('b@b.test') }, {}],
    ['at RCPT', { recipients: 101 }, {}],
    ['at the end of DATA', { message: messageFrom(['b@b.test']) }, {}],
  ] as const)('says where the client was refused: %s', (moment, asked, known) => {
    const verdict = decide(request(asked), facts(known), NOW);
    expect(detailOf(verdict, 'store.available')).toBe(`the client was refused ${moment}`);
  });

  test('of what is granted is empty where that cannot be told, whatever the checks say', () => {
    const passing = Object.fromEntries(
      RULE_IDS.map((id) => [id, () => ({ outcome: 'pass', detail: '' }) as const]),
    );
    const asked = request({ message: {} as NonNullable<Request['message']> });
    expect(decideBy(passing, asked, facts(), NOW).grantedBy).toEqual([]);
  });
});

describe('a rule that throws', () => {
  const broken = (error: unknown, key: keyof Request): Request =>
    Object.defineProperty(request(), key, {
      get: () => {
        throw error;
      },
    });

  test('refuses for now, names itself and passes nothing', () => {
    const verdict = decide(broken(new Error('the disk is on fire'), 'recipients'), facts(), NOW);
    expect(verdict).toMatchObject({
      action: 'defer',
      rule: 'recipient.limit',
      reply: { code: 451, enhanced: '4.3.0', text: 'Could not be judged, try again later' },
    });
    expect(detailOf(verdict, 'recipient.limit')).toBe('could not be judged: the disk is on fire');
    expect(verdict.advice).toMatch(/Try again later/);
    expect(nameDecision(verdict, 'd_1').reply.text).toMatch(/ \[recipient\.limit d_1\]$/);
  });

  test('need not throw an error', () => {
    const verdict = decide(broken('plop', 'recipients'), facts(), NOW);
    expect(detailOf(verdict, 'recipient.limit')).toBe('could not be judged: its check broke');
  });

  test.each([
    ['stage', 'auth.required'],
    ['tls', 'auth.tls-required'],
    ['login', 'auth.tls-required'],
    ['mail', 'sender.well-formed'],
    ['message', 'message.size'],
  ] as const)('in %s is answered by 451 of %s', (key, rule) => {
    expect(decide(broken(new Error('broken'), key), facts(), NOW)).toMatchObject({
      action: 'defer',
      rule,
      reply: { code: 451 },
    });
  });

  test('also where a fact breaks', () => {
    const unreadable = {
      ...facts(),
      get senders(): never {
        throw new Error('no senders could be read');
      },
    };
    expect(decide(request(), unreadable, NOW)).toMatchObject({ action: 'defer', rule: 'sender.authorized' });
  });

  test('describes the verdict as far as it can', () => {
    expect(decide(broken(new Error('broken'), 'login'), facts(), NOW).username).toBeNull();
    expect(decide(broken(new Error('broken'), 'mail'), facts(), NOW).mailFrom).toBeNull();
    expect(decide(broken(new Error('broken'), 'message'), facts(), NOW).headerFrom).toEqual([]);
  });
});

describe('what must be there and is not', () => {
  test.each([
    ['a reverse-path', { stage: 'mail', mail: null } as const, 'sender.well-formed'],
    ['a message', { stage: 'data', message: null } as const, 'message.size'],
    ['a count of recipients', { stage: 'rcpt', recipients: NaN } as const, 'recipient.limit'],
  ])('%s refuses', (_, missing, rule) => {
    const verdict = decide(request(missing), facts(), NOW);
    expect(verdict.action).toBe('defer');
    expect(verdict.rule).toBe(rule);
  });
});

describe('stages', () => {
  const GOOD: [(typeof STAGES)[number], number, string][] = [
    ['auth', 235, '2.7.0'],
    ['mail', 250, '2.1.0'],
    ['rcpt', 250, '2.1.5'],
    ['data', 250, '2.0.0'],
    ['commit', 250, '2.0.0'],
  ];

  test.each(GOOD)('%s is answered %i %s where nothing refuses', (stage, code, enhanced) => {
    const verdict = decide(request({ stage }), facts(), NOW);
    expect(verdict).toMatchObject({
      at: NOW,
      action: 'accept',
      rule: null,
      reply: { code, enhanced },
      advice: '',
    });
  });

  test.each(GOOD)('all rules up to %s pass, and the later ones are not reached', (stage) => {
    const reached = STAGES.slice(0, STAGES.indexOf(stage) + 1);
    const judged = (rule: (typeof RULES)[number]) =>
      reached.includes(rule.stage) || (rule.id === 'message.size' && reached.includes('mail'));
    const expected = RULES.map((rule) => [rule.id, judged(rule) ? 'pass' : 'not-reached']);
    const verdict = decide(request({ stage }), facts(), NOW);
    expect(Object.entries(outcomes(verdict))).toEqual(expected);
  });

  test('what lies beyond says that the client has not come that far', () => {
    expect(detailOf(decide(request({ stage: 'mail' }), facts(), NOW), 'from.single')).toBe(
      'the client has not come that far',
    );
  });

  test('what lies behind a refusal says where the client was refused', () => {
    const verdict = decide(request({ mail: mailFrom('z@z.test') }), facts(), NOW);
    expect(detailOf(verdict, 'recipient.limit')).toBe('the client was refused at MAIL');
    expect(detailOf(verdict, 'from.single')).toBe('the client was refused at MAIL');
  });

  test('all rules of the stage that refuses are judged, and the first one is the reply', () => {
    const message = messageFrom([], {
      fromCount: 0,
      size: 99_999_999,
      others: [{ field: 'Sender', mailboxes: [], defects: [] }],
    });
    const verdict = decide(request({ message }), facts(), NOW);
    expect(verdict.rule).toBe('message.size');
    expect(failing(verdict)).toEqual(['message.size', 'from.present', 'other-senders.authorized']);
  });

  test('nothing is granted before the message is there', () => {
    expect(decide(request({ stage: 'rcpt' }), facts(), NOW).grantedBy).toEqual([]);
  });
});

describe('a verdict', () => {
  test('names user, envelope, header and the senders that granted them, the envelope first', () => {
    const message = messageFrom(['B@y.test', 'a@x.test'], {
      others: [{ field: 'Sender', mailboxes: messageFrom(['c@z.test']).originators.from, defects: [] }],
    });
    const own = senders('z.test', 'y.test', 'x.test', 'a@x.test pending');
    const verdict = decide(request({ message }), facts({ senders: own }), NOW);
    expect(verdict).toMatchObject({
      action: 'accept',
      username: 'bob',
      mailFrom: 'a@x.test',
      headerFrom: ['B@y.test', 'a@x.test'],
      grantedBy: [
        { id: 's_x.test', kind: 'domain', value: 'x.test' },
        { id: 's_y.test', kind: 'domain', value: 'y.test' },
        { id: 's_z.test', kind: 'domain', value: 'z.test' },
      ],
    });
  });

  test('grants nothing where it refuses', () => {
    expect(decide(request(), facts({ storeFailure: 'disk full' }), NOW).grantedBy).toEqual([]);
  });

  test('takes the name as the client gave it where there is no user', () => {
    const login = { mechanism: 'PLAIN', username: 'nobody' };
    expect(decide(request({ login }), facts({ user: null, credentials: 'bad' }), NOW).username).toBe(
      'nobody',
    );
  });

  test('does not keep a password that stands in the place of the name', () => {
    const login = { mechanism: 'PLAIN', username: 'spw_0123456789abcdef' };
    const verdict = decide(request({ login }), facts({ user: null, credentials: 'bad' }), NOW);
    expect(JSON.stringify(verdict)).not.toContain('spw_');
  });

  test('is of one line whatever it is told', () => {
    const verdict = decide(
      request({
        mail: {
          text: 'a\r\n250 Ok@x',
          path: { ok: false, error: { code: 'x', message: 'b\r\nad' } },
          declaredSize: null,
        },
      }),
      facts(),
      NOW,
    );
    expect(verdict.reply.text).toBe('Sender address is not usable: "a<U+000D><U+000A>250 Ok@x"');
    expect(detailOf(verdict, 'sender.well-formed')).toBe('"a<U+000D><U+000A>250 Ok@x": b<U+000D><U+000A>ad');
  });
});

describe('a named decision', () => {
  test('of a refusal ends with the ids of rule and decision', () => {
    const decision = nameDecision(decide(request({ login: null }), facts(), NOW), 'd_42');
    expect(decision).toMatchObject({
      id: 'd_42',
      reply: { code: 530, enhanced: '5.7.0', text: 'Authentication required [auth.required d_42]' },
    });
  });

  test('of an accept leaves the reply to the relay', () => {
    expect(nameDecision(decide(request(), facts(), NOW), 'd_42')).toMatchObject({
      id: 'd_42',
      reply: { text: 'Ok' },
    });
  });
});
