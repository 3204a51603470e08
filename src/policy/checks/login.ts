/** The rules about who is logged in. They are judged anew at every stage, so that a change takes effect at once. */

import { blankPasswords } from '../../model/password.ts';
import type { Facts, Request } from '../decide.ts';
import { quoted } from '../words.ts';
import { fail, notReached, pass, unjudged, type Check } from './check.ts';

export const MECHANISMS: readonly string[] = ['PLAIN', 'LOGIN'];

/** The name of the user as stored, else as the client gave it: without what looks like a password in the wrong field. */
export const usernameOf = ({ login }: Pick<Request, 'login'>, { user }: Pick<Facts, 'user'>): string | null =>
  login === null
    ? null
    : (user?.username ?? (login.username === null ? null : blankPasswords(login.username)));

/** The same in quotes. */
export const shownUser = (request: Request, facts: Facts): string => quoted(usernameOf(request, facts) ?? '');

const NOBODY = 'nobody has tried to log in';

const required: Check = ({ request, facts }) =>
  request.login === null
    ? fail('no AUTH came before MAIL')
    : pass(`logged in as ${shownUser(request, facts)}`);

const tlsRequired: Check = ({ request }) => {
  if (request.login === null) return notReached(NOBODY);
  if (request.tls) return pass('the session is encrypted');
  if (plainTextRefused(request)) return fail('the session is not encrypted, and TLS is required before AUTH');
  return pass('the session is not encrypted, and TLS is not required');
};

const mechanism: Check = ({ request: { login } }) => {
  if (login === null) return notReached(NOBODY);
  const name = quoted(login.mechanism);
  if (MECHANISMS.includes(login.mechanism)) return pass(`the mechanism is ${name}`);
  return fail(`the mechanism is ${name}, not one of ${MECHANISMS.join(', ')}`, { named: [name] });
};

/** The reply never tells which of the reasons it was; the detail, which only an administrator reads, does. */
const credentials: Check = ({ request, facts }) => {
  if (request.login === null) return notReached(NOBODY);
  if (facts.throttled !== null)
    return notReached('the login is throttled, so the password was not looked at');
  const name = shownUser(request, facts);
  if (facts.credentials === 'bad')
    return fail(facts.user ? `the password is not that of the user ${name}` : `there is no user ${name}`);
  if (facts.credentials === 'good')
    return facts.user
      ? pass(`the password is that of the user ${name}`)
      : fail(`there is no user ${name} any more`);
  if (plainTextRefused(request) || !MECHANISMS.includes(request.login.mechanism))
    return notReached('the login was refused before a password was read');
  return unjudged(`the password of the user ${name} was not checked`);
};

const throttled: Check = ({ request, facts }) => {
  if (request.login === null) return notReached(NOBODY);
  if (facts.throttled === null) return pass('there are not too many failed logins');
  return fail(facts.throttled, {
    advice: `Wait (${facts.throttled}), correct the password in the client and try again. Resetting it lifts this for the user.`,
  });
};

const active: Check = ({ request, facts: { user, credentials, throttled } }) => {
  if (request.login === null) return notReached(NOBODY);
  if (throttled !== null || credentials !== 'good' || !user)
    return notReached('the password was not found to be that of a user');
  const name = quoted(user.username);
  if (user.active) return pass(`the user ${name} is active`);
  return fail(`the user ${name} is not active`, {
    advice: `Have a sender of the user ${name} verified by its owner, then set the user to active on the SMTP+ page.`,
  });
};

export const LOGIN_CHECKS = {
  'auth.required': required,
  'auth.tls-required': tlsRequired,
  'auth.mechanism': mechanism,
  'auth.credentials': credentials,
  'auth.throttled': throttled,
  'user.active': active,
} as const;

const plainTextRefused = ({ tls, tlsRequired }: Request): boolean => tlsRequired && !tls;
