/** One SMTP connection of a scenario: each command is a step of the report, its reply below it, secrets blanked. */

import { test, type TestInfo } from '@playwright/test';

import { unlessGone } from './api.ts';
import type { Trust } from './certificate.ts';
import { dial, stuff, withoutSecrets, type Dialogue, type DialOptions, type Received } from './dialogue.ts';
import type { Evidence } from './fixtures/evidence.ts';
import { writeLetter, type Letter, type WrittenLetter } from './letter.ts';
import { createVerdict, type Verdict, type Where } from './verdict.ts';

export type Credentials = { username: string; password: string };

export type Session = {
  readonly greeting: Verdict;
  /** What came of the last login. Throws where none was tried. */
  readonly login: Verdict;
  /** What the last EHLO offered: `SIZE 26214400`, `AUTH PLAIN LOGIN`, … */
  readonly offers: readonly string[];
  readonly transcript: readonly string[];
  /** One line, and the reply to it. */
  say(line: string): Promise<Verdict>;
  /** Several lines at once, as PIPELINING allows (RFC 2920), and the replies in their order. */
  pipeline(lines: readonly string[]): Promise<Verdict[]>;
  /** MAIL, RCPT, DATA and the message; stops at the first refusal and answers it. */
  send(letter: Letter, more?: { mailParams?: string }): Promise<Verdict>;
  ehlo(name?: string): Promise<Verdict>;
  /** STARTTLS, the handshake and EHLO anew. Answers the certificate's SHA-256 fingerprint. Rejects where it is not to be trusted. */
  startTls(trust?: Trust): Promise<string>;
  /** The same, with lines in plain text right behind STARTTLS, in the same packet. */
  startTlsWith(injected: readonly string[]): Promise<string>;
  logIn(user: Credentials, mechanism?: 'PLAIN' | 'LOGIN'): Promise<Verdict>;
  /** Bytes as they are, and nothing is waited for; `shown` is how the transcript has them. */
  write(bytes: string | Uint8Array, shown?: string): void;
  /** The next reply that comes; `asked` is what it answers. */
  reply(asked?: string): Promise<Verdict>;
  /** Resolves when the server has closed the connection. */
  readonly closed: Promise<void>;
  quit(): Promise<void>;
  /** Ends the connection at once, without QUIT. */
  close(): void;
};

export type SessionOptions = {
  dial: DialOptions;
  /** Whom the steps name. */
  name: string;
  where: Where;
  evidence: Evidence;
  info: TestInfo;
};

