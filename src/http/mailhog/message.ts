/** A stored message as MailHog 1.0.1 shows it. */

import type { Message } from '../../model/message.ts';
import {
  contentValue,
  mimeValue,
  parseContent,
  parseMime,
  type Content,
  type Headers,
  type MimeBody,
} from './content.ts';
import type { GoValue } from './go-json.ts';
import { goString, goStringOf, splitOnce, type GoString } from './go-strings.ts';

/** What of a message search and part download look at. */
type MessageView = { message: Message; data: GoString; content: Content; mime: MimeBody | null };

/** `bytes` are the stored ones; `host` is our name in the Received that MailHog's view adds. */
export const viewMessage = (message: Message, bytes: Uint8Array, host: string): MessageView => {
  const data = withoutLastLineEnd(goString(bytes));
  const content = parseContent(data);
  const mime = parseMime(content);
  addTrace(content.Headers, message, host);
  return { message, data, content, mime };
};

/** In the order of the fields of MailHog's structs. `Content.MIME` is never filled in; the tree is in `MIME`. */
export const messageValue = ({ message, data, content, mime }: MessageView): GoValue => ({
  ID: message.id,
  From: pathValue(message.mailFrom),
  To: message.rcptTo.length > 0 ? message.rcptTo.map(pathValue) : null,
  Content: contentValue(content),
  Created: formatCreated(message.at),
  MIME: mimeValue(mime),
  Raw: {
    From: goStringOf(message.mailFrom),
    To: message.rcptTo.length > 0 ? message.rcptTo.map(goStringOf) : null,
    Data: data,
    Helo: goStringOf(message.helo),
  },
});

/** `mailbox@domain` of a path of the envelope, as MailHog's search sees it. */
export const searchedPath = (path: string): string => {
  const { mailbox, domain } = parsePath(path);
  return `${mailbox}@${domain}`;
};

/** RFC 3339 in UTC, without zeros at the end of the fraction. */
export const formatCreated = (ms: number): string => new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z');

/**
 * What MailHog adds to the headers that it shows, and to them only: a Message-ID where there is none, and Received and
 * Return-Path, behind the one that the message brought.
 */
const addTrace = (headers: Headers, message: Message, host: string): void => {
  const from = goStringOf(message.mailFrom);
  const date = new Date(message.at).toUTCString().replace('GMT', '+0000');
  if (!nameIn(headers, 'message-id')) headers.set('Message-ID', [message.id]);
  append(
    headers,
    'Received',
    `from ${goStringOf(message.helo)} by ${host} (MailHog)\r\n          id ${message.id}; ${date}`,
  );
  append(headers, 'Return-Path', `<${from}>`);
};

const append = (headers: Headers, field: string, value: GoString): void => {
  const name = nameIn(headers, field.toLowerCase()) ?? field;
  headers.set(name, [...(headers.get(name) ?? []), value]);
};

const nameIn = (headers: Headers, lower: string): string | undefined =>
  [...headers.keys()].find((name) => name.toLowerCase() === lower);

/** The store keeps the line end before the closing dot, MailHog does not. */
const withoutLastLineEnd = (data: GoString): GoString => (data.endsWith('\r\n') ? data.slice(0, -2) : data);

const pathValue = (path: string): GoValue => {
  const { relays, mailbox, domain } = parsePath(path);
  return {
    Relays: relays?.map(goStringOf) ?? null,
    Mailbox: goStringOf(mailbox),
    Domain: goStringOf(domain),
    Params: '',
  };
};

/** A source route ends at the first colon, the mailbox at the first `@`. */
const parsePath = (path: string): { relays: string[] | null; mailbox: string; domain: string } => {
  const route = splitOnce(path, ':');
  const [mailbox, domain] = splitOnce(route ? route[1] : path, '@') ?? [route ? route[1] : path, ''];
  return { relays: route ? route[0].split(',') : null, mailbox, domain };
};
