/** What somebody saw go wrong is copied from its session as a scenario, and that scenario goes the very same way. */

import { expect, test, type Session, type User } from '#harness';

const SESSIONS: readonly {
  name: string;
  talk(session: Session, user: User): Promise<unknown>;
  /** Lines that the copied dialogue has. */
  says: readonly string[];
}[] = [
  {
    name: 'of a second From, hidden behind a bare line feed and bytes that are no text',
    async talk(session, user) {
      await session.startTls();
      await session.logIn(user);
      const header = Buffer.from(
        'From: sales@shop.test\nFrom: ceo@bank.test\r\nX-Odd: \xe9 \x01 ${user}\r\n.dot: 1\r\n',
        'latin1',
      );
      const message = Buffer.concat([header, Buffer.from('\r\nhi\r\n')]);
      await session.send({ from: 'sales@shop.test', to: 'jane@else.test', message });
    },
    says: [
      'STARTTLS',
      'C: AUTH PLAIN ${password-plain}',
      'C: From: sales@shop.test${lf}From: ceo@bank.test',
      'INBOX: none',
    ],
  },
  {
    name: 'of a wrong password, by LOGIN, then of the right one',
    async talk(session, user) {
      await session.logIn({ ...user, password: 'wrong' }, 'LOGIN');
      await session.logIn(user, 'LOGIN');
      await session.say('MAIL FROM:<ceo@bank.test>');
    },
    says: ['S: 535 5.7.8 [auth.credentials]', 'C: ${password-base64}', 'S: 550 5.7.1 [sender.authorized]'],
  },
  {
    name: 'of commands in one go, one message accepted and one refused',
    async talk(session, user) {
      await session.logIn(user);
      await session.pipeline(['MAIL FROM:<sales@shop.test>', 'RCPT TO:<jane@else.test>', 'RSET', 'NOOP']);
      await session.send({ from: 'sales@shop.test', to: 'jane@else.test' });
      await session.send({
        from: 'sales@shop.test',
        header: { From: 'ceo@bank.test' },
        to: 'jane@else.test',
      });
      await session.quit();
    },
    says: ['S: 250 2.0.0 [accept]', 'S: 550 5.7.1 [from.authorized]', 'CLOSED', 'INBOX: jane@else.test'],
  },
  {
    name: 'of nobody who logged in',
    async talk(session) {
      await session.say('MAIL FROM:<sales@shop.test>');
      await session.say('BOGUS secret words');
    },
    says: ['S: 530 5.7.0 [auth.required]', 'C: UNKNOWN'],
  },
];

for (const { name, talk, says } of SESSIONS)
  test(
    `a session ${name} is copied as a scenario that goes the same way`,
    // The button is the same on a telephone.
    { tag: name === SESSIONS[0]?.name ? '@ui' : [] },
    async ({ list, client, admin, context, page, api, dialogue }) => {
      const user = await list.activeUser({
        authorizedDomains: 'shop.test',
        authorizedSenders: 'me@home.test',
      });
      const session = await client();
      await talk(session, user);
      session.close();
      const decisionId = /\[[a-z.-]+ (d_\w+)\]/.exec(session.transcript.join('\n'))?.[1] ?? '';
      const { sessionId } = await api.getDecision({ id: decisionId });

      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.goto(`/lists/${list.id}/sessions/${sessionId}`);
      await expect(admin.sessions.detail).toBeVisible();
      await page.getByRole('button', { name: 'Copy as scenario' }).click();
      await expect
        .poll(() => page.evaluate(() => navigator.clipboard.readText()))
        .toContain(`# as in session ${sessionId}`);
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      for (const line of says) expect(copied.split('\n')).toContain(line);
      expect(copied).not.toContain(user.password);

      await dialogue(copied);
    },
  );
