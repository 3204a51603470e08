/** An SMTP client for tests: says what it is told, line by line, and keeps what was said. Not lenient, not clever. */

import { connect as connectTcp, type Socket } from 'node:net';
import {
  connect as connectTls,
  type ConnectionOptions,
  type PeerCertificate,
  type TLSSocket,
} from 'node:tls';

import type { Trust } from './certificate.ts';

/** A reply as received; `rule` and `decisionId` are those that its text names. */
export type Received = {
  code: number;
  /** '' where there is none. */
  enhanced: string;
  /** Of the last line, without codes. */
  text: string;
  lines: string[];
  rule: string | null;
  decisionId: string | null;
};

export type Dialogue = {
  greeting: Received;
  /** Sends one line and waits for its reply. */
  command(line: string): Promise<Received>;
  /** Sends bytes as they are and waits for nothing. */
  write(bytes: string | Uint8Array): void;
  /** The next reply that comes. */
  reply(): Promise<Received>;
  /** STARTTLS and the handshake; no EHLO. Answers the certificate, which is taken as it is, unless a trust is given. */
  startTls(trust?: Trust): Promise<PeerCertificate>;
  /** The handshake alone, after a reply of 220 to STARTTLS. Rejects where the certificate is not to be trusted. */
  shakeHands(trust?: Trust): Promise<PeerCertificate>;
  /** EHLO, and what it offered. */
  ehlo(name?: string): Promise<string[]>;
  authPlain(username: string, password: string): Promise<Received>;
  authLogin(username: string, password: string): Promise<Received>;
  /** MAIL, RCPT, DATA and the message, dot-stuffed; stops at the first refusal and answers it. */
  send(mail: { from: string; to: string | string[]; message: string | Uint8Array }): Promise<Received>;
  /** Resolves when the server has closed the connection. */
  closed: Promise<void>;
  /** `-> ` what the client said, `<- ` what the server said; AUTH blanked. */
  transcript: string[];
  quit(): Promise<void>;
  /** Ends the connection at once, without QUIT. */
  destroy(): void;
};

export type DialOptions = { port: number; host?: string; localAddress?: string };

/** Connects and waits for the greeting. Rejects where the connection fails or ends before it. */
export const dial = async ({ port, host = '127.0.0.1', localAddress }: DialOptions): Promise<Dialogue> => {
  let socket: Socket = connectTcp({ port, host, ...(localAddress === undefined ? {} : { localAddress }) });
  socket.setNoDelay(true);
  const transcript: string[] = [];
  const replies = createReplies(transcript);
  let ended = (): void => undefined;
  const closed = new Promise<void>((resolve) => (ended = resolve));
  const attach = (stream: Socket): void => {
    stream.on('data', (chunk) => replies.feed(chunk.toString('utf8')));
    stream.on('error', () => undefined);
    stream.on('close', () => {
      replies.end();
      ended();
    });
  };
  attach(socket);
  const write = (bytes: string | Uint8Array): void => void socket.write(bytes);
  const say = async (line: string, shown = withoutSecrets(line, last)): Promise<Received> => {
    transcript.push(`-> ${shown}`);
    write(`${line}\r\n`);
    last = await replies.next();
    return last;
  };
  const greeting = await replies.next();
  let last = greeting;

  const dialogue: Dialogue = {
    greeting,
    command: (line) => say(line),
    write,
    reply: replies.next,
    async startTls(trust) {
      await say('STARTTLS');
      return dialogue.shakeHands(trust);
    },
    async shakeHands(trust) {
      socket.removeAllListeners('data');
      const plain = socket;
      const secure = await new Promise<TLSSocket>((resolve, reject) => {
        const started = connectTls({ socket: plain, ...tlsOptions(trust) }, () => resolve(started));
        started.once('error', reject);
      });
      transcript.push('~~ TLS');
      socket = secure;
      attach(socket);
      return secure.getPeerCertificate();
    },
    async ehlo(name = 'client.test') {
      return (await say(`EHLO ${name}`)).lines.slice(1).map((line) => line.slice(4));
    },
    authPlain: (username, password) =>
      say(`AUTH PLAIN ${base64(`\0${username}\0${password}`)}`, 'AUTH PLAIN ***'),
    async authLogin(username, password) {
      const first = await say('AUTH LOGIN');
      if (first.code !== 334) return first;
      const second = await say(base64(username), '***');
      return second.code === 334 ? say(base64(password), '***') : second;
    },
    async send({ from, to, message }) {
      const mail = await say(`MAIL FROM:<${from}>`);
      if (mail.code !== 250) return mail;
      for (const recipient of [to].flat()) {
        const rcpt = await say(`RCPT TO:<${recipient}>`);
        if (rcpt.code !== 250) return rcpt;
      }
      const data = await say('DATA');
      if (data.code !== 354) return data;
      transcript.push('-> (message)');
      write(stuff(message));
      return replies.next();
    },
    closed,
    transcript,
    async quit() {
      await say('QUIT').catch(() => undefined);
      socket.end();
      await closed;
    },
    destroy: () => socket.destroy(),
  };
  return dialogue;
};

