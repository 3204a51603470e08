/** One connection from its greeting to its end: asks the policy at each point, and stores what is accepted. */

import type { Readable } from 'node:stream';
import type { Clock } from '../model/clock.ts';
import type { Reply, StoredDecision } from '../model/decision.ts';
import { parseMailCommand, parseRcptCommand } from '../model/envelope-path.ts';
import type { FaultEffect, FaultStage } from '../model/fault.ts';
import { readHeaderBlock, type HeaderBlock } from '../model/header-block.ts';
import type { MakeId } from '../model/id.ts';
import { readOriginators } from '../model/originators.ts';
import { blankPasswords, checkPassword } from '../model/password.ts';
import { MECHANISMS } from '../policy/checks/login.ts';
import { decide, type Facts, type Request, type Verdict } from '../policy/decide.ts';
import { readFormMarks } from '../policy/form-marks.ts';
import { MAX_MESSAGE_SIZE, MAX_RECIPIENTS } from '../policy/limits.ts';
import { formatAccepted } from '../policy/reply.ts';
import * as machine from '../policy/submission.ts';
import type { Store, UserWithSenders } from '../store/store.ts';
import type { Chaos } from './chaos.ts';
import type { Answer, ConnectionView, Handlers } from './handlers.ts';
import { factsOf, faulted, judgeLoggedIn, record, unjudged, type Belongs } from './judge.ts';
import { receive, type Received, type Spool } from './receive.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { Throttle } from './throttle.ts';
import { toMessage } from './to-message.ts';

/** What every session shares. */
export type Shared = {
  store: Store;
  clock: Clock;
  makeId: MakeId;
  throttle: Throttle;
  chaos: Chaos;
  spool: Spool;
  tlsRequired: boolean;
  /** The name by which the relay greets. */
  host: string;
  /** Sessions whose record is newer than the store's. */
  open: Set<Recorder>;
};

