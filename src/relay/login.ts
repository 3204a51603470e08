/** AUTH: who it is, whether the password is right, and what the policy says to that. */

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
  (mechanism) => {
    const { submission, clock, policy } = context;
    if (submission.login)
      return { code: 503, enhanced: '5.5.1', text: 'Bad sequence of commands: already authenticated' };
    if (MECHANISMS.includes(mechanism) && (submission.tls || !submission.tlsRequired)) return null;
    const request = requestAt(submission, 'auth', { login: { mechanism, username: null } });
    return context.refuse(context.decide(policy(request, NOTHING_KNOWN, clock.now())));
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
