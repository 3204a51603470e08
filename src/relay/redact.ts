/** What of a client's line may outlive the command: never what could be a secret. */

/**
 * The line as the transcript keeps it. `inAuth` says that it answers an AUTH challenge. Only commands that this server
 * knows are kept, and arguments only of those that carry no secret: a client that goes on with its credentials after AUTH
 * was refused sends them as a command of its own.
 */
export const redactLine = (line: Uint8Array, inAuth: boolean): string => {
  if (inAuth) return '***';
  const text = printable(line);
  const blank = text.indexOf(' ');
  const verb = blank < 0 ? text : text.slice(0, blank);
  const name = verb.toUpperCase();
  if (name === 'AUTH') return redactAuth(verb, text.split(' ').slice(1));
  if (WITH_ARGUMENTS.has(name)) return text;
  if (WITHOUT_ARGUMENTS.has(name))
    return blank < 0 ? text : `${verb} (${text.length - blank - 1} bytes not kept)`;
  return `(unknown command, ${line.length} bytes not kept)`;
};

const redactAuth = (verb: string, rest: string[]): string => {
  const [mechanism = '', ...secrets] = rest.filter((word) => word !== '');
  const shown = MECHANISMS.has(mechanism.toUpperCase()) ? mechanism : mechanism && '(unknown mechanism)';
  return [verb, shown, secrets.length > 0 ? '***' : ''].filter((word) => word !== '').join(' ');
};

const WITH_ARGUMENTS = new Set(['EHLO', 'HELO', 'MAIL', 'RCPT', 'VRFY']);

const WITHOUT_ARGUMENTS = new Set([
  'DATA',
  'RSET',
  'NOOP',
  'QUIT',
  'HELP',
  'STARTTLS',
  'BDAT',
  'EXPN',
  'ETRN',
  'TURN',
  'LHLO',
  'SEND',
  'SOML',
  'SAML',
]);

const MECHANISMS = new Set([
  'PLAIN',
  'LOGIN',
  'CRAM-MD5',
  'DIGEST-MD5',
  'XOAUTH2',
  'OAUTHBEARER',
  'SCRAM-SHA-1',
  'SCRAM-SHA-256',
  'NTLM',
  'GSSAPI',
  'EXTERNAL',
  'ANONYMOUS',
]);

/** One line of a transcript: UTF-8 where it is, control characters shown as \xNN, 1,024 characters at most. */
const printable = (line: Uint8Array): string => {
  const text = UTF_8.decode(line.length > MAX_LINE ? line.subarray(0, MAX_LINE) : line);
  const shown = CONTROL.test(text)
    ? text.replace(CONTROLS, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
    : text;
  return line.length > MAX_LINE ? `${shown}… (${line.length} bytes)` : shown;
};

const UTF_8 = new TextDecoder();
const MAX_LINE = 1024;
const CONTROL = /\p{Cc}/u;
const CONTROLS = /\p{Cc}/gu;
