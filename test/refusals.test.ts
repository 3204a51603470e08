import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dialogue, Received } from '../harness/dialogue.ts';
import { RULES } from '../src/policy/catalogue.ts';
import { mail, startTestService, type TestService } from './service.ts';

let service: TestService;
let strict: TestService;
let user: { id: string; username: string; password: string };

beforeAll(async () => {
  service = await startTestService();
  strict = await startTestService({ requireTls: true });
  user = await service.user({
    authorizedDomains: 'acme.test;form.test',
    authorizedSenders: 'own@exact.test',
    username: 'shop',
  });
  await service.api('PATCH', `/api/lists/default/users/${user.id}`, {
    authorizedDomains: 'acme.test;form.test;pending.test',
    authorizedSenders: 'own@exact.test',
  });
});

afterAll(async () => {
  await service.stop(500);
  await strict.stop(500);
});

const seen = new Map<string, Received>();

/** Opens a session, plays the scene, and checks that its last reply is the rule's own and leads to its decision. */
const refused = async (
  rule: string,
  scene: (session: Dialogue) => Promise<Received>,
  {
    login = true,
    on = service,
    localAddress,
  }: { login?: boolean; on?: TestService; localAddress?: string } = {},
): Promise<Received> => {
  const session = await on.session(login ? user : undefined, localAddress);
  const reply = await scene(session);
  session.destroy();
  const expected = RULES.find(({ id }) => id === rule)?.reply;
  expect(reply, session.transcript.join('\n')).toMatchObject({
    code: expected?.code,
    enhanced: expected?.enhanced,
    rule,
  });
  expect(reply.lines.at(-1)?.length).toBeLessThanOrEqual(510);
  const decision = (await on.api('GET', `/api/decisions/${reply.decisionId}`)) as Record<string, unknown>;
  expect(decision).toMatchObject({ id: reply.decisionId, rule, reply: { ...expected, text: reply.text } });
  expect(decision['rules']).toHaveLength(RULES.length);
  seen.set(rule, reply);
  return reply;
};

const send =
  (from: string, message: string, to: string | string[] = 'rcpt@receiver.test') =>
  (session: Dialogue) =>
    session.send({ from, to, message });

test('auth.required refuses MAIL before AUTH', async () => {
  await refused('auth.required', (session) => session.command('MAIL FROM:<a@acme.test>'), { login: false });
});

test('auth.tls-required refuses AUTH in plain text where TLS is required, and EHLO does not offer it', async () => {
  await refused('auth.tls-required', (session) => session.authPlain('shop', 'x'), {
    login: false,
    on: strict,
  });
  const session = await strict.session();
  expect((await session.ehlo()).filter((line) => line.startsWith('AUTH'))).toEqual([]);
  await session.startTls();
  expect((await session.ehlo()).filter((line) => line.startsWith('AUTH'))).toEqual(['AUTH PLAIN LOGIN']);
  session.destroy();
});

test('auth.mechanism refuses any but PLAIN and LOGIN', async () => {
  await refused('auth.mechanism', (session) => session.command('AUTH CRAM-MD5'), { login: false });
});

