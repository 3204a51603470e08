import { expect, describe, it } from 'vitest';

import type { FormMail } from '../../model/online-form/back-end.ts';
import type { Services } from '../services.ts';
import type { FormOutcome } from '../contract/form.ts';
import type { ProblemJson } from '../contract/problem.ts';
import { createTestApi } from '../api.test-kit.ts';

const PATH = '/api/lists/default/demo/form';

const aSubmission = (change: object = {}, visitor: object = {}) => ({
  backEnd: 'visitor-in-reply-to',
  username: 'shop',
  password: 'spw_secret',
  address: 'form@shop.test',
  visitor: { name: 'Vera Visitor', address: 'vera@visitor.test', message: 'When do you open?', ...visitor },
  ...change,
});

/** The API with an SMTP side that answers `reply`, and what it was handed. */
const withSmtp = (answer: Awaited<ReturnType<Services['submit']>>) => {
  const seen: { mail: FormMail; login: object }[] = [];
  const api = createTestApi({
    submit: async (mail, login) => {
      seen.push({ mail, login });
      return answer;
    },
  });
  return { ...api, seen };
};

const said = (accepted: boolean, reply: string) => ({ ok: true, value: { accepted, reply } }) as const;

describe('the online form', () => {
  it.each([
    ['visitor-in-envelope', 'vera@visitor.test', 'vera@visitor.test', undefined],
    ['visitor-in-from', 'form@shop.test', 'vera@visitor.test', undefined],
    ['visitor-in-reply-to', 'form@shop.test', 'form@shop.test', 'vera@visitor.test'],
  ])(
    'with %s sends from %s, with %s in From and %s in Reply-To',
    async (backEnd, mailFrom, from, replyTo) => {
      const { post, seen } = withSmtp(said(true, '250 2.0.0 Ok: queued as m_1 [accept d_1]'));
      const answer = await post<FormOutcome>(PATH, aSubmission({ backEnd }));
      expect(answer).toMatchObject({
        status: 200,
        body: {
          accepted: true,
          rule: null,
          decisionId: 'd_1',
          reply: '250 2.0.0 Ok: queued as m_1 [accept d_1]',
        },
      });
      const [{ mail, login } = expect.fail()] = seen;
      expect(login).toEqual({ username: 'shop', password: 'spw_secret' });
      const header = typeof mail.from === 'string' ? mail.from : mail.from.address;
      expect([mail.envelope.from, header, mail.replyTo?.address]).toEqual([mailFrom, from, replyTo]);
      expect(mail.headers, 'it bears the marks of a form').toEqual({ 'X-Mailer': 'ContactForm/1.0' });
    },
  );

  it('sends to its own address, and nowhere else', async () => {
    const { post, seen } = withSmtp(said(true, '250 Ok'));
    for (const backEnd of ['visitor-in-envelope', 'visitor-in-from', 'visitor-in-reply-to'])
      await post(PATH, aSubmission({ backEnd }));
    expect(seen.map(({ mail }) => [mail.to, mail.envelope.to])).toEqual(
      seen.map(() => ['form@shop.test', 'form@shop.test']),
    );
    expect(seen).toHaveLength(3);
  });

  it('answers a refusal with its rule and decision', async () => {
    const { post } = withSmtp(said(false, '550 5.7.1 no [from.form-supplied d_9]'));
    const { status, body } = await post<FormOutcome>(PATH, aSubmission());
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: false, rule: 'from.form-supplied', decisionId: 'd_9' });
  });

  it('tells where no reply came', async () => {
    const { post } = withSmtp({ ok: false, error: { code: 'submission-failed', message: 'no reply came' } });
    const { status, body } = await post<ProblemJson>(PATH, aSubmission());
    expect([status, body.type, body.detail]).toEqual([502, '/problems/submission-failed', 'no reply came']);
  });

  it.each([
    ['a second line in the name', { name: 'Vera\r\nBcc: all@else.test' }, 'visitor.name'],
    ['a bare line feed in the name', { name: 'Vera\nBcc: all@else.test' }, 'visitor.name'],
    ['a line separator in the name', { name: 'Vera\u2028Bcc: all@else.test' }, 'visitor.name'],
    [
      'a second line in the address',
      { address: 'vera@visitor.test\r\nBcc: all@else.test' },
      'visitor.address',
    ],
    ['a second line in quotes', { address: '"vera\r\nBcc: all"@visitor.test' }, 'visitor.address'],
    ['two addresses', { address: 'vera@visitor.test, all@else.test' }, 'visitor.address'],
    ['an address with a name', { address: 'Vera <vera@visitor.test>' }, 'visitor.address'],
    ['a NUL in the message', { message: 'a\0b' }, 'visitor.message'],
    ['no message', { message: '' }, 'visitor.message'],
  ])('refuses %s of a visitor, and sends nothing', async (_, visitor, field) => {
    const { post, seen } = withSmtp(said(true, '250 Ok'));
    const { status, body } = await post<ProblemJson>(PATH, aSubmission({}, visitor));
    expect(status).toBe(422);
    expect(body.errors?.map((error) => error.field)).toEqual([field]);
    expect(seen).toEqual([]);
  });

  it.each([
    ['an own address of two lines', { address: 'form@shop.test\r\nRCPT TO:<x@else.test>' }, 'address'],
    ['several own addresses', { address: 'form@shop.test, x@else.test' }, 'address'],
    ['no password', { password: '' }, 'password'],
    // In AUTH PLAIN a NUL parts the fields: this would log in as a user that nobody looked up.
    ['a name that holds another login', { username: 'theirs\0spw_secret' }, 'username'],
    ['another back-end', { backEnd: 'open-relay' }, 'backEnd'],
  ])('refuses %s', async (_, change, field) => {
    const { post, seen } = withSmtp(said(true, '250 Ok'));
    const { status, body } = await post<ProblemJson>(PATH, aSubmission(change));
    expect([status, body.errors?.[0]?.field]).toEqual([422, field]);
    expect(seen).toEqual([]);
  });

  it('does not send as a user of another list', async () => {
    const { post, seen } = withSmtp(said(true, '250 Ok'));
    await post('/api/lists', { id: 'other', name: 'Other' });
    await post('/api/lists/other/users', { username: 'theirs' });
    const { status, body } = await post<ProblemJson>(PATH, aSubmission({ username: 'theirs' }));
    expect([status, body.errors?.[0]?.field]).toEqual([422, 'username']);
    expect(seen).toEqual([]);
  });
});
