/** A session once more, as a dialogue that runs as a scenario (docs/scenarios.md has the format). */

import type { DecisionJson, SessionJson } from '../../src/http/contract/decisions.ts';
import type { UserJson } from '../../src/http/contract/users.ts';
import { scriptBytes, scriptText } from './script-text.ts';
import { verdictOf } from './verdict.ts';

type Line = SessionJson['transcript'][number];
type Copied = Pick<SessionJson, 'id' | 'transcript' | 'decisions' | 'messages'>;
type Cast = Pick<UserJson, 'active' | 'senders'>;

/**
 * What the client said, and how each reply began with the rule that it named. `user` is the session's as it is now: the
 * dialogue begins with one like it; null where there is none. Of an accepted message only From was kept, so that stands
 * for it; of a refused one the header is as it was.
 */
export const scenarioScript = (session: Copied, decision: DecisionJson, user: Cast | null): string =>
  [
    `# as in session ${session.id}: ${scriptText(verdictOf(decision).short)}`,
    ...(user ? cast(user) : []),
    ...(session.transcript.some(({ text }) => text.includes('[auth.tls-required '))
      ? ['service: require-tls']
      : []),
    '',
    ...moves(session),
    ...inboxes(session),
  ]
    .map((line) => `${line}\n`)
    .join('');

const cast = ({ active, senders }: Cast): string[] => {
  const named = (wanted: (sender: Cast['senders'][number]) => boolean): string =>
    senders
      .filter(wanted)
      .map(({ value }) => value)
      .join('; ');
  const verified = (kind: string) => named((one) => one.status === 'verified' && one.kind === kind);
  return [
    ['domains', verified('domain')],
    ['senders', verified('address')],
    ['pending', named(({ status }) => status !== 'verified')],
    // Without a verified sender it cannot be active.
    ['user', !active && senders.some(({ status }) => status === 'verified') ? 'inactive' : ''],
  ].flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
};

/** Line by line; what is one move of a dialogue, such as STARTTLS with its handshake and EHLO, takes several. */
const moves = ({ transcript, decisions }: Copied): string[] => {
  const written: string[] = [];
  const secured = transcript.findIndex(({ tls }) => tls);
  const greeting = secured === -1 ? -1 : transcript.findIndex(({ tls, from }) => tls && from === 'server');
  for (const [at, line] of transcript.entries()) {
    if (line.from === 'server') {
      // Of a reply of several lines the last one counts.
      if (/^\d{3}-/.test(line.text) || answersMove(transcript, at, secured)) continue;
      written.push(heard(line.text));
      if (/^(?:221|421) /.test(line.text) && at === transcript.length - 1) written.push('CLOSED');
    } else if (isStartTls(transcript, at)) written.push('STARTTLS');
    else if (at === secured && /^(?:EHLO|HELO) /i.test(line.text) && greeting !== -1) continue;
    else written.push(...said(transcript, at, decisions));
  }
  return written;
};

/** STARTTLS that was answered by a handshake. */
const isStartTls = (transcript: readonly Line[], at: number): boolean =>
  /^STARTTLS$/i.test(transcript[at]?.text ?? '') &&
  transcript.slice(at + 1).find(({ from }) => from === 'client')?.tls === true;

/** The replies to STARTTLS and to the EHLO behind it belong to the one move. */
const answersMove = (transcript: readonly Line[], at: number, secured: number): boolean => {
  if (secured === -1) return false;
  const before = transcript.slice(0, at).findLastIndex(({ from }) => from === 'client');
  return (
    isStartTls(transcript, before) ||
    (before === secured && /^(?:EHLO|HELO) /i.test(transcript[before]?.text ?? ''))
  );
};

/** How the reply began, and its rule; what comes between names things of that session. */
const heard = (text: string): string => {
  const [, begins = text] = /^(\d{3}(?: \d\.\d+\.\d+)?)(?: |$)/.exec(text) ?? [];
  const [, rule] = /\[([a-z.-]+) d_[0-9a-z]+\]$/.exec(text) ?? [];
  return `S: ${begins}${rule === undefined ? '' : ` [${rule}]`}`;
};

