/** One connection to the next hop, on nodemailer's: what happens on it comes back as values, without secrets. */

import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

import type { RecipientReply } from '../model/delivery.ts';
import type { SmtpHop } from '../model/next-hop.ts';
import { envelopeOf, needsSmtpUtf8, offersSmtpUtf8 } from './smtputf8.ts';
import type { Letter, Sent } from './transport.ts';

export type HopConnection = {
  send(letter: Letter): Promise<Sent>;
  /** Ends a transaction that is left over; false where the connection is no good any more. */
  reset(): Promise<boolean>;
  usable(): boolean;
  /** Says QUIT. */
  quit(): void;
  /** Hangs up; what is under way ends as a lost connection. */
  close(): void;
};

/**
 * In ms. `setUp`: from the name's look-up to the end of STARTTLS. `silence`: without a byte (RFC 5321 section 4.5.3.2.6).
 * `whole`: a login, or a message, of one who says a little now and then to hold us (a tarpit).
 */
export type Timeouts = { setUp: number; silence: number; whole: number };

export const TIMEOUTS: Timeouts = { setUp: 60_000, silence: 600_000, whole: 1_800_000 };

/** `name` is what EHLO says. The words of a failure come with what the next hop said. */
export const openConnection = async (
  hop: SmtpHop,
  name: string,
  timeouts: Timeouts,
): Promise<{ ok: true; connection: HopConnection } | { ok: false; words: string }> => {
  const smtp = new SMTPConnection(options(hop, name, timeouts));
  const words = createWords(hop);
  try {
    const smtpUtf8 = await within(smtp, timeouts.whole, async () => {
      await failing(smtp, (done) => smtp.connect(done));
      // What was said last is the answer to EHLO; after STARTTLS to the second one.
      const offered = offersSmtpUtf8(smtp.lastServerResponse || '');
      if (hop.auth) {
        const { username: user, password: pass } = hop.auth;
        await failing(smtp, (done) => smtp.login({ user, pass }, done));
      }
      return offered;
    });
    return { ok: true, connection: connectionOn(smtp, words, smtpUtf8, timeouts) };
  } catch (error) {
    smtp.close();
    return { ok: false, words: words(error) };
  }
};

const connectionOn = (
  smtp: SMTPConnection,
  words: (error: unknown) => string,
  smtpUtf8: boolean,
  { whole }: Timeouts,
): HopConnection => {
  // Between two messages nobody waits for an error; `destroyed` tells of it.
  smtp.on('error', () => undefined);
  const tls = smtp._socket instanceof TLSSocket ? smtp._socket.getProtocol() : null;
  return {
    usable: () => !smtp.destroyed,
    quit: () => (smtp.destroyed ? undefined : smtp.quit()),
    close: () => smtp.close(),
    reset: () =>
      within(smtp, whole, () => failing(smtp, (done) => smtp.reset(done))).then(
        () => true,
        () => false,
      ),
    async send(letter) {
      const { from, to, refused } = envelopeOf(letter, smtpUtf8);
      const [first] = refused;
      if (first && to.size === 0)
        return { reached: true, tls, reply: first.reply, perhapsTaken: false, replies: refused };
      // Two that are said the same are asked for once.
      const call = { from, to: [...new Set(to.values())], smtpUtf8: smtpUtf8 && needsSmtpUtf8(letter) };
      const sent = await within(smtp, whole, () => transmit(smtp, call, letter, words));
      const byAddress = new Map([...refused, ...sent.replies].map((reply) => [reply.address, reply]));
      return {
        ...sent,
        tls,
        replies: letter.recipients.map(
          (address) => ({ ...byAddress.get(to.get(address) ?? address), address }) as RecipientReply,
        ),
      };
    },
  };
};

/** `replies` are one a recipient of the envelope, by the address as it is said there. */
const transmit = async (
  smtp: SMTPConnection,
  { from, to, smtpUtf8 }: { from: string; to: string[]; smtpUtf8: boolean },
  { size, content }: Letter,
  words: (error: unknown) => string,
): Promise<Omit<Sent, 'tls'>> => {
  const stream = Readable.from(content, { objectMode: false });
  let ended = false;
  stream.once('end', () => (ended = true));
  const envelope = { from, to: [...to], size, use8BitMime: true };
  try {
    const info = await failing<SMTPConnection.SentMessageInfo>(smtp, (done) =>
      asking(smtp, smtpUtf8, () => smtp.send(envelope, stream, done)),
    );
    // One who answers too early, or once too often, has not said yes to this message.
    if (!ended) throw new Error(`the next hop answered before it had the whole message: ${info.response}`);
    const reply = words({ response: info.response });
    const refused = (info.rejectedErrors ?? []) as SmtpFailure[];
    return {
      reached: true,
      reply,
      perhapsTaken: false,
      replies: to.map((address) => {
        const error = refused.find(({ recipient }) => recipient === address);
        return error
          ? { address, outcome: outcomeOf(error), reply: words(error) }
          : { address, outcome: 'delivered', reply };
      }),
    };
  } catch (error) {
    const failure = error as SmtpFailure;
    // Half of a message may be on its way, also where it was answered already: nothing else can follow it.
    if (failure.responseCode === undefined || (stream.readableDidRead && !ended)) smtp.close();
    const perhapsTaken = ended && failure.responseCode === undefined;
    const reply = perhapsTaken
      ? `${words(error)}: the answer to the whole message was lost, so that the next hop may have it already`
      : words(error);
    return {
      reached: true,
      reply,
      perhapsTaken,
      replies: to.map((address): RecipientReply => {
        const own = failure.rejectedErrors?.find(({ recipient }) => recipient === address) ?? failure;
        return { address, outcome: outcomeOf(own), reply: own === failure ? reply : words(own) };
      }),
    };
  } finally {
    stream.destroy();
  }
};

