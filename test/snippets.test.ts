import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provisioned } from '../harness/provision.ts';
import { clientById, CLIENTS, PASSWORD_VARIABLE, type Connection } from '../web/parts/clients.ts';
import { startTestService, type TestService } from './service.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');

/** Debian's package of PHPMailer; Composer's autoloader stands in for it as users have it. */
const PHPMAILER = '/usr/share/php/libphp-phpmailer/autoload.php';

/** How each program is run, as the page says; `probe` succeeds where it is installed. */
const RUNNERS: Record<string, { probe: [string, ...string[]]; run(code: string): [string, ...string[]] }> = {
  swaks: { probe: ['swaks', '--version'], run: (code) => ['sh', '-c', code] },
  curl: { probe: ['curl', '--version'], run: (code) => ['sh', '-c', code] },
  nodemailer: {
    probe: [process.execPath, '-e', 'import("nodemailer")'],
    // As a file it would look for the package where it lies itself.
    run: (code) => [process.execPath, '--input-type=module', '-e', code],
  },
  phpmailer: {
    probe: ['php', '-r', `exit(file_exists('${PHPMAILER}') ? 0 : 1);`],
    run: () => ['php', 'send.php'],
  },
  python: { probe: ['python3', '-c', 'import smtplib, ssl'], run: (code) => ['python3', '-c', code] },
};

let service: TestService;
let folder: string;
const users: Record<'plain' | 'peculiar', Provisioned | undefined> = {
  plain: undefined,
  peculiar: undefined,
};

beforeAll(async () => {
  service = await startTestService();
  users.plain = await service.user({ username: 'shop' });
  // All that a user name may hold and a shell, PHP, JavaScript or Python reads as something else.
  users.peculiar = await service.user({ username: 'a$HOME;\\n{b}(c)|&!#%*~?[d]' });
  folder = await mkdtemp(join(tmpdir(), 'smtp-plus-snippets-'));
  await mkdir(join(folder, 'vendor'));
  await writeFile(join(folder, 'vendor/autoload.php'), `<?php require '${PHPMAILER}';\n`);
});
afterAll(async () => {
  await service.stop(500);
  await rm(folder, { recursive: true, force: true });
});

const FROM = { plain: 'shop@acme.test', peculiar: "o'neil+$HOME@acme.test" } as const;

const isThere = ([command, ...args]: [string, ...string[]]): Promise<boolean> =>
  run(command, args, { cwd: ROOT }).then(
    () => true,
    () => false,
  );

const installed = new Map(
  await Promise.all(
    Object.entries(RUNNERS).map(async ([id, { probe }]) => [id, await isThere(probe)] as const),
  ),
);

test.runIf(process.env['CI'])('every program that the page shows a snippet for is installed in CI', () => {
  expect([...installed].filter(([, there]) => !there)).toEqual([]);
});

test('every program of the page is run here, but for WordPress, which would need a site', () => {
  const programs = CLIENTS.filter(({ kind }) => kind === 'program').map(({ id }) => id);
  expect(programs.toSorted()).toEqual([...Object.keys(RUNNERS), 'wordpress'].toSorted());
});

describe.each(Object.keys(RUNNERS))('the snippet for %s', (id) => {
  const there = installed.get(id) === true;
  describe.each([
    { way: 'without encryption', tls: false },
    { way: 'with STARTTLS', tls: true },
  ])('$way', ({ tls }) => {
    test.runIf(there).each(['plain', 'peculiar'] as const)(
      'sends as it is shown, for a %s user',
      async (which) => {
        const user = users[which];
        if (!user) throw new Error('there is no such user');
        await service.api('DELETE', '/api/messages?list=default');
        await sendAsShown(
          id,
          {
            host: '127.0.0.1',
            port: service.port,
            tls,
            username: user.username,
            from: FROM[which],
            to: 'recipient@example.com',
          },
          user.password,
        );
        const { items } = (await service.api('GET', '/api/messages?list=default')) as {
          items: {
            username: string;
            mailFrom: string;
            headerFrom: string[];
            subject: string;
            sessionId: string;
          }[];
        };
        expect(items).toMatchObject([
          {
            username: user.username,
            mailFrom: FROM[which],
            headerFrom: [FROM[which]],
            subject: 'Hello from SMTP+',
          },
        ]);
        const session = (await service.api('GET', `/api/sessions/${items[0]?.sessionId}`)) as {
          tls: string | null;
        };
        expect(session.tls).toEqual(tls ? expect.stringMatching(/^TLSv1/) : null);
      },
    );
  });
});

test('a message of an address that is not the user’s is refused, so that sending proves something', async () => {
  if (!users.plain) throw new Error('there is no such user');
  const connection = { host: '127.0.0.1', port: service.port, tls: false, username: users.plain.username };
  const sending = sendAsShown(
    'nodemailer',
    { ...connection, from: 'a@else.test', to: 'b@c.test' },
    users.plain.password,
  );
  await expect(sending).rejects.toThrow(/sender\.authorized d_/);
});

const sendAsShown = async (id: string, connection: Connection, password: string): Promise<void> => {
  const client = clientById(id);
  const runner = RUNNERS[id];
  if (client.kind !== 'program' || !runner) throw new Error(`"${id}" is no program`);
  const code = client.code(connection);
  if (client.language === 'php') await writeFile(join(folder, 'send.php'), code);
  const [command, ...args] = runner.run(code);
  await run(command, args, {
    cwd: client.language === 'php' ? folder : ROOT,
    env: { ...process.env, [PASSWORD_VARIABLE]: password },
    timeout: 30_000,
  });
};
