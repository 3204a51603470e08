/** A next hop for tests: says what the test tells it to, line by line, and keeps what it was told, byte for byte. */

import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

import type { SmtpHop } from '../model/next-hop.ts';

/** A reply line; `hang up` ends the connection in its place, `silence` says nothing. */
export type Says = string;

export type Script = {
  greeting?: Says;
  /** Behind the name in the answer to EHLO. */
  extensions?: string[];
  auth?: Says;
  mail?: (path: string) => Says;
  rcpt?: (address: string) => Says;
  /** To DATA. */
  data?: Says;
  /** To the final dot; `n` counts the messages from 0. */
  end?: (n: number) => Says;
};

export type TestHop = {
  hop: SmtpHop;
  /** Commands as they came, without DATA's content; over all connections. */
  commands: string[];
  /** Content as it came, dots and all, without the final one. */
  messages: Buffer[];
  connections: () => number;
  /** Resolves when that many messages have come. */
  got(messages: number): Promise<void>;
  script: Script;
  /** To all who are connected: what was silence before. */
  say(line: string): void;
  hangUpAll(): void;
  stop(): Promise<void>;
};

export const startHop = async (script: Script = {}, more: Partial<SmtpHop> = {}): Promise<TestHop> => {
  const sockets = new Set<Socket>();
  const waiting = new Set<{ count: number; done(): void }>();
  const hop: TestHop = {
    hop: {
      host: '127.0.0.1',
      port: 0,
      implicitTls: false,
      tls: 'offered',
      auth: null,
      connections: 4,
      ...more,
    },
    commands: [],
    messages: [],
    script,
    connections: () => sockets.size,
    got: (count) =>
      new Promise((done) => {
        waiting.add({ count, done });
        told();
      }),
    say: (line) => sockets.forEach((socket) => socket.write(`${line}\r\n`)),
    hangUpAll: () => sockets.forEach((socket) => socket.destroy()),
    stop: () =>
      new Promise((done) => {
        hop.hangUpAll();
        server.close(() => done());
      }),
  };
  const told = (): void => {
    for (const wait of waiting)
      if (hop.messages.length >= wait.count) {
        waiting.delete(wait);
        wait.done();
      }
  };
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const say = (says: Says): void => {
      if (says === 'hang up') socket.destroy();
      else if (says !== 'silence') socket.write(`${says}\r\n`);
    };
    converse(socket, hop, say, told);
    say(script.greeting ?? '220 hop.test');
  });
  await new Promise<void>((listening) => server.listen(more.port ?? 0, '127.0.0.1', () => listening()));
  hop.hop.port = (server.address() as AddressInfo).port;
  onTestFinished(() => hop.stop());
  return hop;
};

const converse = (socket: Socket, hop: TestHop, say: (says: Says) => void, told: () => void): void => {
  let held = Buffer.alloc(0);
  let inData = false;
  const take = (): boolean => {
    // No content at all: the client had nobody to send it to.
    const empty = inData && held.subarray(0, 3).equals(Buffer.from('.\r\n'));
    const end = empty ? 0 : held.indexOf(inData ? '\r\n.\r\n' : '\r\n');
    if (end < 0) return false;
    const piece = held.subarray(0, end);
    held = held.subarray(end + (empty ? 3 : inData ? 5 : 2));
    if (empty) {
      inData = false;
      say('554 5.5.1 no valid recipients');
      return true;
    }
    if (inData) {
      inData = false;
      hop.messages.push(Buffer.concat([piece, Buffer.from('\r\n')]));
      say(hop.script.end?.(hop.messages.length - 1) ?? '250 2.0.0 taken');
      told();
      return true;
    }
    const line = piece.toString('utf8');
    hop.commands.push(line);
    const answer = answerTo(line, hop.script);
    inData = answer.startsWith('354');
    say(answer);
    return true;
  };
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (take());
  });
};

const answerTo = (line: string, script: Script): Says => {
  const verb = line.slice(0, 4).toUpperCase();
  const path = /<(.*?)>/.exec(line)?.[1] ?? '';
  if (verb === 'EHLO') {
    const lines = [
      'hop.test',
      ...(script.extensions ?? ['PIPELINING', '8BITMIME', 'SIZE 1000000', 'SMTPUTF8']),
    ];
    return lines.map((text, at) => `250${at === lines.length - 1 ? ' ' : '-'}${text}`).join('\r\n');
  }
  if (verb === 'AUTH') return script.auth ?? '235 2.7.0 welcome';
  if (verb === 'MAIL') return script.mail?.(path) ?? '250 2.1.0 ok';
  if (verb === 'RCPT') return script.rcpt?.(path) ?? '250 2.1.5 ok';
  if (verb === 'DATA') return script.data ?? '354 go on';
  if (verb === 'QUIT') return '221 bye';
  return '250 2.0.0 ok';
};
