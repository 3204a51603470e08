/**
 * What is made of a stored message to show it: pure work on its bytes. Hostile mail can make it slow, so that Node has a
 * thread of its own for it (`node-display.ts`); a tab and tests do it where they are.
 */

import type { Message } from '../model/message.ts';
import { formatEvent } from './mailhog/event.ts';
import { goJson } from './mailhog/go-json.ts';
import { messageValue, viewMessage } from './mailhog/message.ts';
import { partDownload, type PartDownload } from './mailhog/part.ts';
import { matchesContent } from './mailhog/search-content.ts';
import { findLinks, type Found } from './rendering/find-links.ts';
import { renderHtml } from './rendering/render-html.ts';
import { attachment, renderMessage, type Rendered } from './rendering/render-message.ts';

/** What can be asked for: what it takes besides the bytes, and what it gives. All of it can be cloned to another thread. */
export type Works = {
  rendered: { takes: []; gives: Rendered };
  html: { takes: [remote: boolean]; gives: string | null };
  links: { takes: []; gives: Found };
  attachment: { takes: [n: number]; gives: Awaited<ReturnType<typeof attachment>> };
  /** JSON of MailHog's form, in UTF-8; `host` is our name in the Received that its view adds. */
  mailhog: { takes: [message: Message, host: string]; gives: Uint8Array<ArrayBuffer> };
  mailhogEvent: { takes: [message: Message, host: string]; gives: Uint8Array<ArrayBuffer> };
  mailhogPart: { takes: [message: Message, host: string, n: number]; gives: PartDownload | null };
  mailhogMatches: { takes: [message: Message, host: string, needle: string]; gives: boolean };
};
export type WorkName = keyof Works;

type Done<K extends WorkName> = Works[K]['gives'] | Promise<Works[K]['gives']>;

const WORK: { [K in WorkName]: (bytes: Uint8Array, ...more: Works[K]['takes']) => Done<K> } = {
  rendered: renderMessage,
  html: renderHtml,
  links: async (bytes) => findLinks(await renderMessage(bytes)),
  attachment,
  mailhog: (bytes, message, host) => encode(goJson(messageValue(viewMessage(message, bytes, host)))),
  mailhogEvent: (bytes, message, host) =>
    encode(formatEvent(messageValue(viewMessage(message, bytes, host)))),
  mailhogPart(bytes, message, host, n) {
    const part = viewMessage(message, bytes, host).mime?.Parts?.[n];
    return part ? partDownload(part, `${message.id}-part-${n}`) : null;
  },
  mailhogMatches: (bytes, message, host, needle) =>
    matchesContent(viewMessage(message, bytes, host).content, needle),
};

/** `read` is called when the work begins: of many messages that are asked for at once few are in memory. */
export type Display = <K extends WorkName>(
  work: K,
  read: () => Promise<Uint8Array>,
  ...more: Works[K]['takes']
) => Promise<Works[K]['gives']>;

export const displayHere: Display = async (work, read, ...more) => doWork(work, await read(), more);

export const doWork = async <K extends WorkName>(
  work: K,
  bytes: Uint8Array,
  more: Works[K]['takes'],
): Promise<Works[K]['gives']> => WORK[work](bytes, ...more);

/** What stands in for work that took too long: the same on the beginning of the message; a file is whole or not there. */
export const doLittle = async <K extends WorkName>(
  work: K,
  bytes: Uint8Array,
  more: Works[K]['takes'],
): Promise<Works[K]['gives']> =>
  work === 'attachment' || work === 'mailhogPart' ? null : doWork(work, bytes.subarray(0, LITTLE), more);

/** Bytes of which any work is done in a moment, whatever they are: the worst known takes 7 µs a byte. */
export const LITTLE = 16 * 1024;

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