export const createSession = (shared: Shared, connection: ConnectionView): Handlers => {
  const { store, clock, makeId, throttle, chaos } = shared;
  const recorder = createRecorder(
    {
      id: makeId('c'),
      startedAt: clock.now(),
      clientAddress: connection.remoteAddress,
      clientPort: connection.remotePort,
      port: connection.localPort,
    },
    () => clock.now(),
  );
  shared.open.add(recorder);
  let submission = machine.begin(shared.tlsRequired);
  let list: string | null = null;
  let commandsBeforeLogin = 0;
  let limitDecision: StoredDecision | null = null;
  const speed = chaos.linkSpeed(null);

  const belongs = (more: Partial<Belongs> = {}): Belongs => ({ list, sessionId: recorder.id, messageId: null, header: null, ...more });

  const refuse = (decision: StoredDecision): Reply => {
    recorder.decided(decision);
    store.recordDecision(decision);
    return decision.reply;
  };

  /** The reply that a fault makes of a yes, after its delay; null where there is none. */
  const fault = async (stage: FaultStage, text: string, verdict: Verdict): Promise<Answer | null> => {
    const effect = chaos.take(list, { stage, username: submission.login?.username ?? verdict.username, text });
    if (effect === null) return null;
    if ('delayMs' in effect) {
      await pause(effect.delayMs);
      return null;
    }
    const reply = refuse(faulted(verdict, effect, makeId('d'), belongs()));
    return 'disconnect' in effect ? 'drop' : reply;
  };

  const authenticate: Handlers['authenticate'] = async ({ mechanism, username, password }) => {
    const throttled = throttle.check(connection.remoteAddress, username);
    const { found, good } = throttled === null ? await lookUp(store, username, password) : { found: null, good: false };
    const known = found ?? (throttled === null ? null : await store.userByName(username));
    if (known) {
      list = known.user.list;
      recorder.belongsTo(list, known.user.username);
    }
    const login = { mechanism, username: blankPasswords(username) };
    const facts: Facts = {
      ...factsOf(found, { passwordHash: found?.user.passwordHash ?? '' }),
      credentials: throttled === null ? (good ? 'good' : 'bad') : null,
      throttled,
    };
    const verdict = decide(machine.requestAt(submission, 'auth', { login }), facts, clock.now());
    if (verdict.action !== 'accept' || found === null) {
      if (throttled === null && !good) throttle.failed(connection.remoteAddress, username);
      return refuse(record(verdict, makeId('d'), belongs()));
    }
    throttle.forgive(username);
    const refused = await fault('auth', found.user.username, verdict);
    if (refused) return refused;
    const { id: userId, passwordHash } = found.user;
    submission = machine.loggedIn(submission, { mechanism, username: found.user.username, userId, list: found.user.list, passwordHash });
    return verdict.reply;
  };

  const mail: Handlers['mail'] = async (line) => {
    const parsed = parseMailCommand(line);
    if (!parsed.ok) return syntax(parsed.error);
    const wrong = submission.login && machine.outOfOrder(submission, 'MAIL');
    if (wrong) return wrong;
    const { text, path, params } = parsed.value;
    const declared = params.get('SIZE');
    const given = { text, path, declaredSize: typeof declared === 'string' ? Number(declared) : null, smtpUtf8: params.has('SMTPUTF8') };
    const { verdict } = await judgeLoggedIn(store, submission.login, machine.requestAt(submission, 'mail', { mail: given }), clock.now());
    if (verdict.action !== 'accept') return refuse(record(verdict, makeId('d'), belongs()));
    const refused = await fault('mail', text, verdict);
    if (refused) return refused;
    submission = machine.mailGiven(submission, given);
    limitDecision = null;
    return verdict.reply;
  };

  const rcpt: Handlers['rcpt'] = async (line) => {
    const parsed = parseRcptCommand(line, { smtpUtf8: submission.mail?.smtpUtf8 ?? false });
    if (!parsed.ok) return syntax(parsed.error);
    const wrong = machine.outOfOrder(submission, 'RCPT');
    if (wrong) return wrong;
    const { text, path } = parsed.value;
    if (!path.ok) return { code: 501, enhanced: '5.1.3', text: `Recipient address is not usable: ${path.error.message}` };
    const next = machine.recipientGiven(submission, text);
    // The user is looked at anew at MAIL and at the end of DATA; in between only the number of recipients can refuse.
    if (next.recipients.length > MAX_RECIPIENTS) {
      if (limitDecision === null) {
        const request = machine.requestAt(submission, 'rcpt', { recipients: next.recipients.length });
        const { verdict } = await judgeLoggedIn(store, submission.login, request, clock.now());
        limitDecision = record(verdict, makeId('d'), belongs());
        refuse(limitDecision);
      }
      return limitDecision.reply;
    }
    const effect = chaos.take(list, { stage: 'rcpt', username: submission.login?.username ?? null, text });
    const refused = effect && (await rcptFault(effect, next));
    if (refused) return refused;
    submission = next;
    return { code: 250, enhanced: '2.1.5', text: 'Recipient ok' };
  };

  const rcptFault = async (effect: FaultEffect, next: machine.Submission): Promise<Answer | null> => {
    if ('delayMs' in effect) {
      await pause(effect.delayMs);
      return null;
    }
    const { verdict } = await judgeLoggedIn(store, submission.login, machine.requestAt(next, 'rcpt'), clock.now());
    const reply = refuse(verdict.action === 'accept' ? faulted(verdict, effect, makeId('d'), belongs()) : record(verdict, makeId('d'), belongs()));
    return 'disconnect' in effect ? 'drop' : reply;
  };

  const data: Handlers['data'] = async (stream) => {
    const received = await receive(stream as Readable, shared.spool, MAX_MESSAGE_SIZE);
    if (received === null) return 'drop';
    recorder.transcript.add('client', `(message of ${received.size} bytes)`, submission.tls);
    try {
      return await judgeMessage(received);
    } finally {
      await received.discard();
    }
  };

  const judgeMessage = async (received: Received): Promise<Answer> => {
    const smtpUtf8 = submission.mail?.smtpUtf8 ?? false;
    const block = readHeaderBlock(received.head, { smtpUtf8 });
    const originators = readOriginators(block, { smtpUtf8 });
    const request = machine.requestAt(submission, 'commit', {
      message: { size: received.size, originators, formMarks: readFormMarks(block.fields) },
    });
    const header = blankPasswords(received.head.toString('latin1', 0, Math.min(block.bodyStart, KEPT_HEADER)));
    const { verdict, facts, found } = await judgeLoggedIn(store, submission.login, request, clock.now());
    if (verdict.action !== 'accept' || found === null || facts === null) return refuse(record(verdict, makeId('d'), belongs({ header })));
    if (received.failure !== null) return refuse(unstored(request, facts, received.failure, header));
    const refused = await fault('data', header, verdict);
    if (refused) return refused;
    return commit(received, block, request, { verdict, facts, found, header });
  };

  const commit = async (
    received: Received,
    block: HeaderBlock,
    request: Request,
    { verdict, facts, found, header }: { verdict: Verdict; facts: Facts; found: UserWithSenders; header: string },
  ): Promise<Reply> => {
    const decision = record(verdict, makeId('d'), belongs({ messageId: makeId('m') }));
    const { message, content } = toMessage(received, block, {
      decision,
      user: found.user,
      recipients: submission.recipients,
      helo: connection.helo(),
      protocol: connection.protocol(),
      clientAddress: connection.remoteAddress,
      host: shared.host,
    });
    decision.reply = { ...decision.reply, text: formatAccepted(message.id, decision.id) };
    try {
      await store.commitMessage(message, content, decision);
    } catch (error) {
      return refuse(unstored(request, facts, (error as Error).message, header));
    }
    recorder.decided(decision);
    recorder.accepted(message.id);
    store.touchUser(found.user.list, found.user.id, clock.now());
    return decision.reply;
  };

  const unstored = (request: Request, facts: Facts, failure: string, header: string): StoredDecision =>
    record(decide(request, { ...facts, storeFailure: failure }, clock.now()), makeId('d'), belongs({ header }));

  return {
    said: (from, text) => recorder.transcript.add(from, text, submission.tls),
    connected() {
      const effect = chaos.take(null, { stage: 'connect', username: null, text: connection.remoteAddress });
      if (effect === null || 'delayMs' in effect) return null;
      const verdict = unjudged(machine.requestAt(submission, 'auth'), 'the client was only just connecting', clock.now());
      const reply = refuse(faulted(verdict, effect, makeId('d'), belongs()));
      return 'disconnect' in effect ? 'drop' : reply;
    },
    greeted: (helo) => recorder.greeted(helo),
    secured(cipher) {
      submission = machine.secured(submission);
      list = null;
      recorder.secured(cipher);
    },
    reset: () => void (submission = machine.reset(submission)),
    command(bytes) {
      if (submission.login === null && ++commandsBeforeLogin > MAX_COMMANDS_BEFORE_LOGIN) return TOO_MANY_COMMANDS;
      if (chaos.disconnects(list)) return 'drop';
      return speed === null ? null : pause((1000 * bytes) / speed).then(() => null);
    },
    offersAuth: () => submission.tls || !submission.tlsRequired,
    authBegins(mechanism) {
      if (submission.login) return { code: 503, enhanced: '5.5.1', text: 'Bad sequence of commands: already authenticated' };
      const request = machine.requestAt(submission, 'auth', { login: { mechanism, username: null } });
      if (MECHANISMS.includes(mechanism) && (submission.tls || !submission.tlsRequired)) return null;
      return refuse(record(decide(request, NOTHING_KNOWN, clock.now()), makeId('d'), belongs()));
    },
    authenticate,
    mail,
    rcpt,
    dataBegins: () => machine.outOfOrder(submission, 'DATA'),
    data,
    closed(reason) {
      // When the relay stops it closes the records itself, before the store goes.
      if (!shared.open.delete(recorder)) return;
      recorder.ended(reason, clock.now());
      store.recordSession(recorder.snapshot());
    },
  };
};

const MAX_COMMANDS_BEFORE_LOGIN = 50;
const TOO_MANY_COMMANDS: Reply = { code: 421, enhanced: '4.7.0', text: 'Too many commands without a login' };

/** How much of a refused message's header block is kept with its decision (CONTRACT: 16 KiB). */
const KEPT_HEADER = 16 * 1024;

const NOTHING_KNOWN: Facts = { throttled: null, credentials: null, user: null, senders: [], storeFailure: null };

/** The same work for a user that is not there and for a wrong password (RFC 4954 section 9). */
const lookUp = async (store: Store, username: string, password: string | null): Promise<{ found: UserWithSenders | null; good: boolean }> => {
  const found = await store.userByName(username);
  const good = await checkPassword(password ?? '', password === null ? null : (found?.user.passwordHash ?? null));
  return { found, good };
};

const syntax = ({ code, enhanced, message }: { code: number; enhanced: string; message: string }): Reply => ({ code, enhanced, text: message });

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, Math.min(ms, 60_000)));
