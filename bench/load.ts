/** A load on one SMTP port: connections that log in once and send messages one after the other, each command awaited. */

import { connect, type Socket } from 'node:net';

export type Load = {
  port: number;
  connections: number;
  /** In all, shared out over the connections as they get to it. */
  messages: number;
  /** No message is begun after so many; `Infinity` where only `messages` ends it. */
  seconds: number;
  /** Bytes of the message, header included. */
  size: number;
  username: string;
  password: string;
  from: string;
  /** Called once all have logged in, before the first message. */
  begin?: () => Promise<void>;
};

export type Measured = {
  sent: number;
  perSecond: number;
  /** Milliseconds from MAIL to the reply to the final dot. */
  p50: number;
  p99: number;
  /** Processor time that this load itself took, in microseconds a message. */
  loadMicros: number;
};

/** Rejects on the first reply that is not the one expected, and where none comes for `SILENCE_MS`. */
export const run = async (load: Load): Promise<Measured> => {
  const opened: Client[] = [];
  try {
    return await measure(load, opened);
  } finally {
    for (const client of opened) client.destroy();
  }
};

const measure = async (load: Load, opened: Client[]): Promise<Measured> => {
  const clients = await Promise.all(
    Array.from({ length: load.connections }, () => login(load, (client) => opened.push(client))),
  );
  await load.begin?.();
  const latencies: number[] = [];
  let left = load.messages;
  const message = makeMessage(load);
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const until = startedAt + load.seconds * 1000;
  await Promise.all(
    clients.map(async (client) => {
      while (left-- > 0 && performance.now() < until) {
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
  const cpu = process.cpuUsage(cpuBefore);
  await Promise.all(clients.map((client) => client.end()));
  latencies.sort((a, b) => a - b);
  const sent = latencies.length;
  return {
    sent,
    perSecond: sent / seconds,
    p50: latencies[Math.floor(sent * 0.5)] ?? 0,
    p99: latencies[Math.floor(sent * 0.99)] ?? 0,
    loadMicros: (cpu.user + cpu.system) / Math.max(1, sent),
  };
};

type Client = {
  say(bytes: string | Buffer, expected: string): Promise<void>;
  end(): Promise<void>;
  destroy(): void;
};

const login = async (
  { port, username, password }: Load,
  opened: (client: Client) => void,
): Promise<Client> => {
  const client = open(port);
  opened(client);
  await client.say('', '220');
  await client.say('EHLO bench.test\r\n', '250');
  const token = Buffer.from(`\0${username}\0${password}`).toString('base64');
  // `smtp-sink` says 250 here, where RFC 4954 has 235.
  await client.say(`AUTH PLAIN ${token}\r\n`, '2');
  return client;
};

const open = (port: number): Client => {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error(`no reply for ${SILENCE_MS / 1000} s`)));
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
        if (socket.destroyed) return reject(new Error('the connection was closed'));
        waiting = { expected, resolve, reject };
        if (bytes !== '') socket.write(bytes);
        settle();
      }),
    end: () =>
      new Promise((done) => {
        if (socket.destroyed) return done();
        socket.removeAllListeners('close');
        socket.once('close', () => done());
        socket.end('QUIT\r\n');
      }),
    destroy: () => socket.destroy(),
  };
};

const makeMessage = ({ from, size }: Load): Buffer => {
  const head = `From: Shop <${from}>\r\nTo: rcpt@receiver.test\r\nSubject: bench\r\nMessage-ID: <bench@shop.test>\r\nDate: Tue, 24 Nov 2026 08:00:00 +0000\r\n\r\n`;
  const line = `${'x'.repeat(76)}\r\n`;
  const lines = Math.max(1, Math.ceil((size - head.length) / line.length));
  return Buffer.from(`${head}${line.repeat(lines)}.\r\n`, 'latin1');
};

/** A server that says nothing for so long is taken to have failed. */
const SILENCE_MS = 60_000;