/** nodemailer asks for SMTPUTF8 by the addresses of the envelope alone; where the header needs it, MAIL is completed here. */
const asking = (smtp: SMTPConnection, smtpUtf8: boolean, run: () => void): void => {
  const inner = smtp as unknown as { _sendCommand(line: string, logged?: string): void };
  const { _sendCommand: send } = inner;
  inner._sendCommand = (line, logged) => {
    const lacking = smtpUtf8 && line.startsWith('MAIL FROM:') && !line.includes('> SMTPUTF8');
    return send.call(smtp, lacking ? `${line} SMTPUTF8` : line, logged);
  };
  // MAIL goes out before this returns.
  run();
  inner._sendCommand = send;
};

/** What nodemailer adds to its errors. */
type SmtpFailure = Error & {
  code?: string;
  responseCode?: number;
  response?: string;
  recipient?: string;
  rejectedErrors?: SmtpFailure[];
};

/** Runs a call of the connection; rejects as well where the connection breaks without an answer to it. */
const failing = <T = void>(
  smtp: SMTPConnection,
  call: (done: (error: Error | null | undefined, value?: T | boolean) => void) => void,
): Promise<T> => {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const ended = (): void => reject(new Error('the connection was closed'));
  smtp.once('error', reject);
  // What is called back with the end is told first.
  const later = (): void => void setImmediate(ended);
  smtp.once('end', later);
  call((error, value) => (error ? reject(error) : resolve(value as T)));
  return promise.finally(() => {
    smtp.off('error', reject);
    smtp.off('end', later);
  });
};

/** Ends what is under way as an error of the connection where it takes longer, however much is said meanwhile. */
const within = async <T>(smtp: SMTPConnection, ms: number, work: () => Promise<T>): Promise<T> => {
  const late = new Error(`the next hop took longer than ${Math.round(ms / 1000)} seconds, and was left`);
  const timer = setTimeout(() => smtp.emit('error', late), ms);
  return work().finally(() => clearTimeout(timer));
};

/** By the first digit of the reply (RFC 5321 section 4.2.1). What the library refuses to send by itself is no better later. */
const outcomeOf = ({ code, responseCode }: SmtpFailure): 'deferred' | 'failed' => {
  if (responseCode !== undefined) return responseCode >= 500 ? 'failed' : 'deferred';
  return code === 'EMESSAGE' || code === 'EENVELOPE' ? 'failed' : 'deferred';
};

const options = (hop: SmtpHop, name: string, { setUp, silence }: Timeouts): SMTPConnection.Options => ({
  host: hop.host,
  port: hop.port,
  name,
  secure: hop.implicitTls,
  requireTLS: !hop.implicitTls && (hop.tls === 'required' || hop.tls === 'unverified'),
  ignoreTLS: hop.tls === 'never',
  tls: { rejectUnauthorized: hop.tls === 'required' },
  dnsTimeout: setUp,
  connectionTimeout: setUp,
  greetingTimeout: setUp,
  socketTimeout: silence,
});

/** A failure in words: a reply as it came, else what happened, and for a certificate what to do. */
const createWords =
  ({ auth }: SmtpHop) =>
  (error: unknown): string => {
    const { response, message, code, originalCode } = error as SmtpFailure & { originalCode?: string };
    const cause = originalCode ?? code ?? '';
    const advice = /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(cause)
      ? `the certificate of the next hop was not accepted: ${message}; give it a valid one, name its authority in NODE_EXTRA_CA_CERTS, or use ?tls=unverified`
      : null;
    const text = advice ?? (response ? response : (message ?? String(error)));
    return blank(text, auth)
      .replace(/[^\P{Cc}\n]/gu, '?')
      .slice(0, MOST_WORDS);
  };

/** A server may say back what it was told. */
const blank = (text: string, auth: SmtpHop['auth']): string => {
  if (!auth) return text;
  const { username, password } = auth;
  const base64 = (plain: string): string => Buffer.from(plain, 'utf8').toString('base64');
  return [
    password,
    base64(password),
    base64(`\0${username}\0${password}`),
    encodeURIComponent(password),
  ].reduce((blanked, secret) => blanked.replaceAll(secret, '***'), text);
};

const MOST_WORDS = 500;