export const openSession = async ({
  dial: to,
  name,
  where,
  evidence,
  info,
}: SessionOptions): Promise<Session> => {
  const dialogue = await test.step(`connect to port ${to.port}`, () => dial(to), { subtitle: name });
  evidence.talked(`${name} @ port ${to.port}`, dialogue.transcript);
  let last: Received = dialogue.greeting;
  const state = { login: null as Verdict | null, offers: [] as string[] };

  const verdictOf = (asked: string, reply: Received, letter?: WrittenLetter): Verdict => {
    last = reply;
    if (reply.decisionId !== null) evidence.decided(reply.decisionId);
    const { rule, decisionId } = reply;
    const accepted = reply.code >= 200 && reply.code < 400;
    const transcript = [...dialogue.transcript];
    return createVerdict({ asked, reply, accepted, rule, decisionId, transcript, letter }, where);
  };
  /** A step named by what is said; the reply is its child, and the decision that it names is attached. */
  const exchange = (asked: string, ask: () => Promise<Received>, letter?: WrittenLetter): Promise<Verdict> =>
    test.step(
      asked,
      async (step) => {
        const reply = await ask();
        const verdict = verdictOf(asked, reply, letter);
        await test.step(told(reply), () => undefined);
        // Where the store fails, its decision cannot be read at once; with a list that was deleted it is gone.
        if (reply.decisionId !== null && reply.rule !== 'store.available') {
          const body = JSON.stringify(await unlessGone(verdict.decision()), null, 2);
          await step.attach('decision.json', { body, contentType: 'application/json' });
        }
        return verdict;
      },
      {
        subtitle: `${name} @ port ${to.port}`,
        params: { conn: `${to.localAddress ?? ''}:${to.port}` },
        box: true,
      },
    );
  const say = (line: string, shown = withoutSecrets(line, last)): Promise<Verdict> =>
    exchange(shown, () => dialogue.command(line));

  const session: Session = {
    greeting: verdictOf('(connect)', dialogue.greeting),
    get login() {
      if (!state.login) throw new Error('nobody has logged in: client({ user }) or session.logIn(user) does');
      return state.login;
    },
    get offers() {
      return state.offers;
    },
    transcript: dialogue.transcript,
    say: (line) => say(line),
    pipeline: (lines) =>
      test.step(`pipeline of ${lines.length}`, async () => {
        dialogue.transcript.push(...lines.map((line) => `-> ${withoutSecrets(line, last)}`));
        dialogue.write(lines.map((line) => `${line}\r\n`).join(''));
        const verdicts: Verdict[] = [];
        for (const line of lines) verdicts.push(await exchange(line, dialogue.reply));
        return verdicts;
      }),
    async send(letter, { mailParams = '' } = {}) {
      const written = writeLetter(letter);
      const mail = await say(`MAIL FROM:<${written.from}>${mailParams === '' ? '' : ` ${mailParams}`}`);
      if (!mail.accepted) return mail;
      for (const recipient of written.to) {
        const rcpt = await say(`RCPT TO:<${recipient}>`);
        if (!rcpt.accepted) return rcpt;
      }
      const data = await say('DATA');
      return data.reply?.code === 354 ? sendContent(dialogue, written, info, exchange) : data;
    },
    async ehlo(greeted = 'client.test') {
      const verdict = await say(`EHLO ${greeted}`);
      state.offers = (verdict.reply?.lines ?? []).slice(1).map((line) => line.slice('250-'.length));
      return verdict;
    },
    startTls: (trust) =>
      test.step('STARTTLS and handshake', async () => {
        const { fingerprint256 } = await dialogue.startTls(trust);
        await session.ehlo();
        return fingerprint256;
      }),
    startTlsWith: (injected) =>
      test.step(`STARTTLS, with ${injected.length} lines behind it, and handshake`, async () => {
        const lines = ['STARTTLS', ...injected];
        dialogue.transcript.push(...lines.map((line) => `-> ${withoutSecrets(line, last)}`));
        dialogue.write(lines.map((line) => `${line}\r\n`).join(''));
        await exchange('STARTTLS', dialogue.reply);
        const { fingerprint256 } = await dialogue.shakeHands();
        await session.ehlo();
        return fingerprint256;
      }),
    async logIn({ username, password }, mechanism = 'PLAIN') {
      const { authPlain, authLogin } = dialogue;
      const logIn = mechanism === 'PLAIN' ? authPlain : authLogin;
      const verdict = await exchange(`AUTH ${mechanism} ***`, () => logIn(username, password));
      state.login = verdict;
      return verdict;
    },
    write(bytes, shown) {
      if (shown !== undefined) dialogue.transcript.push(`-> ${shown}`);
      dialogue.write(bytes);
    },
    reply: (asked = '(the next reply)') => exchange(asked, dialogue.reply),
    closed: dialogue.closed,
    quit: () => test.step('QUIT', () => dialogue.quit()),
    close: dialogue.destroy,
  };
  return session;
};

const sendContent = async (
  dialogue: Dialogue,
  letter: WrittenLetter,
  info: TestInfo,
  exchange: (asked: string, ask: () => Promise<Received>, letter: WrittenLetter) => Promise<Verdict>,
): Promise<Verdict> => {
  const { content } = letter;
  dialogue.transcript.push(`-> (message of ${content.length} bytes)`);
  if (content.length <= ATTACHED_MAX)
    await info.attach('message.eml', { body: Buffer.from(content), contentType: 'text/plain' });
  return exchange(
    `message of ${size(content.length)}`,
    () => (dialogue.write(stuff(content)), dialogue.reply()),
    letter,
  );
};

const ATTACHED_MAX = 100_000;

const size = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`);

const told = ({ code, enhanced, text }: Received): string => [code, enhanced, text].filter(Boolean).join(' ');
