import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mailbox } from '../model/mailbox.ts';
import type { Originators } from '../model/originators.ts';
import type { Defect } from '../model/result.ts';
import type { Sender } from '../model/sender.ts';
import { STAGES } from './catalogue.ts';
import { decide, nameDecision, type Facts, type Request } from './decide.ts';
import { address, facts, NOW, outcomes, request, RULE_IDS, sender } from './requests.test-data.ts';

const runs = { numRuns: Number(process.env['FC_RUNS'] ?? 2000) };

const ADDRESSES = [
  'a@x.test',
  'A@x.test',
  'b@x.test',
  'a@sub.x.test',
  'c@y.test',
  '"q q"@y.test',
  'ü@bücher.test',
  'l@[192.0.2.1]',
];
const KEYS = [
  'a@x.test',
  'b@x.test',
  'x.test',
  'sub.x.test',
  'c@y.test',
  'y.test',
  'xn--bcher-kva.test',
  '[192.0.2.1]',
];

/** Mostly what is said in an honest session, so that accepts are as frequent as refusals. */
const mostly = <T>(usual: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ maxLength: 30 }));
const anyDefect = fc.record({ code: anyText, message: anyText });
const anyAddress = fc.constantFrom(...ADDRESSES).map(address);
const anyMailbox = fc.record({ name: anyText, address: anyAddress });
const fewMailboxes = fc.array(anyMailbox, { minLength: 1, maxLength: 3 });
const noDefects = mostly<Defect[]>([], fc.array(anyDefect, { maxLength: 3 }));

const anySender: fc.Arbitrary<Sender> = fc
  .tuple(fc.constantFrom(...KEYS), fc.boolean(), fc.constantFrom(null, NOW - 1, NOW + 1))
  .map(([key, pending, expiresAt]) => ({ ...sender(pending ? `${key} pending` : key), expiresAt }));
const anySenders = fc.array(anySender, { maxLength: 8 });

const anyLogin = fc.record({ mechanism: mostly('PLAIN', anyText), username: fc.option(anyText) });
const anyMail = fc.record({
  text: anyText,
  path: fc.oneof(
    { weight: 9, arbitrary: anyAddress.map((value) => ({ ok: true as const, value })) },
    { weight: 1, arbitrary: anyDefect.map((error) => ({ ok: false as const, error })) },
  ),
  declaredSize: fc.option(mostly(1000, fc.double())),
});
const anyMessage = fc.record({
  size: mostly(1000, fc.double()),
  formMarks: fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.array(anyText, { minLength: 1, maxLength: 2 }) },
  ),
  originators: fc.record({
    fromCount: mostly(1, fc.integer({ min: 0, max: 3 })),
    from: mostly<Mailbox[]>(
      [{ name: '', address: address('a@x.test') }],
      fc.array(anyMailbox, { maxLength: 3 }),
    ),
    fromDefects: noDefects,
    others: mostly<Originators['others']>(
      [],
      fc.array(fc.record({ field: anyText, mailboxes: fewMailboxes, defects: noDefects }), { maxLength: 2 }),
    ),
  }),
});

const anyRequest: fc.Arbitrary<Request> = fc.record({
  stage: fc.oneof(fc.constant('commit' as const), fc.constantFrom(...STAGES)),
  tls: fc.boolean(),
  tlsRequired: mostly(false, fc.boolean()),
  login: mostly<Request['login']>({ mechanism: 'PLAIN', username: 'bob' }, fc.option(anyLogin)),
  mail: fc.oneof({ weight: 9, arbitrary: anyMail }, { weight: 1, arbitrary: fc.constant(null) }),
  recipients: mostly(1, fc.integer({ min: -1, max: 200 })),
  message: fc.oneof({ weight: 9, arbitrary: anyMessage }, { weight: 1, arbitrary: fc.constant(null) }),
});

const anyFacts: fc.Arbitrary<Facts> = fc.record({
  throttled: mostly(null, fc.option(anyText)),
  credentials: mostly<Facts['credentials']>('good', fc.constantFrom('bad', null)),
  user: mostly<Facts['user']>(
    { username: 'bob', active: true },
    fc.option(fc.record({ username: anyText, active: fc.boolean() })),
  ),
  senders: anySenders,
  storeFailure: mostly(null, fc.option(anyText)),
});

test('the cases hold both accepts and refusals by every rule', () => {
  const seen = new Map<string, number>();
  for (const [asked, known] of fc.sample(fc.tuple(anyRequest, anyFacts), { numRuns: 6000, seed: 1 })) {
    const { rule, action } = decide(asked, known, NOW);
    seen.set(rule ?? action, (seen.get(rule ?? action) ?? 0) + 1);
  }
  expect([...seen.keys()].toSorted()).toEqual([...RULE_IDS, 'accept'].toSorted());
  expect(seen.get('accept')).toBeGreaterThan(300);
});