const tlsOptions = (trust: Trust | undefined): ConnectionOptions =>
  trust === undefined
    ? { rejectUnauthorized: false }
    : { rejectUnauthorized: true, ca: trust.authority, servername: trust.name };

/** Dot-stuffed, ended by CRLF.CRLF; line ends are left as they are. */
export const stuff = (message: string | Uint8Array): Buffer => {
  const text =
    typeof message === 'string'
      ? Buffer.from(message, 'utf8').toString('latin1')
      : Buffer.from(message).toString('latin1');
  const stuffed = text.replace(/^\./, '..').replaceAll('\r\n.', '\r\n..');
  return Buffer.from(`${stuffed}${stuffed.endsWith('\r\n') || stuffed === '' ? '' : '\r\n'}.\r\n`, 'latin1');
};

/** A client's line as it may be shown: without what AUTH carries, there or in answer to a 334 (RFC 4954 section 4). */
export const withoutSecrets = (line: string, answered: Pick<Received, 'code'>): string =>
  answered.code === 334 && line !== '*' ? '***' : line.replace(/^(AUTH +\S+) +.*/is, '$1 ***');

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const createReplies = (transcript: string[]) => {
  let rest = '';
  let lines: string[] = [];
  let over = false;
  const ready: Received[] = [];
  const waiting: { resolve: (reply: Received) => void; reject: (error: Error) => void }[] = [];
  const lost = (): Error =>
    new Error(`the server closed the connection without a reply; so far:\n${transcript.join('\n')}`);
  return {
    feed(text: string): void {
      const parts = (rest + text).split('\r\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        transcript.push(`<- ${line}`);
        lines.push(line);
        if (line[3] === '-') continue;
        const reply = read(lines);
        lines = [];
        const next = waiting.shift();
        if (next) next.resolve(reply);
        else ready.push(reply);
      }
    },
    next: (): Promise<Received> => {
      const reply = ready.shift();
      if (reply) return Promise.resolve(reply);
      return over
        ? Promise.reject(lost())
        : new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    end(): void {
      over = true;
      for (const { reject } of waiting.splice(0)) reject(lost());
    },
  };
};

const read = (lines: string[]): Received => {
  const last = lines.at(-1) ?? '';
  const [, code = '0', enhanced = '', text = ''] =
    /^(\d{3})[ -]?(?:(\d\.\d{1,3}\.\d{1,3}) )?(.*)$/s.exec(last) ?? [];
  const [, rule = null, decisionId = null] = /\[([a-z.-]+) (d_[0-9a-z]+)\]$/.exec(text) ?? [];
  return { code: Number(code), enhanced, text, lines, rule, decisionId };
};