const said = (transcript: readonly Line[], at: number, decisions: readonly DecisionJson[]): string[] => {
  const { text } = transcript[at] ?? { text: '' };
  if (/^\(message of \d+ bytes\)$/.test(text)) return message(decisionBehind(transcript, at, decisions));
  if (text === '***') return [`C: ${secret(transcript, at)}`];
  if (/^AUTH \S+ \*\*\*$/i.test(text)) return [`C: ${text.slice(0, -3)}${secret(transcript, at)}`];
  if (/\(unknown (?:mechanism|command)/.test(text))
    return ['# what stood here was not kept', `C: ${text.startsWith('AUTH') ? 'AUTH UNKNOWN' : 'UNKNOWN'}`];
  if (/^\(\d+ lines left out\)$/.test(text)) return [`# ${text}`];
  if (/… \(\d+ bytes\)$/.test(text)) return ['# the line was longer', `C: ${scriptText(text)}`];
  return [`C: ${scriptText(text.replace(/ \(\d+ bytes not kept\)$/, ''))}`];
};

/** What stood in place of `***`: the user's own, or something wrong where it was refused as wrong. */
const secret = (transcript: readonly Line[], at: number): string => {
  const answer = transcript.slice(at).find(({ from, text }) => from === 'server' && !text.startsWith('334'));
  const wrong = answer?.text.startsWith('535') ?? false;
  const auth = transcript
    .slice(0, at + 1)
    .findLastIndex(({ from, text }) => from === 'client' && /^AUTH /i.test(text));
  if (!/^AUTH LOGIN/i.test(transcript[auth]?.text ?? ''))
    return wrong ? '${wrong-plain}' : '${password-plain}';
  const challenge = transcript.slice(0, at).findLast(({ from }) => from === 'server')?.text;
  if (challenge !== PASSWORD_CHALLENGE) return '${user-base64}';
  return wrong ? btoa('wrong') : '${password-base64}';
};

/** RFC 4616 has none; LOGIN asks for `Username:` and then for `Password:`, in base64. */
const PASSWORD_CHALLENGE = `334 ${btoa('Password:')}`;

/** The decision that the reply behind this line names. */
const decisionBehind = (
  transcript: readonly Line[],
  at: number,
  decisions: readonly DecisionJson[],
): DecisionJson | undefined => {
  const reply = transcript.slice(at).find(({ from }) => from === 'server')?.text ?? '';
  return decisions.find(({ id }) => reply.endsWith(` ${id}]`));
};

const message = (decision: DecisionJson | undefined): string[] => {
  const kept = decision?.header?.replace(/(?:\r\n)+$/, '');
  const header = kept ?? `From: ${decision?.headerFrom.join(', ') ?? ''}\r\nSubject: Once more`;
  const lines = header
    .split('\r\n')
    .map((line) => (kept === undefined ? scriptText(line) : scriptBytes(line)));
  return [...lines, '', 'The body was not kept.']
    .map((line) => `C:${line === '' ? '' : ` ${line.replace(/^\./, '..')}`}`)
    .concat('C: .');
};

/** Where the accepted messages arrived; nowhere, where none was. */
const inboxes = ({ transcript, messages }: Copied): string[] => {
  if (messages.length === 0) return ['INBOX: none'];
  const arrived = transcript.flatMap(({ from, text }, at) => {
    if (from !== 'server' || !/^250 .*queued as m_/.test(text)) return [];
    const before = transcript.slice(0, at);
    const mail = before.findLastIndex((one) => one.from === 'client' && /^MAIL /i.test(one.text));
    const to = before.slice(mail).map((one) => /^RCPT TO: ?<([^>]+)>/i.exec(one.text)?.[1]);
    return to.find((address) => address !== undefined) ?? [];
  });
  return [...new Set(arrived)].map((address) => `INBOX: ${scriptText(address)}`);
};
