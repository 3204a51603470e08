/** The npm client `mailhog`, and what is built on it, works unchanged: it finds, reads, deletes and releases messages. */

import { expect, test, type Session } from '#harness';

const ATTACHED = [
  'From: Shop <sales@shop.test>',
  'To: jane@else.test',
  'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Viele Gr=C3=BC=C3=9Fe',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<b>Hello</b>',
  '--b',
  'Content-Type: text/csv; name="a.csv"',
  'Content-Disposition: attachment; filename="a.csv"',
  'Content-Transfer-Encoding: base64',
  '',
  'YSxiCjEsMgo=',
  '--b--',
  '',
].join('\r\n');

const send = (session: Session, to: string, subject: string, body = 'Hello.') =>
  session.send({ from: 'sales@shop.test', to, header: { Subject: subject }, body });

test('finds by sender, recipient and content, and the latest of each', async ({ list, client, mailbox }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  await send(session, 'jane@else.test', 'first', 'your code is 123456');
  // Whom the To field does not name is found by the envelope.
  const hidden = { Subject: 'second', To: 'undisclosed-recipients:;' };
  await session.send({ from: 'sales@shop.test', to: 'john@else.test', header: hidden });
  await send(session, 'jane@else.test', 'third');

  const { mailhog } = mailbox;
  expect((await mailhog.search('jane@else.test', 'to'))?.items.map(({ subject }) => subject)).toEqual([
    'third',
    'first',
  ]);
  expect((await mailhog.search('ELSE.test', 'to', 1, 1))?.items[0]?.subject).toBe('second');
  expect((await mailhog.search('JOHN@', 'to'))?.items.map(({ subject }) => subject)).toEqual(['second']);
  expect((await mailhog.latestTo('jane@else.test'))?.subject).toBe('third');
  expect((await mailhog.latestFrom('sales@shop.test'))?.subject).toBe('third');
  expect((await mailhog.latestContaining('123456'))?.subject).toBe('first');
  expect(await mailhog.latestTo('nobody@else.test')).toBeFalsy();
});

test('reads subject, text, HTML and attachment of a message', async ({ list, client, mailbox }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  await expect(
    session.send({ from: 'sales@shop.test', to: 'jane@else.test', message: ATTACHED }),
  ).toBeAccepted();
  const mail = await mailbox.waitFor({ to: 'jane@else.test' });
  expect(mail).toMatchObject({
    subject: 'Grüße',
    from: 'Shop <sales@shop.test>',
    to: 'jane@else.test',
    text: 'Viele Grüße',
    html: '<b>Hello</b>',
  });
  const [attachment] = mail.attachments;
  expect(attachment).toMatchObject({ name: 'a.csv', encoding: 'base64' });
  expect(mailbox.mailhog.decode(attachment?.Body ?? '', attachment?.encoding)).toBe('a,b\n1,2\n');
});

test('deletes one message, then all', async ({ list, client, mailbox }) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  await send(session, 'jane@else.test', 'stays');
  await send(session, 'jane@else.test', 'goes');
  const { mailhog } = mailbox;
  const { ID = '' } = (await mailhog.latestTo('jane@else.test')) ?? {};
  expect((await mailhog.deleteMessage(ID)).statusCode).toBe(200);
  expect((await mailbox.messages()).map(({ subject }) => subject)).toEqual(['stays']);
  expect((await mailhog.deleteAll()).statusCode).toBe(200);
  expect((await mailhog.messages())?.total).toBe(0);
});

test('releases a message to another mail server, its bytes as they are', async ({
  list,
  api,
  client,
  mailbox,
  otherServer,
}) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  await session.send({ from: 'sales@shop.test', to: 'jane@else.test', message: ATTACHED });
  const { ID } = await mailbox.waitFor({ to: 'jane@else.test' });
  const { host, port } = otherServer;
  const released = await mailbox.mailhog.releaseMessage(ID, {
    host,
    port: String(port),
    email: 'real@else.test',
  });
  expect(released.statusCode).toBe(200);
  expect(otherServer.received).toEqual([
    {
      from: expect.stringMatching(/^nobody@/),
      to: ['real@else.test'],
      content: await api.getRawMessage({ id: ID }),
    },
  ]);
});

test('does not release to a server that is not there, and says that it failed', async ({
  list,
  client,
  mailbox,
  smtpPlus,
}) => {
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  await send(session, 'jane@else.test', 'stays');
  const { ID } = await mailbox.waitFor({ to: 'jane@else.test' });
  const released = await mailbox.mailhog.releaseMessage(ID, {
    host: '127.0.0.1',
    port: '1',
    email: 'real@else.test',
  });
  expect(released.statusCode).toBe(500);
  // The client of MailHog is told no reason; who runs the service is.
  for (const told of smtpPlus.takeComplaints())
    expect(told).toContain('could not be released to real@else.test');
  await expect(mailbox).toHaveArrivedAt('jane@else.test');
});
