import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { dial } from '../harness/dialogue.ts';
import { call, type Provisioned } from '../harness/provision.ts';
import type { DecisionJson, SessionJson } from '../src/http/contract/decisions.ts';
import { curlCommand, replayOf, swaksCommand } from '../web/parts/replay-command.ts';
import { startTestService, type TestService } from './service.ts';

const installed = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

describe.each([
  ['swaks', swaksCommand],
  ['curl', curlCommand],
] as const)('what is copied as %s', (program, write) => {
  const missing = !installed(program);
  // Where tests are run for good, a program that is missing is a failure; elsewhere it is named and skipped.
  test.skipIf(!missing || process.env['CI'] === undefined)(`${program} is installed`, () => {
    expect(missing, `install ${program}`).toBe(false);
  });

  describe.skipIf(missing)('and run in a shell', () => {
    let service: TestService;
    let user: Provisioned;

    beforeAll(async () => {
      service = await startTestService();
      user = await service.user();
    });
    afterAll(() => service.stop(500));

    const decided = async (): Promise<{ session: SessionJson; decision: DecisionJson }> => {
      const { items } = (await call(service.url, 'GET', '/api/decisions?limit=1')) as {
        items: DecisionJson[];
      };
      const decision = items[0]!;
      const session = (await call(service.url, 'GET', `/api/sessions/${decision.sessionId}`)) as SessionJson;
      return { session, decision };
    };
    const run = (command: string, password = user.password) =>
      promisify(execFile)('sh', ['-c', command], {
        env: { ...process.env, SMTP_PLUS_PASSWORD: password },
      }).catch((error: { code: number }) => error);

    test.each([false, true])('is decided as the first time, under TLS: %s', async (tls) => {
      const client = await dial({ port: service.port });
      await client.ehlo();
      if (tls) await client.startTls().then(() => client.ehlo());
      await client.authPlain(user.username, user.password);
      const header = "From: Zed <q@else.test>\r\nSubject: it's 5% \\ $HOME `id`\r\nX: a\r\n\tfolded";
      await client.send({
        from: 'a@acme.test',
        to: ['b@c.test', 'd@c.test'],
        message: `${header}\r\n\r\nhi\r\n`,
      });
      await client.quit();
      const first = await decided();
      expect(first.decision.rule).toBe('from.authorized');

      await run(write(replayOf(first.session, first.decision, '127.0.0.1')));
      const again = await decided();
      expect(again.decision.id).not.toBe(first.decision.id);
      expect(again.decision).toMatchObject({
        rule: 'from.authorized',
        username: user.username,
        mailFrom: 'a@acme.test',
        header: first.decision.header,
      });
      expect(again.session.tls !== null).toBe(tls);
      expect(again.session.helo).toBe('client.test');
      expect(again.session.transcript.filter(({ text }) => text.startsWith('RCPT'))).toHaveLength(2);
    });

    test('does not log in where nobody had', async () => {
      const client = await dial({ port: service.port });
      await client.ehlo();
      await client.command('MAIL FROM:<a@acme.test>');
      await client.quit();
      const first = await decided();
      expect(first.decision.rule).toBe('auth.required');
      await run(write(replayOf(first.session, first.decision, '127.0.0.1')));
      const again = await decided();
      expect(again.decision.id).not.toBe(first.decision.id);
      expect(again.decision.rule).toBe('auth.required');
    });
  });
});
