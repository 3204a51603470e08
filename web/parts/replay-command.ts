/** A session's mail once more, as a command for swaks or curl that can be pasted into a shell. */

import type { DecisionJson, SessionJson } from '../../src/http/contract/decisions.ts';
import { readHeader } from './header-text.ts';

/** What is needed to send it again; `message` with LF line ends, as in DATA. */
export type Replay = {
  host: string;
  port: number;
  helo: string;
  starttls: boolean;
  /** null where nobody logged in: then the command does not either. */
  username: string | null;
  mailFrom: string;
  rcptTo: string[];
  message: string;
};

/** The environment variable that holds the password: it never stands in a command, nor in the shell's history. */
export const PASSWORD_VARIABLE = 'SMTP_PLUS_PASSWORD';

/** What the client had not said yet, or what was not kept, is filled in with addresses of `.test`. */
export const replayOf = (
  session: Pick<SessionJson, 'port' | 'helo' | 'tls' | 'username' | 'transcript'>,
  decision: Pick<DecisionJson, 'id' | 'username' | 'mailFrom' | 'headerFrom' | 'header'>,
  host: string,
): Replay => {
  const mailFrom = decision.mailFrom ?? 'sender@example.test';
  const rcptTo = recipientsOf(session.transcript, decision.id);
  const to = rcptTo.length > 0 ? rcptTo : ['recipient@example.test'];
  return {
    host,
    port: session.port,
    helo: session.helo || 'client.test',
    starttls: session.tls !== null,
    username: decision.username,
    mailFrom,
    rcptTo: to,
    message: messageOf(decision, mailFrom, to),
  };
};

export const swaksCommand = (replay: Replay): string =>
  withMessage(replay.message, [
    `swaks --server ${quote(replay.host)} --port ${replay.port} --ehlo ${quote(replay.helo)}`,
    replay.starttls ? '--tls' : '',
    replay.username === null
      ? ''
      : `--auth PLAIN --auth-user ${quote(replay.username)} --auth-password "$${PASSWORD_VARIABLE}"`,
    `--from ${quote(replay.mailFrom === '' ? '<>' : replay.mailFrom)}`,
    `--to ${quote(replay.rcptTo.join(','))}`,
    '--data -',
  ]);

export const curlCommand = (replay: Replay): string =>
  withMessage(replay.message, [
    `curl --url ${quote(`smtp://${urlHost(replay.host)}:${replay.port}/${encodeURIComponent(replay.helo)}`)}`,
    // The service's certificate is its own: nobody else vouches for it.
    replay.starttls ? '--ssl-reqd --insecure' : '',
    replay.username === null
      ? ''
      : `--login-options AUTH=PLAIN --user ${quote(`${replay.username}:`)}"$${PASSWORD_VARIABLE}"`,
    `--mail-from ${quote(replay.mailFrom)}`,
    ...replay.rcptTo.map((to) => `--mail-rcpt ${quote(to)}`),
    '--crlf --upload-file -',
  ]);

type Transcript = SessionJson['transcript'];

/** Those of the mail on which this decision was taken. */
const recipientsOf = (transcript: Transcript, decisionId: string): string[] => {
  const answered = transcript.findIndex(
    ({ from, text }) => from === 'server' && text.includes(` ${decisionId}]`),
  );
  const said = transcript.slice(0, answered === -1 ? transcript.length : answered);
  const mail = said.findLastIndex(({ from, text }) => from === 'client' && /^MAIL /i.test(text));
  return said.slice(mail + 1).flatMap(({ from, text }) => {
    const to = from === 'client' ? /^RCPT TO: ?<([^>]+)>/i.exec(text)?.[1] : undefined;
    return to === undefined ? [] : [to];
  });
};

const messageOf = (
  { header, headerFrom }: Pick<DecisionJson, 'header' | 'headerFrom'>,
  mailFrom: string,
  rcptTo: readonly string[],
): string => {
  const block = header
    ? readHeader(header).text.replaceAll('\r\n', '\n').replace(/\n+$/, '')
    : `From: ${headerFrom.join(', ') || mailFrom}\nTo: ${rcptTo[0] ?? ''}\nSubject: Once more`;
  return `${block}\n\nThe body was not kept.\n`;
};

/** One option a line; the message comes through standard input. */
const withMessage = (message: string, parts: readonly string[]): string => {
  const command = parts.filter((part) => part !== '').join(' \\\n  ');
  // A control character pasted into a shell is a key that somebody presses.
  if (UNPASTABLE.test(message)) return `printf ${printfText(message)} | ${command}\n`;
  let end = 'MESSAGE';
  while (message.split('\n').includes(end)) end += '_';
  return `${command} <<'${end}'\n${message}${end}\n`;
};

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNPASTABLE = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** The format of printf(1), with octal escapes. */
const printfText = (message: string): string =>
  quote(
    message
      .replaceAll('\\', '\\\\')
      .replaceAll('%', '%%')
      .replaceAll('\n', '\\n')
      // oxlint-disable-next-line no-control-regex -- they are what is written so
      .replace(/[\u0000-\u001f\u007f]/g, (key) => `\\${key.charCodeAt(0).toString(8).padStart(3, '0')}`),
  );

/** As one word of a POSIX shell; plain words stay as they are. */
const quote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const urlHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);
