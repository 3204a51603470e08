/** Takes secrets out of what is logged: those that are known by heart, and what looks like one. */

import { blankPasswords } from '../model/password.ts';

/** A function that blanks them in any text. `secrets` are exact: the admin password, the logins of next hop and store. */
export const createRedact = (secrets: readonly string[]): ((text: string) => string) => {
  const known = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, base64(secret), encodeURIComponent(secret)])
    .toSorted((a, b) => b.length - a.length);
  return (text) => {
    let clean = blankPasswords(text);
    for (const secret of known) clean = clean.replaceAll(secret, BLANK);
    for (const [pattern, kept] of PATTERNS) clean = clean.replace(pattern, kept);
    return clean;
  };
};

/** The same for a value of any depth. Under a name that tells of a secret nothing is kept at all. */
export const redactValue = (value: unknown, redact: (text: string) => string, depth = 0): unknown => {
  if (typeof value === 'string') return redact(value);
  if (value instanceof Error) return redactValue(errorFields(value), redact, depth + 1);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '…';
  if (Array.isArray(value)) return value.map((one) => redactValue(one, redact, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      SECRET_NAME.test(name) ? BLANK : redactValue(one, redact, depth + 1),
    ]),
  );
};

/** Shorter ones would blank pieces of common words; an admin password of three letters protects nothing anyway. */
const SHORTEST = 4;

const DEEPEST = 6;

const BLANK = '***';

const SECRET_NAME = /^(pass(word|wd|phrase)?|secret|token|authorization|cookies?|set-cookie|auth|key)$/i;

const PATTERNS: readonly [RegExp, string][] = [
  // The login in a URL, up to its last `@`, since it may be written wrongly.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>/]*@/gi, `$1${BLANK}@`],
  [/\b((?:proxy-)?authorization\s*[:=]\s*["']?(?:basic|bearer|digest)?\s*)[^\s"',]+/gi, `$1${BLANK}`],
  [/\b((?:set-)?cookie\s*[:=]\s*["']?)[^\r\n"']+/gi, `$1${BLANK}`],
  [/\b(AUTH\s+(?:PLAIN|LOGIN|XOAUTH2|CRAM-MD5)\s+)\S+/gi, `$1${BLANK}`],
  [/(\/verify\/)[^\s"'<>?#]+/g, `$1${BLANK}`],
  [/\b((?:password|passwd|pwd|token|secret)["']?\s*[:=]\s*["']?)[^\s"'&,;]+/gi, `$1${BLANK}`],
];

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const errorFields = (error: Error): object => ({
  type: error.name,
  message: error.message,
  ...('code' in error && { code: error.code }),
  stack: error.stack,
  ...(error.cause !== undefined && { cause: error.cause }),
});
