/** AUTH: who it is, whether the password is right, and what the policy says to that. */

import type { Reply } from '../model/decision.ts';
import { blankPasswords, checkPassword } from '../model/password.ts';
import { MECHANISMS } from '../policy/checks/login.ts';
import type { Facts } from '../policy/decide.ts';
import { loggedIn, requestAt } from '../policy/submission.ts';
import type { Store, UserWithSenders } from '../store/store.ts';
import type { Context } from './context.ts';
import type { Handlers } from './handlers.ts';
import { factsOf, unreadable } from './judge.ts';
import type { Throttle } from './throttle.ts';

/** Refuses what needs no password to be refused: a second login, a foreign mechanism, plain text where TLS is required. */
export const authBegins =
  (context: Context): Handlers['authBegins'] =>
  (line) => {
    const { submission, clock, policy } = context;
    const [, name = '', response = ''] = LATIN_1.decode(line).trim().split(/\s+/);
    const mechanism = name.toUpperCase();
    if (mechanism === '') return { code: 501, enhanced: '5.5.4', text: 'Syntax: AUTH mechanism' };
    if (submission.login)
      return { code: 503, enhanced: '5.5.1', text: 'Bad sequence of commands: already authenticated' };
    if (MECHANISMS.includes(mechanism) && (submission.tls || !submission.tlsRequired))
      return BASE64.test(response) ? null : NO_BASE64;
    const request = requestAt(submission, 'auth', { login: { mechanism, username: null } });
    return context.refuse(context.decide(policy(request, NOTHING_KNOWN, clock.now())));
  };

/** `*` asks to end it, and gets its 501 from the exchange itself. */
export const authGoesOn: Handlers['authGoesOn'] = (line) => {
  const response = LATIN_1.decode(line).trim();
  return response === '*' || BASE64.test(response) ? null : NO_BASE64;
};

export const authenticate =
  (context: Context): Handlers['authenticate'] =>
  async ({ mechanism, username, password }) => {
    const { store, clock, policy, throttle, connection, recorder } = context;
    const { found, good, failure } = await lookUp(store, username, password);
    const login = { mechanism, username: blankPasswords(username) };
    const request = requestAt(context.submission, 'auth', { login });
    if (failure !== null) return context.refuse(context.decide(unreadable(request, failure, clock.now())));
    // Looked at and counted in one step: guesses made at once are counted like any others.
    const counted = await countAttempt(throttle, connection.remoteAddress, username, good);
    if (counted.failure !== null)
      return context.refuse(context.decide(unreadable(request, counted.failure, clock.now())));
    const { throttled } = counted;
    if (found) {
      context.list = found.user.list;
      recorder.belongsTo(found.user.list, found.user.username);
    }
    const facts: Facts = {
      ...factsOf(found, { passwordHash: '' }),
      credentials: throttled === null ? (good ? 'good' : 'bad') : null,
      throttled,
    };
    const verdict = policy(request, facts, clock.now());
    if (verdict.action !== 'accept' || !found) return context.refuse(context.decide(verdict));
    // Where that fails, earlier failures count for a while longer.
    await throttle.forgive(username).catch(() => undefined);
    const refused = await context.fault('auth', found.user.username, () => verdict);
    if (refused) return refused;
    const { id: userId, passwordHash, list } = found.user;
    context.submission = loggedIn(context.submission, {
      mechanism,
      username: found.user.username,
      userId,
      list,
      passwordHash,
    });
    return verdict.reply;
  };

const countAttempt = async (
  throttle: Throttle,
  address: string,
  username: string,
  good: boolean,
): Promise<{ throttled: string | null; failure: string | null }> => {
  try {
    return { throttled: await throttle.attempt(address, username, good), failure: null };
  } catch (error) {
    return { throttled: null, failure: (error as Error).message };
  }
};

const LATIN_1 = new TextDecoder('latin1');

/** RFC 4954 section 4: what cannot be decoded is refused, not decoded as well as may be. `=` alone is an empty response. */
const BASE64 = /^[a-z0-9+/]*={0,2}$/i;
const NO_BASE64: Reply = { code: 501, enhanced: '5.5.2', text: 'The response is not base64' };

const NOTHING_KNOWN: Facts = {
  throttled: null,
  credentials: null,
  user: null,
  senders: [],
  storeFailure: null,
};

/** The same work for a user that is not there and for a wrong password (RFC 4954 section 9). */
const lookUp = async (
  store: Store,
  username: string,
  password: string | null,
): Promise<{ found: UserWithSenders | null; good: boolean; failure: string | null }> => {
  let found: UserWithSenders | null = null;
  try {
    found = await store.userByName(username);
  } catch (error) {
    return { found, good: false, failure: (error as Error).message };
  }
  const hash = password === null ? null : (found?.user.passwordHash ?? null);
  return { found, good: await checkPassword(password ?? '', hash), failure: null };
};
