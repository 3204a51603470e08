/** The message that tells of a failed delivery (RFC 3464 in the multipart/report of RFC 6522), without `node:*`. */

import type { Bounce, RecipientDelivery } from '../model/delivery.ts';
import type { Message } from '../model/message.ts';
import { NORMAL } from '../model/priority.ts';
import { encodePart, encodeUnstructured } from './mime.ts';
import { EXPIRED } from './schedule.ts';

export type Failure = {
  /** Of the bounce. */
  id: string;
  /** ms since the epoch. */
  at: number;
  /** Our own name. */
  host: string;
  /** `host:port` of the next hop. */
  hop: string;
  message: Message;
  failed: readonly RecipientDelivery[];
  /** The header block of the message, one character a byte. */
  header: string;
};

export const BOUNCE_FROM = 'mailer-daemon@smtp-plus.invalid';

/** Null for what has nobody to tell: a bounce, or anything else from the null reverse-path (RFC 5321 section 4.5.5). */
export const writeBounce = (failure: Failure): Bounce | null => {
  const { id, at, message, header } = failure;
  if (message.mailFrom === '' || message.kind === 'bounce') return null;
  const subject = `Not delivered: ${plain(message.subject) || '(no subject)'}`;
  const from = `SMTP+ delivery <${BOUNCE_FROM}>`;
  const messageId = `<${id}@smtp-plus.invalid>`;
  const boundary = `=_${id}`;
  // RFC 6533: addresses and header fields beyond ASCII have types of their own.
  const [status, headers] = [statusOf(failure), utf8(header)];
  const global = !isAscii(status);
  const lines = [
    `From: ${from}`,
    `To: ${message.mailFrom}`,
    `Subject: ${encodeUnstructured(subject)}`,
    `Date: ${date(at)}`,
    `Message-ID: ${messageId}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`,
    '',
    `--${boundary}`,
    encodePart('text/plain', textOf(failure)),
    `--${boundary}`,
    `Content-Type: message/${global ? 'global-' : ''}delivery-status`,
    ...(global ? ['Content-Transfer-Encoding: 8bit'] : []),
    '',
    status,
    `--${boundary}`,
    `Content-Type: ${isAscii(headers) ? 'text/rfc822-headers' : 'message/global-headers'}`,
    ...(isAscii(headers) ? [] : ['Content-Transfer-Encoding: 8bit']),
    '',
    headers,
    `--${boundary}--`,
    '',
  ];
  const content = new TextEncoder().encode(lines.join('\r\n'));
  return {
    content,
    message: {
      id,
      list: message.list,
      kind: 'bounce',
      at,
      mailFrom: '',
      rcptTo: [message.mailFrom],
      headerFrom: [BOUNCE_FROM],
      from,
      to: message.mailFrom,
      subject,
      messageId,
      size: content.length,
      priority: NORMAL,
      userId: message.userId,
      username: message.username,
      helo: '',
      sessionId: null,
      decisionId: null,
    },
  };
};

/** The enhanced code of a reply (RFC 3463); its class where the reply has none. */
export const statusCode = (reply: string): string => {
  if (reply.startsWith(EXPIRED)) return '4.4.7';
  const [, digit, code] = /^(?:([245])\d\d[ -])?([245]\.\d{1,3}\.\d{1,3})?/.exec(reply) ?? [];
  return code ?? `${digit ?? '5'}.0.0`;
};

const statusOf = ({ at, host, hop, message, failed }: Failure): string =>
  [
    [`Reporting-MTA: dns; ${host}`, `Arrival-Date: ${date(message.at)}`],
    ...failed.map(({ address, reply }) => [
      `Final-Recipient: ${isAscii(address) ? 'rfc822' : 'utf-8'}; ${address}`,
      'Action: failed',
      `Status: ${statusCode(reply ?? '')}`,
      `Remote-MTA: dns; ${hop}`,
      ...folded(`Diagnostic-Code: smtp; ${plain(reply ?? '')}`),
      `Last-Attempt-Date: ${date(at)}`,
    ]),
  ]
    .map((group) => `${group.join('\r\n')}\r\n`)
    .join('\r\n');

const textOf = ({ message, failed, hop }: Failure): string =>
  `This message could not be delivered, and will not be tried again for these
recipients:

${failed.map(({ address, reply }) => `    ${address}\n        ${plain(reply ?? '')}`).join('\n')}

The next hop is ${hop}. The message is ${message.id} in the inbox:

    Subject: ${plain(message.subject)}
    Message-ID: ${plain(message.messageId)}

What can be done: mend what the reply names, then send the message again.
`;

/** In one line, without controls. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();

/** At blanks, so that no line is beyond 78 characters where that can be had. */
const folded = (line: string): string[] => {
  const rows: string[] = [];
  for (const word of line.split(' ')) {
    const last = rows.at(-1);
    if (last === undefined) rows.push(word);
    else if (`${last} ${word}`.length <= 78 || last === '') rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(`\t${word}`);
  }
  return rows;
};

const date = (ms: number): string => new Date(ms).toUTCString().replace('GMT', '+0000');

const isAscii = (text: string): boolean => /^[\t\r\n\x20-\x7e]*$/.test(text);

/** Bytes as characters, read as UTF-8. */
const utf8 = (bytes: string): string =>
  new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
