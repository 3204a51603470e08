import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dialogue } from '../harness/dialogue.ts';
import { mail, startTestService, type TestService } from './service.ts';

let service: TestService;
beforeAll(async () => void (service = await startTestService()));
afterAll(() => service.stop(500));

const path = (id: string): string => `/api/lists/default/users/${id}`;

/** Logs in, lets the change happen at three points of the transaction, and tells what each answered. */
const changedAt = async (point: 'mail' | 'rcpt' | 'data', change: (id: string) => Promise<unknown>) => {
  const user = await service.user();
  const session: Dialogue = await service.session(user);
  if (point === 'mail') await change(user.id);
  const mailReply = await session.command('MAIL FROM:<a@acme.test>');
  if (point === 'mail') return mailReply;
  await session.command('RCPT TO:<r@receiver.test>');
  if (point === 'rcpt') await change(user.id);
  expect(await session.command('DATA')).toMatchObject({ code: 354 });
  session.write('From: a@acme.test\r\n');
  if (point === 'data') await change(user.id);
  session.write('Subject: too late\r\n\r\nhello\r\n.\r\n');
  return session.reply();
};

test.each(['mail', 'rcpt', 'data'] as const)(
  'a password reset ends a session that is logged in, before %s',
  async (point) => {
    const reply = await changedAt(point, (id) => service.api('POST', `${path(id)}/reset-password`, {}));
    expect(reply).toMatchObject({ code: 535, enhanced: '5.7.8', rule: 'auth.credentials' });
  },
);

test.each(['mail', 'rcpt', 'data'] as const)(
  'a deactivation ends a session that is logged in, before %s',
  async (point) => {
    const reply = await changedAt(point, (id) => service.api('PATCH', path(id), { active: false }));
    expect(reply).toMatchObject({ code: 525, enhanced: '5.7.13', rule: 'user.active' });
  },
);

test.each(['mail', 'rcpt', 'data'] as const)(
  'a deletion ends a session that is logged in, before %s',
  async (point) => {
    const reply = await changedAt(point, (id) => service.api('DELETE', path(id)));
    expect(reply).toMatchObject({ code: 535, rule: 'auth.credentials' });
  },
);

test('a sender that is removed under way no longer grants', async () => {
  const user = await service.user({ authorizedDomains: 'acme.test;second.test' });
  const session = await service.session(user);
  await session.command('MAIL FROM:<a@second.test>');
  await session.command('RCPT TO:<r@receiver.test>');
  await service.api('PATCH', path(user.id), { authorizedDomains: 'acme.test' });
  await session.command('DATA');
  session.write(`${mail('a@second.test')}.\r\n`);
  expect(await session.reply()).toMatchObject({ code: 550, rule: 'sender.authorized' });
});

test('the old password is dead after a reset, the new one works, as often as wanted', async () => {
  const user = await service.user();
  let old = user.password;
  for (let i = 0; i < 12; i++) {
    const { password } = (await service.api('POST', `${path(user.id)}/reset-password`, {})) as {
      password: string;
    };
    const session = await service.session();
    expect(await session.authPlain(user.username, old)).toMatchObject({ code: 535 });
    expect(await session.authPlain(user.username, password)).toMatchObject({ code: 235 });
    session.destroy();
    old = password;
  }
});

test('nothing of those sessions was stored', async () => {
  expect(await service.subjects()).toEqual([]);
});
