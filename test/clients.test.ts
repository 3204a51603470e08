import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provisioned } from '../harness/provision.ts';
import { mail, startTestService, type TestService } from './service.ts';

const run = promisify(execFile);

type Mail = { from: string; header: string; tls: boolean; subject: string };
/** Sends, and tells all that the program said; `ok` is what it thinks of it. */
type Client = { program: string; probe: string[]; send(mail: Mail): Promise<{ ok: boolean; said: string }> };

let service: TestService;
let user: Provisioned;
let folder: string;

beforeAll(async () => {
  service = await startTestService();
  user = await service.user();
  folder = await mkdtemp(join(tmpdir(), 'smtp-plus-clients-'));
});
afterAll(async () => {
  await service.stop(500);
  await rm(folder, { recursive: true, force: true });
});

const message = ({ header, subject }: Mail): string =>
  mail(header).replace('Subject: test', `Subject: ${subject}`);

const program = async (
  command: string,
  args: string[],
  input = '',
): Promise<{ ok: boolean; said: string }> => {
  try {
    const child = run(command, args, { timeout: 30_000 });
    child.child.stdin?.end(input);
    const { stdout, stderr } = await child;
    return { ok: true, said: stdout + stderr };
  } catch (error) {
    const {
      stdout = '',
      stderr = '',
      message: words,
    } = error as { stdout?: string; stderr?: string; message: string };
    return { ok: false, said: `${stdout}${stderr}${words}` };
  }
};

const CLIENTS: Client[] = [
  {
    program: 'swaks',
    probe: ['--version'],
    send: (one) =>
      program('swaks', [
        '--server',
        '127.0.0.1',
        '--port',
        String(service.port),
        '--auth',
        'PLAIN',
        '--auth-user',
        user.username,
        '--auth-password',
        user.password,
        '--from',
        one.from,
        '--to',
        'rcpt@receiver.test',
        '--header',
        `From: ${one.header}`,
        '--header',
        `Subject: ${one.subject}`,
        ...(one.tls ? ['--tls'] : []),
      ]),
  },
  {
    program: 'curl',
    probe: ['--version'],
    send: async (one) => {
      const file = join(folder, 'curl.eml');
      await writeFile(file, message(one));
      return program('curl', [
        '-sSv',
        `smtp://127.0.0.1:${service.port}`,
        '--user',
        `${user.username}:${user.password}`,
        '--mail-from',
        one.from,
        '--mail-rcpt',
        'rcpt@receiver.test',
        '--upload-file',
        file,
        ...(one.tls ? ['--ssl-reqd', '--insecure'] : []),
      ]);
    },
  },
  {
    program: 'msmtp',
    probe: ['--version'],
    send: async (one) => {
      const file = join(folder, 'msmtprc');
      const tls = one.tls ? 'tls on\ntls_starttls on\ntls_certcheck off' : 'tls off';
      await writeFile(
        file,
        `account default\nhost 127.0.0.1\nport ${service.port}\n${tls}\nauth plain\nuser ${user.username}\npassword ${user.password}\nfrom ${one.from}\n`,
      );
      await chmod(file, 0o600);
      return program(
        'msmtp',
        ['-C', file, '--debug', 'rcpt@receiver.test'],
        message(one).replaceAll('\r\n', '\n'),
      );
    },
  },
  {
    program: 'python3',
    probe: ['-c', 'import smtplib, ssl'],
    send: (one) =>
      program('python3', [
        '-c',
        PYTHON,
        String(service.port),
        user.username,
        user.password,
        one.tls ? 'tls' : 'plain',
        one.from,
        message(one),
      ]),
  },
  {
    program: 'nodemailer',
    probe: [],
    async send(one) {
      const transport = nodemailer.createTransport({
        host: '127.0.0.1',
        port: service.port,
        secure: false,
        requireTLS: one.tls,
        ignoreTLS: !one.tls,
        auth: { user: user.username, pass: user.password },
        tls: { rejectUnauthorized: false },
      });
      try {
        const { response } = await transport.sendMail({
          envelope: { from: one.from, to: 'rcpt@receiver.test' },
          raw: message(one),
        });
        return { ok: true, said: response };
      } catch (error) {
        return { ok: false, said: (error as { response?: string }).response ?? String(error) };
      } finally {
        transport.close();
      }
    },
  },
];

const PYTHON = `
import smtplib, ssl, sys
port, user, password, tls, sender, message = sys.argv[1:]
with smtplib.SMTP('127.0.0.1', int(port)) as server:
    if tls == 'tls':
        server.starttls(context=ssl._create_unverified_context())
    server.login(user, password)
    server.sendmail(sender, ['rcpt@receiver.test'], message.encode())
print('sent')
`;

/** A program that is missing is a named skip on a user's machine, and a failure where CI should have installed it. */
const isThere = async ({ program: name, probe }: Client): Promise<boolean> =>
  probe.length === 0 ||
  run(name, probe).then(
    () => true,
    () => false,
  );

const installed = new Map(
  await Promise.all(CLIENTS.map(async (client) => [client.program, await isThere(client)] as const)),
);

test.runIf(process.env['CI'])('every client is installed in CI', () => {
  expect([...installed].filter(([, there]) => !there)).toEqual([]);
});

describe.each(CLIENTS)('$program', (client) => {
  const there = installed.get(client.program) === true;
  describe.each([
    { way: 'in plain text', tls: false },
    { way: 'with STARTTLS', tls: true },
  ])('$way', ({ tls }) => {
    test.runIf(there)('sends as a verified sender', async () => {
      const subject = `${client.program} ${tls}`;
      const { ok, said } = await client.send({
        from: 'a@acme.test',
        header: 'Shop <a@acme.test>',
        tls,
        subject,
      });
      expect(ok, said).toBe(true);
      const { items } = (await service.api('GET', '/api/messages?list=default&limit=1')) as {
        items: { subject: string; sessionId: string }[];
      };
      expect(items[0]?.subject).toBe(subject);
      const session = (await service.api('GET', `/api/sessions/${items[0]?.sessionId}`)) as {
        tls: string | null;
        outcome: string;
      };
      expect(session).toMatchObject({ outcome: 'accept', tls: tls ? expect.stringMatching(/^TLSv1/) : null });
    });

    test.runIf(there)('is told which rule refused its From', async () => {
      const { ok, said } = await client.send({
        from: 'a@acme.test',
        header: 'ceo@bank.test',
        tls,
        subject: 'no',
      });
      expect(ok, said).toBe(false);
      expect(said).toMatch(/550\D+5\.7\.1 .*ceo@bank\.test.*\[from\.authorized d_[0-9a-z]+\]/);
    });

    test.runIf(there)('is told which rule refused its envelope', async () => {
      const { ok, said } = await client.send({
        from: 'a@evil.test',
        header: 'a@acme.test',
        tls,
        subject: 'no',
      });
      expect(ok, said).toBe(false);
      expect(said).toMatch(/sender\.authorized d_[0-9a-z]+/);
    });
  });
});
