/** The online form over real SMTP: what its three back-ends send, and what of a hostile visitor gets through. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createSubmit } from '../src/delivery/submit.ts';
import type { FormOutcome } from '../src/http/contract/form.ts';
import { FORM_BACK_ENDS } from '../src/model/online-form/back-ends.ts';
import type { Provisioned } from '../harness/provision.ts';
import { startTestService, type TestService } from './service.ts';

const VISITOR = { name: 'Vera Visitor', address: 'vera@visitor.test', message: 'When do you open?' };
const FORM = 'form@shop.test';

describe('the online form', () => {
  let service: TestService;
  let user: Provisioned;
  beforeAll(async () => {
    service = await startTestService();
    user = await service.user({ authorizedSenders: FORM, authorizedDomains: 'acme.test' });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const submit = (change: object = {}) =>
    service.api('POST', '/api/lists/default/demo/form', {
      backEnd: 'visitor-in-reply-to',
      username: user.username,
      password: user.password,
      address: FORM,
      visitor: VISITOR,
      ...change,
    }) as Promise<FormOutcome>;

  const rawOf = async (id: string): Promise<string> =>
    (await fetch(`${service.url}/api/messages/${id}/raw`)).text();

  const newest = async (): Promise<{ id: string; mailFrom: string; rcptTo: string[] }> => {
    const { items } = (await service.api('GET', `/api/messages?to=${FORM}&limit=1`)) as {
      items: { id: string; mailFrom: string; rcptTo: string[] }[];
    };
    return items[0] ?? expect.fail('nothing arrived');
  };

  test.each([
    ['visitor-in-envelope', 'sender.authorized'],
    ['visitor-in-from', 'from.form-supplied'],
    ['visitor-in-reply-to', null],
  ] as const)('with %s is answered by the rule %s', async (backEnd, rule) => {
    const outcome = await submit({ backEnd });
    expect(outcome).toMatchObject({ accepted: rule === null, rule });
    expect(await service.api('GET', `/api/decisions/${outcome.decisionId}`)).toMatchObject({
      rule,
      username: user.username,
      advice: rule === null ? '' : expect.stringMatching(/^Send as /),
    });
  });

  test('a domain alone does not let a form send: its address has to be the user’s own', async () => {
    expect(await submit({ address: 'form@acme.test' })).toMatchObject({ rule: 'from.form-supplied' });
  });

  test('a wrong password is answered by SMTP', async () => {
    const outcome = await submit({ password: 'spw_wrong' });
    expect(outcome).toMatchObject({ accepted: false, rule: 'auth.credentials' });
    expect(outcome.reply).toMatch(/^535 5\.7\.8 /);
  });

  test('the mail has the form’s address in From, the visitor in Reply-To, and goes to the form’s address alone', async () => {
    await submit();
    const { id, mailFrom, rcptTo } = await newest();
    expect([mailFrom, rcptTo]).toEqual([FORM, [FORM]]);
    const raw = await rawOf(id);
    expect(raw).toContain(`From: ${FORM}\r\n`);
    expect(raw).toContain('Reply-To: Vera Visitor <vera@visitor.test>\r\n');
    expect(raw).toContain('X-Mailer: ContactForm/1.0\r\n');
  });

  test.each([
    ['a name', { name: 'Vera\r\nBcc: all@else.test' }],
    ['a name with a bare line feed', { name: 'Vera\nX-Injected: 1' }],
    ['a name that closes its quotes', { name: 'Vera" <x@else.test>, "' }],
    ['an address', { address: 'vera@visitor.test>\r\nX-Injected: 1\r\nBcc: <all@else.test' }],
    ['an address that ends the header', { address: 'vera@visitor.test\r\n\r\nspam' }],
    ['a message that ends itself', { message: 'a\r\n.\r\nMAIL FROM:<x@else.test>\r\n' }],
    ['a name in capitals beyond ASCII', { name: 'Véra 𝔙 \u2028X-Injected: 1' }],
  ])('%s cannot add a field, a recipient or a command, even past the API’s checks', async (_, change) => {
    const send = createSubmit({ host: '127.0.0.1', port: service.port, name: 'form.test' });
    const mail = FORM_BACK_ENDS['visitor-in-reply-to']({ ...VISITOR, ...change }, FORM);
    const submitted = await send(mail, user);
    expect(submitted).toMatchObject({ ok: true, value: { accepted: true } });
    const { id, rcptTo } = await newest();
    expect(rcptTo).toEqual([FORM]);
    const [header = ''] = (await rawOf(id)).split('\r\n\r\n');
    const names = header.match(/^[\w-]+(?=:)/gm) ?? [];
    const more = names.filter((name) => !EXPECTED.has(name.toLowerCase()));
    expect(more, header).toEqual([]);
    expect(new Set(names).size, 'each but Received once').toBe(names.length);
  });

  test('where TLS is required, it takes STARTTLS first', async () => {
    await using strict = await startTestService({ requireTls: true });
    const shop = await strict.user({ authorizedSenders: FORM });
    const body = { backEnd: 'visitor-in-reply-to', address: FORM, visitor: VISITOR };
    const { username, password } = shop;
    const outcome = await strict.api('POST', '/api/lists/default/demo/form', { ...body, username, password });
    expect(outcome).toMatchObject({ accepted: true });
  });

  test('behind a balancer on this machine it says first that it speaks for itself', async () => {
    await using balanced = await startTestService({ proxyFrom: ['127.0.0.0/8'] });
    const { user: made } = (await balanced.api('POST', '/api/lists/default/users', {})) as {
      user: { username: string };
    };
    const body = { backEnd: 'visitor-in-reply-to', address: FORM, visitor: VISITOR, password: 'wrong' };
    expect(
      await balanced.api('POST', '/api/lists/default/demo/form', { ...body, username: made.username }),
    ).toMatchObject({ accepted: false, rule: 'auth.credentials' });
  });

  test('a connection that is cut is no outcome, but a problem', async () => {
    await service.api('PUT', '/api/lists/default/faults', [
      { when: { stage: 'mail', user: user.username }, then: { disconnect: true }, times: 1 },
    ]);
    await expect(submit()).rejects.toThrow(/502.*submission-failed.*no reply came/s);
  });

  test('where nothing listens, it says so', async () => {
    const send = createSubmit({ host: '127.0.0.1', port: 1, name: 'form.test' });
    const submitted = await send(FORM_BACK_ENDS['visitor-in-reply-to'](VISITOR, FORM), user);
    expect(submitted).toMatchObject({
      ok: false,
      error: { code: 'submission-failed', message: expect.stringContaining('127.0.0.1:1') },
    });
  });
});

const EXPECTED: ReadonlySet<string> = new Set(
  [
    ...['Received', 'From', 'Reply-To', 'To', 'Subject', 'X-Mailer', 'Message-ID', 'Date', 'MIME-Version'],
    ...['Content-Type', 'Content-Transfer-Encoding', 'X-Priority', 'X-MSMail-Priority', 'Importance'],
  ].map((name) => name.toLowerCase()),
);