test('auth.credentials refuses a wrong password and an unknown user with the same words', async () => {
  const wrong = await refused('auth.credentials', (session) => session.authPlain('shop', 'wrong'), {
    login: false,
  });
  const unknown = await refused('auth.credentials', (session) => session.authLogin('nobody', 'wrong'), {
    login: false,
  });
  expect(unknown.text.replace(/\[.*/, '')).toBe(wrong.text.replace(/\[.*/, ''));
});

test('auth.throttled refuses after too many failures, right password or not', async () => {
  const other = await service.user({ username: 'guessed' });
  const from = { login: false, localAddress: '127.0.0.99' };
  for (let i = 0; i < 8; i++)
    await refused('auth.credentials', (session) => session.authPlain('guessed', `guess ${i}`), from);
  const wrong = await refused('auth.throttled', (session) => session.authPlain('guessed', 'guess'), from);
  const right = await refused(
    'auth.throttled',
    (session) => session.authPlain('guessed', other.password),
    from,
  );
  expect(right.text.replace(/\[.*/, '')).toBe(wrong.text.replace(/\[.*/, ''));
});

test('user.active refuses the right password of an inactive user', async () => {
  const { user: fresh, password } = (await service.api('POST', '/api/lists/default/users', {
    username: 'idle',
  })) as {
    user: { active: boolean };
    password: string;
  };
  expect(fresh.active).toBe(false);
  await refused('user.active', (session) => session.authPlain('idle', password), { login: false });
});

test.each(['<>', '<no-at-sign>', '<a@b@acme.test>', '<@route.test:a@acme.test>', '<a..b@acme.test>'])(
  'sender.well-formed refuses MAIL FROM:%s',
  async (path) => {
    await refused('sender.well-formed', (session) => session.command(`MAIL FROM:${path}`));
  },
);

test.each(['<a@evil.test>', '<a@sub.acme.test>', '<other@exact.test>', '<a@acme.test.evil.test>'])(
  'sender.authorized refuses MAIL FROM:%s',
  async (path) => {
    await refused('sender.authorized', (session) => session.command(`MAIL FROM:${path}`));
  },
);

test('sender.verified refuses a domain that nobody confirmed', async () => {
  await refused('sender.verified', (session) => session.command('MAIL FROM:<a@pending.test>'));
});

test('recipient.limit refuses recipient 101, and the first hundred get the message', async () => {
  const session = await service.session(user);
  await session.command('MAIL FROM:<a@acme.test>');
  for (let i = 0; i < 100; i++)
    expect((await session.command(`RCPT TO:<r${i}@receiver.test>`)).code).toBe(250);
  expect(await session.command('RCPT TO:<r100@receiver.test>')).toMatchObject({
    code: 452,
    rule: 'recipient.limit',
  });
  expect(await session.command('RCPT TO:<r0@receiver.test>')).toMatchObject({ code: 250 });
  await session.command('DATA');
  session.write(`${mail('a@acme.test').replace('Subject: test', 'Subject: to a hundred')}.\r\n`);
  expect(await session.reply()).toMatchObject({ code: 250, rule: 'accept' });
  session.destroy();
  const { items } = (await service.api('GET', '/api/messages?list=default&to=r99@receiver.test')) as {
    items: { rcptTo: string[] }[];
  };
  expect(items[0]?.rcptTo).toHaveLength(100);
  await refused('recipient.limit', async (again) => {
    await again.command('MAIL FROM:<a@acme.test>');
    for (let i = 0; i < 100; i++) await again.command(`RCPT TO:<r${i}@receiver.test>`);
    return again.command('RCPT TO:<r100@receiver.test>');
  });
});

test('message.size refuses a size that is declared too large', async () => {
  await refused('message.size', (session) => session.command('MAIL FROM:<a@acme.test> SIZE=26214401'));
});

test('message.size refuses what proves too large at the end of DATA', async () => {
  const big = `${'x'.repeat(998)}\r\n`.repeat(26_300);
  await refused('message.size', send('a@acme.test', mail('a@acme.test', '', big)));
});

test('from.present refuses a message without From', async () => {
  await refused('from.present', send('a@acme.test', 'Subject: x\r\n\r\nhello\r\n'));
});

test.each([
  ['twice', 'From: a@acme.test\r\nFrom: ceo@bank.test\r\n'],
  ['with a space before the colon', 'From: a@acme.test\r\nFrom : ceo@bank.test\r\n'],
  ['behind a bare line feed', 'From: a@acme.test\r\nSubject: x\nFrom: ceo@bank.test\r\n'],
  ['behind a line of blanks', 'From: a@acme.test\r\n \r\nFrom: ceo@bank.test\r\n'],
  ['in another case', 'From: a@acme.test\r\nFROM: ceo@bank.test\r\n'],
])('from.single refuses From %s', async (_how, header) => {
  await refused('from.single', send('a@acme.test', `${header}\r\nhello\r\n`));
});

test.each([
  ['a group', 'Team: a@acme.test;'],
  ['an unquoted special', 'a@acme.test, <b@acme.test'],
  ['an encoded word in place of an address', '=?utf-8?Q?ceo=40bank.test?='],
  ['a display name that shows another address', '"ceo@bank.test" <a@acme.test>'],
])('from.well-formed refuses %s', async (_what, from) => {
  await refused('from.well-formed', send('a@acme.test', mail(from)));
});

test('from.authorized names each mailbox that is not the user’s', async () => {
  const reply = await refused(
    'from.authorized',
    send('a@acme.test', mail('a@acme.test, ceo@bank.test, cfo@bank.test', 'Sender: a@acme.test\r\n')),
  );
  expect(reply.text).toContain('ceo@bank.test');
  expect(reply.text).toContain('cfo@bank.test');
  expect(reply.text).not.toContain('a@acme.test');
});

test('from.verified refuses a From that nobody confirmed', async () => {
  await refused('from.verified', send('a@acme.test', mail('a@pending.test')));
});

test('from.form-supplied refuses the visitor in From of a form', async () => {
  const marked = 'X-PHP-Originating-Script: 33:contact.php\r\n';
  const reply = await refused(
    'from.form-supplied',
    send('a@acme.test', mail('visitor@elsewhere.test', marked)),
  );
  const decision = (await service.api('GET', `/api/decisions/${reply.decisionId}`)) as { advice: string };
  expect(decision.advice).toMatch(/Reply-To/);
  await refused('from.form-supplied', send('a@acme.test', mail('typed@acme.test', marked)));
  const session = await service.session(user);
  const own = await session.send({
    from: 'a@acme.test',
    to: 'r@receiver.test',
    message: mail('own@exact.test', `${marked}Reply-To: visitor@elsewhere.test\r\n`),
  });
  expect(own).toMatchObject({ code: 250 });
  session.destroy();
});

test.each(['Sender', 'Resent-From', 'Resent-Sender'])(
  'other-senders.authorized refuses a foreign %s',
  async (field) => {
    await refused(
      'other-senders.authorized',
      send('a@acme.test', mail('a@acme.test', `${field}: ceo@bank.test\r\n`)),
    );
  },
);

test('nothing of what was refused is in the inbox', async () => {
  expect(new Set(await service.subjects())).toEqual(new Set(['test', 'to a hundred']));
  expect(await service.subjects()).toHaveLength(2);
});

test('every rule but the store’s own has refused here', () => {
  expect([...seen.keys()].toSorted()).toEqual(
    RULES.map(({ id }) => id)
      .filter((id) => id !== 'store.available')
      .toSorted(),
  );
});
