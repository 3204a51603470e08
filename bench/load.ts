/** A load on one SMTP port: connections that log in once and send messages one after the other, each command awaited. */

import { connect, type Socket } from 'node:net';

export type Load = {
  port: number;
  connections: number;
  /** In all, shared out over the connections as they get to it. */
  messages: number;
  /** Bytes of the message, header included. */
  size: number;
  username: string;
  password: string;
  from: string;
};

export type Measured = {
  perSecond: number;
  /** Milliseconds from MAIL to the reply to the final dot. */
  p50: number;
  p99: number;
};

/** Rejects on the first reply that is not the one expected. */
export const run = async (load: Load): Promise<Measured> => {
  const clients = await Promise.all(Array.from({ length: load.connections }, () => login(load)));
  const latencies: number[] = [];
  let left = load.messages;
  const message = makeMessage(load);
  const startedAt = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (left-- > 0) {
        const at = performance.now();
        await client.say(`MAIL FROM:<${load.from}>\r\n`, '250');
        await client.say('RCPT TO:<rcpt@receiver.test>\r\n', '250');
        await client.say('DATA\r\n', '354');
        await client.say(message, '250');
        latencies.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  latencies.sort((a, b) => a - b);
  return {
    perSecond: load.messages / seconds,
    p50: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  };
};

type Client = { say(bytes: string, expected: string): Promise<void>; end(): Promise<void> };

const login = async ({ port, username, password }: Load): Promise<Client> => {
  const client = await open(port);
  await client.say('', '220');
  await client.say('EHLO bench.test\r\n', '250');
  const token = Buffer.from(`\0${username}\0${password}`).toString('base64');
  await client.say(`AUTH PLAIN ${token}\r\n`, '235');
  return client;
};

const open = async (port: number): Promise<Client> => {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let waiting: { expected: string; resolve: () => void; reject: (error: Error) => void } | null = null;
  let text = '';
  const settle = (): void => {
    const end = text.search(/^\d{3}(?: .*)?\r\n/m);
    if (end < 0 || waiting === null) return;
    const { expected, resolve, reject } = waiting;
    const reply = text.slice(end);
    waiting = null;
    text = '';
    if (reply.startsWith(expected)) resolve();
    else reject(new Error(`expected ${expected}, got "${reply.trim()}"`));
  };
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    settle();
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the connection was closed')));
  return {
    say: (bytes, expected) =>
      new Promise((resolve, reject) => {
        waiting = { expected, resolve, reject };
        if (bytes !== '') socket.write(bytes);
        settle();
      }),
    end: () =>
      new Promise((done) => {
        socket.removeAllListeners('close');
        socket.once('close', () => done());
        socket.end('QUIT\r\n');
      }),
  };
};

const makeMessage = ({ from, size }: Load): string => {
  const head = `From: Shop <${from}>\r\nTo: rcpt@receiver.test\r\nSubject: bench\r\nMessage-ID: <bench@shop.test>\r\nDate: Tue, 24 Nov 2026 08:00:00 +0000\r\n\r\n`;
  const line = `${'x'.repeat(76)}\r\n`;
  const lines = Math.max(1, Math.ceil((size - head.length) / line.length));
  return `${head}${line.repeat(lines)}.\r\n`;
};