test('every rule is there once, in order, and the first that fails is the reply', () => {
  fc.assert(
    fc.property(anyRequest, anyFacts, (asked, known) => {
      const verdict = decide(asked, known, NOW);
      expect(verdict.rules.map(({ id }) => id)).toEqual(RULE_IDS);
      expect(verdict.rule).toBe(verdict.rules.find(({ outcome }) => outcome === 'fail')?.id ?? null);
      expect(verdict.action === 'accept').toBe(verdict.rule === null);
      expect(verdict.rules.every(({ detail }) => detail !== '' || verdict.rule !== null)).toBe(true);
    }),
    runs,
  );
});

test('what is accepted for good has passed every rule', () => {
  fc.assert(
    fc.property(anyRequest, anyFacts, (asked, known) => {
      const verdict = decide({ ...asked, stage: 'commit' }, known, NOW);
      const passed = Object.values(outcomes(verdict)).every((outcome) => outcome === 'pass');
      expect(passed).toBe(verdict.action === 'accept');
      expect(verdict.grantedBy.length > 0).toBe(verdict.action === 'accept');
    }),
    runs,
  );
});

test('what is accepted for good is granted by verified senders of the user alone', () => {
  fc.assert(
    fc.property(anyRequest, anyFacts, (asked, known) => {
      const verified = known.senders.filter(({ status }) => status === 'verified').map(({ id }) => id);
      for (const { id } of decide(asked, known, NOW).grantedBy) expect(verified).toContain(id);
    }),
    runs,
  );
});

test('without verified senders nothing is accepted', () => {
  fc.assert(
    fc.property(
      anyRequest,
      anyFacts,
      fc.constantFrom('mail', 'rcpt', 'data', 'commit'),
      (asked, known, stage) => {
        const pending = known.senders.map((each) => ({ ...each, status: 'pending' as const }));
        expect(decide({ ...asked, stage }, { ...known, senders: [] }, NOW).action).not.toBe('accept');
        expect(decide({ ...asked, stage }, { ...known, senders: pending }, NOW).action).not.toBe('accept');
      },
    ),
    runs,
  );
});

/** An accept stays one when the senders change so. */
const keepsAccepts = (change: (senders: readonly Sender[], added: Sender, at: number) => Sender[]): void => {
  fc.assert(
    fc.property(anyRequest, anyFacts, anySender, fc.nat(8), (asked, known, added, at) => {
      fc.pre(decide(asked, known, NOW).action === 'accept');
      const senders = change(known.senders, added, at);
      expect(decide(asked, { ...known, senders }, NOW).action).toBe('accept');
    }),
    runs,
  );
};

test('adding a sender never turns an accept into a refusal', () => {
  keepsAccepts((senders, added, at) => senders.toSpliced(at, 0, added));
});

test('verifying a sender never turns an accept into a refusal', () => {
  keepsAccepts((senders, _, at) =>
    senders.map((each, index) => (index === at ? { ...each, status: 'verified', verifiedAt: NOW } : each)),
  );
});

test('what is refused at a stage is refused by the same rule at every later one', () => {
  fc.assert(
    fc.property(anyRequest, anyFacts, (asked, known) => {
      const rules = (['mail', 'rcpt', 'data', 'commit'] as const).map(
        (stage) => decide({ ...asked, stage }, known, NOW).rule,
      );
      const first = rules.findIndex((rule) => rule !== null);
      if (first >= 0) expect(new Set(rules.slice(first)).size).toBe(1);
    }),
    runs,
  );
});

test('a reply is one line of printable ASCII within 512 octets, and ends with the ids where it refuses', () => {
  fc.assert(
    fc.property(anyRequest, anyFacts, (asked, known) => {
      const { reply, rule, advice, rules } = nameDecision(
        decide(asked, known, NOW),
        'd_4k7x0q2m9c3e8r5t1w6z',
      );
      const line = `${reply.code} ${reply.enhanced} ${reply.text}\r\n`;
      expect(line).toMatch(/^[2-5]\d\d [245]\.\d\.\d{1,2} [ -~]+\r\n$/);
      expect(line.length).toBeLessThanOrEqual(512);
      if (rule !== null) expect(reply.text.endsWith(` [${rule} d_4k7x0q2m9c3e8r5t1w6z]`)).toBe(true);
      for (const text of [advice, ...rules.map(({ detail }) => detail)])
        expect(text).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }),
    runs,
  );
});

test('never throws, and never accepts for good what it was handed as junk', () => {
  const junk = fc.anything({ withNullPrototype: true });
  const keys = fc.constantFrom(
    'stage',
    'login',
    'mail',
    'message',
    'throttled',
    'credentials',
    'user',
    'senders',
    'storeFailure',
  );
  fc.assert(
    fc.property(keys, junk, (key, value) => {
      const fine = (['stage', 'login', 'mail', 'message'] as const).some((own) => own === key);
      const asked = fine ? { ...request(), [key]: value } : request();
      const known = fine ? facts() : { ...facts(), [key]: value };
      const verdict = decide(asked, known, NOW);
      expect(verdict.rules.map(({ id }) => id)).toEqual(RULE_IDS);
      if (value === null && (key === 'throttled' || key === 'storeFailure'))
        expect(verdict.action).toBe('accept');
      else if (verdict.action === 'accept') expect(verdict.grantedBy.length).toBeGreaterThan(0);
    }),
    runs,
  );
});
