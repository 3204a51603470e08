/** The admin password: HTTP Basic for programs, a login page with a session cookie for people. */

import { html } from 'hono/html';
import type { Clock } from '../model/clock.ts';
import type { Random } from '../model/id.ts';
import { checkPassword, hashPassword, hashToken, hex } from '../model/password.ts';
import type { FailureCounter, Logins } from '../store/store.ts';
import { readBounded } from './body.ts';
import { isApiPath } from './guard.ts';
import { htmlPage } from './page.ts';
import { problem } from './problems.ts';
import { createGuessLimit } from './throttle.ts';

export type Gate = {
  /** null lets the request on; otherwise the answer. `from` is the client's address, by which guesses are counted. */
  pass(request: Request, from: string): Promise<Response | null>;
};

export type GateParts = {
  clock: Clock;
  random: Random;
  failures: FailureCounter;
  logins: Logins;
  /** Names the cookie; several services on one host need different ones, since cookies know no ports. */
  cookie: string;
  /** Is told of each wrong password, with the address that it came from. */
  wrongPassword?: ((from: string) => void) | undefined;
};

export const SESSION_MS = 12 * 3_600_000;

export const createGate = async (
  password: string,
  { clock, random, failures, logins, cookie, wrongPassword }: GateParts,
): Promise<Gate> => {
  const stored = await hashPassword(password, random);
  const limit = createGuessLimit(clock, failures);
  /** A login ends with the password that it was made with, also where it is kept for longer than this process. */
  const keyOf = (token: string): Promise<string> => hashToken(`${token} ${password}`);

  const guess = async (text: string, from: string): Promise<'right' | 'wrong' | number> => {
    const right = await checkPassword(text, stored);
    const wait = await limit.attempt(from, right);
    if (wait !== null) return wait;
    if (right) return 'right';
    wrongPassword?.(from);
    return 'wrong';
  };

  const openSession = async (): Promise<string> => {
    const token = hex(random(32));
    await logins.add(await keyOf(token), clock.now() + SESSION_MS);
    return token;
  };

  const sessionOf = async (request: Request): Promise<string | null> => {
    const token = cookieValue(request.headers.get('cookie') ?? '', cookie);
    if (token === null) return null;
    const hash = await keyOf(token);
    return (await logins.isLive(hash, clock.now())) ? hash : null;
  };

  /** A page that came encrypted sends it encrypted only; the guard has seen that the origin is one of ours. */
  const setCookie = (request: Request, value: string, seconds: number): string =>
    `${cookie}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${
      request.headers.get('origin')?.startsWith('https:') ? '; Secure' : ''
    }`;

  const login = async (request: Request, from: string): Promise<Response> => {
    const next = localPath(new URL(request.url).searchParams.get('next'));
    if (request.method !== 'POST') return loginPage(next);
    const form = await readBounded(request, 4096);
    const given = form && new URLSearchParams(new TextDecoder().decode(form)).get('password');
    if (!given) return loginPage(next, 'Type the admin password.', 400);
    const found = await guess(given, from);
    if (typeof found === 'number')
      return loginPage(next, `Too many wrong passwords: try again in ${found} seconds.`, 429, {
        'retry-after': `${found}`,
      });
    if (found === 'wrong') return loginPage(next, 'That is not the admin password.', 401);
    return redirect(next, { 'set-cookie': setCookie(request, await openSession(), SESSION_MS / 1000) });
  };

  return {
    async pass(request, from) {
      const path = new URL(request.url).pathname;
      if (path === '/login') return login(request, from);
      if (isOpen(path)) return null;
      const session = await sessionOf(request);
      if (path === '/logout' && request.method === 'POST') {
        if (session !== null) await logins.remove(session);
        return redirect('/login', { 'set-cookie': setCookie(request, '', 0) });
      }
      if (session !== null) return null;
      const given = basicPassword(request.headers.get('authorization') ?? '');
      if (given === null) return askForLogin(request, path);
      const found = await guess(given, from);
      if (found === 'right') return null;
      if (found === 'wrong') return askForLogin(request, path);
      return problem('too-many-guesses', `too many wrong passwords; try again in ${found} seconds`, {
        headers: { 'retry-after': `${found}` },
      });
    },
  };
};

/** Whose mail it is may verify without being an admin; and a probe may ask whether the service lives and is ready. */
const isOpen = (path: string): boolean =>
  path.startsWith('/verify/') || path === '/api/health' || path === '/api/ready';

const askForLogin = (request: Request, path: string): Response => {
  const wantsPage =
    request.method === 'GET' && !isApiPath(path) && /text\/html/.test(request.headers.get('accept') ?? '');
  if (wantsPage) return redirect(`/login?next=${encodeURIComponent(path + new URL(request.url).search)}`);
  // A browser that is told of Basic asks in a box of its own; our pages lead to the login page instead.
  const basic: Record<string, string> = request.headers.has('sec-fetch-mode')
    ? {}
    : { 'www-authenticate': 'Basic realm="SMTP+", charset="UTF-8"' };
  return problem(
    'login-required',
    'log in at /login, or send the admin password by HTTP Basic with any user name',
    { headers: basic },
  );
};

const loginPage = (
  next: string,
  error = '',
  status = 200,
  headers: Record<string, string> = {},
): Promise<Response> =>
  htmlPage(
    'Log in',
    html` <form method="post" action="/login?next=${encodeURIComponent(next)}">
      <label for="password">Admin password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        autofocus
        ${error === '' ? '' : html`aria-invalid="true" aria-describedby="error"`}
      />
      ${error === '' ? '' : html`<p id="error" class="fail" role="alert">${error}</p>`}
      <button type="submit">Log in</button>
    </form>`,
    { status, headers },
  );

const redirect = (location: string, headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store', ...headers } });

/** A path of ours to go on to; never another site. */
const localPath = (next: string | null): string =>
  next !== null && /^\/(?![/\\])[!-~]*$/.test(next) && !next.startsWith('/log') ? next : '/';

const cookieValue = (header: string, name: string): string | null => {
  const pair = header.split(';').find((one) => one.trim().startsWith(`${name}=`));
  return pair === undefined ? null : pair.trim().slice(name.length + 1);
};

/** The password of HTTP Basic (RFC 7617), whatever the user name; null where there is none. */
const basicPassword = (authorization: string): string | null => {
  const encoded = /^basic ([a-z0-9+/]+=*)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const pair = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : null;
  } catch {
    return null;
  }
};
