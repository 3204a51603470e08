import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startTestRelay, USERNAME, PASSWORD, type TestRelay } from './relay.ts';
import type { StoredSession } from '../src/model/session.ts';
import { proxyHeader } from '../src/relay/proxy.test-data.ts';

const start = async (proxyFrom: string[]): Promise<TestRelay> => {
  const relay = await startTestRelay({ proxyFrom });
  onTestFinished(() => relay[Symbol.asyncDispose]());
  return relay;
};

/** Says all of it at once, and tells what was answered up to the end of the connection. */
const converse = async ({ port }: TestRelay, ...said: (string | Buffer)[]): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  let answered = '';
  socket.on('data', (chunk) => (answered += String(chunk)));
  socket.on('error', () => undefined);
  for (const words of said) socket.write(words);
  await once(socket, 'close');
  return answered;
};

/** The sessions of the store, once one has been recorded from now on. */
const nextSessions = ({ store }: TestRelay) =>
  new Promise<StoredSession[]>((resolve) => {
    store.subscribe(({ type }) => {
      if (type === 'session') void store.sessions({}, { limit: 9 }).then(({ items }) => resolve(items));
    });
  });

const CLIENT = { address: '192.0.2.7', port: 40_000 };
const token = Buffer.from(`\0${USERNAME}\0${PASSWORD}`).toString('base64');
const DIALOGUE = `EHLO x\r\nAUTH PLAIN ${token}\r\nQUIT\r\n`;

test.each([[['127.0.0.1']], [['10.0.0.0/8', '127.0.0.0/8']]])(
  'a balancer of %j speaks for its client, whose address the session has',
  async (from) => {
    const relay = await start(from);
    const sessions = nextSessions(relay);
    expect(await converse(relay, Buffer.concat([proxyHeader(CLIENT), Buffer.from(DIALOGUE)]))).toMatch(
      /^220 [^]*\r\n235 [^]*\r\n221 /,
    );
    expect(await sessions).toMatchObject([
      { clientAddress: '192.0.2.7', clientPort: 40_000, port: relay.port },
    ]);
  },
);

test('a header that comes byte by byte is read all the same', async () => {
  const relay = await start(['127.0.0.1']);
  const socket = connect({ port: relay.port, host: '127.0.0.1', noDelay: true });
  for (const byte of proxyHeader(CLIENT))
    await new Promise((sent) => socket.write(Buffer.from([byte]), sent));
  const [greeting] = (await once(socket, 'data')) as [Buffer];
  expect(String(greeting)).toMatch(/^220 /);
  socket.destroy();
});

test('a balancer that says no header is let go without a word', async () => {
  const relay = await start(['127.0.0.1']);
  expect(await converse(relay, DIALOGUE)).toBe('');
  expect((await relay.store.sessions({}, { limit: 9 })).items).toEqual([]);
});

test('nobody else speaks for others: there a header is no command, and the address is the socket’s', async () => {
  const relay = await start(['192.0.2.1']);
  const sessions = nextSessions(relay);
  const answered = await converse(relay, proxyHeader(CLIENT), '\r\n', DIALOGUE);
  expect(answered).toMatch(/^220 [^]*\r\n500 /);
  expect(await sessions).toMatchObject([{ clientAddress: '127.0.0.1' }]);
});

test('a health check of the balancer is greeted', async () => {
  const relay = await start(['127.0.0.1']);
  const local = proxyHeader(CLIENT, { command: 0 });
  expect(await converse(relay, Buffer.concat([local, Buffer.from('QUIT\r\n')]))).toMatch(/^220 [^]*\r\n221 /);
});
