import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import type { Message } from '../model/message.ts';
import { createMemoryStore } from '../store/memory.ts';
import { createRelease } from './release.ts';

const servers: SMTPServer[] = [];
afterEach(() =>
  Promise.all(servers.splice(0).map((server) => new Promise<void>((done) => server.close(() => done())))),
);

/** A server that tells what it got. */
const receiver = async (options: ConstructorParameters<typeof SMTPServer>[0] = {}) => {
  const got: { from: string; to: string[]; data: string; login: string | null }[] = [];
  let login: string | null = null;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    ...options,
    onAuth: (auth, _session, callback) => {
      login = `${auth.method} ${auth.username} ${auth.password}`;
      callback(null, { user: auth.username ?? '' });
    },
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        got.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map(({ address }) => address),
          data: Buffer.concat(chunks).toString('latin1'),
          login,
        });
        callback();
      });
    },
  });
  servers.push(server);
  // A client that breaks off is what some tests are about.
  server.on('error', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  return { got, port: (server.server.address() as AddressInfo).port };
};

const RAW = 'From: a@acme.test\r\nTo: hidden@acme.test\r\nX-Odd:  two  blanks \r\n\r\n.dot\r\n\xe9\r\n';

const message: Message = {
  id: 'm_1',
  list: 'default',
  kind: 'relay',
  at: 0,
  mailFrom: 'a@acme.test',
  rcptTo: ['b@receiver.test'],
  headerFrom: ['a@acme.test'],
  from: 'a@acme.test',
  to: 'hidden@acme.test',
  subject: '',
  messageId: '<1@acme.test>',
  size: RAW.length,
  priority: 3,
  userId: null,
  username: null,
  helo: 'client.test',
  sessionId: null,
  decisionId: null,
};

const stored = async () => {
  const store = createMemoryStore();
  await store.commitMessage(message, Buffer.from(RAW, 'latin1'), null);
  return createRelease({ store, host: 'relay.test' });
};

test('a message is released byte for byte, to the one recipient that was named', async () => {
  const { got, port } = await receiver();
  const release = await stored();
  expect(await release(message, { host: '127.0.0.1', port, to: 'released@receiver.test' })).toEqual({
    ok: true,
    value: undefined,
  });
  expect(got).toEqual([
    { from: 'nobody@relay.test', to: ['released@receiver.test'], data: RAW, login: null },
  ]);
});

test('a login is used where one is given', async () => {
  const { got, port } = await receiver({ allowInsecureAuth: true });
  const release = await stored();
  const auth = { username: 'u', password: 'p', mechanism: 'PLAIN' } as const;
  await release(message, { host: '127.0.0.1', port, to: 'released@receiver.test', auth });
  expect(got[0]?.login).toBe('PLAIN u p');
});

test.each(['required', 'implicit'] as const)(
  'where TLS is %s, nothing goes to a server without, nor to one that proves no name',
  async (tls) => {
    const release = await stored();
    for (const options of [{}, { disabledCommands: [], secure: tls === 'implicit' }]) {
      const { got, port } = await receiver(options);
      const auth = { username: 'u', password: 'p', mechanism: 'PLAIN' } as const;
      expect(
        await release(message, { host: '127.0.0.1', port, to: 'x@receiver.test', tls, auth }),
      ).toMatchObject({ ok: false, error: { code: 'release-failed' } });
      expect(got).toEqual([]);
    }
  },
);

test('what the server says to a refused release is told', async () => {
  const { port } = await receiver({
    onRcptTo: (_address, _session, callback) => callback(new Error('no such mailbox')),
  });
  const release = await stored();
  expect(await release(message, { host: '127.0.0.1', port, to: 'x@receiver.test' })).toMatchObject({
    ok: false,
    error: {
      code: 'release-failed',
      message: expect.stringMatching(/"m_1".*x@receiver\.test.*no such mailbox/s),
    },
  });
});

test('a server that is not there, and a message that is gone, are failures and not exceptions', async () => {
  const { port } = await receiver();
  await new Promise<void>((closed) => servers.pop()?.close(() => closed()));
  const release = await stored();
  const target = { host: '127.0.0.1', port, to: 'x@receiver.test' };
  expect(await release(message, target)).toMatchObject({ ok: false, error: { code: 'release-failed' } });
  expect(await release({ ...message, id: 'm_2' }, target)).toMatchObject({
    ok: false,
    error: { code: 'no-message' },
  });
});

test.each([
  'x@receiver.test>\r\nRCPT TO:<y@receiver.test',
  'x@receiver.test, y@receiver.test',
  'g: y@receiver.test;',
  '',
])('nothing but one address is a recipient: %j', async (to) => {
  const { got, port } = await receiver();
  const release = await stored();
  expect((await release(message, { host: '127.0.0.1', port, to })).ok).toBe(false);
  expect(got).toEqual([]);
});
