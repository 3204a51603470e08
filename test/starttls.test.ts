import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dial } from '../harness/dialogue.ts';
import { mail, startTestService, type TestService } from './service.ts';

let service: TestService;
const warned = vi.spyOn(console, 'error');
beforeAll(async () => void (service = await startTestService({ portCount: 3 })));
afterAll(() => service.stop(500));

test('each port takes mail in plain text and with STARTTLS', async () => {
  const user = await service.user();
  for (const port of service.listening) {
    for (const tls of [false, true]) {
      const session = await dial({ port });
      expect(await session.ehlo()).toContain('STARTTLS');
      if (tls) {
        await session.startTls();
        expect(await session.ehlo()).not.toContain('STARTTLS');
      }
      expect(await session.authLogin(user.username, user.password)).toMatchObject({ code: 235 });
      expect(
        await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message: mail('a@acme.test') }),
      ).toMatchObject({ code: 250 });
      await session.quit();
    }
  }
  const { items } = (await service.api('GET', '/api/sessions?list=default&outcome=accept')) as {
    items: { port: number; tls: string | null }[];
  };
  expect(
    items.map(({ port, tls }) => `${port} ${tls === null ? 'plain' : tls.split(' ')[0]}`).toSorted(),
  ).toEqual(service.listening.flatMap((port) => [`${port} TLSv1.3`, `${port} plain`]).toSorted());
});

test('what was said before STARTTLS is forgotten', async () => {
  const user = await service.user();
  const session = await service.session(user);
  await session.command('MAIL FROM:<a@acme.test>');
  await session.startTls();
  expect(await session.command('RCPT TO:<r@receiver.test>')).toMatchObject({ code: 503 });
  await session.ehlo();
  expect(await session.command('RCPT TO:<r@receiver.test>')).toMatchObject({ code: 503 });
  expect(await session.command('MAIL FROM:<a@acme.test>')).toMatchObject({
    code: 530,
    rule: 'auth.required',
  });
  session.destroy();
});

test('plain text that is pipelined behind STARTTLS is dropped', async () => {
  const session = await service.session();
  session.write('STARTTLS\r\nNOOP\r\nMAIL FROM:<a@acme.test>\r\n');
  expect(await session.reply()).toMatchObject({ code: 220 });
  const before = session.transcript.length;
  await expect(
    Promise.race([
      session.closed.then(() => 'closed'),
      new Promise((done) => setImmediate(() => done('quiet'))),
    ]),
  ).resolves.toBe('quiet');
  expect(session.transcript).toHaveLength(before);
  session.destroy();
});

test('the certificate is our own, for this host and localhost', async () => {
  const session = await service.session();
  const { issuer, subjectaltname } = await session.startTls();
  expect(subjectaltname).toContain('DNS:localhost');
  expect(issuer.CN).toBe(hostname());
  expect(warned.mock.calls.flat().filter((line) => String(line).includes('default TLS certificate'))).toEqual(
    [],
  );
  session.destroy();
});
