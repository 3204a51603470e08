/** A message as a scenario writes it: only what it is about, the rest is ordinary. */

import { randomUUID } from 'node:crypto';

export type Letter = {
  /** MAIL FROM, without its brackets; what the From header names, unless `header` says otherwise. */
  from: string;
  /** The recipients; `customer@receiver.test` where nobody is named. */
  to?: string | readonly string[];
  /** Fields beside From, To, Subject, Date and Message-ID, or in their place; null leaves one out, an array writes it again and again. */
  header?: Readonly<Record<string, string | readonly string[] | null>>;
  body?: string;
  /** The whole message, byte for byte, in place of all that; lines end with CRLF. */
  message?: string | Uint8Array;
};

export type WrittenLetter = {
  from: string;
  to: string[];
  content: Uint8Array;
  /** The Message-ID that it bears, by which it is found again; null where it bears none. */
  messageId: string | null;
};

/** Envelope and bytes of a letter. */
export const writeLetter = (letter: Letter): WrittenLetter => {
  const to = [letter.to ?? 'customer@receiver.test'].flat();
  const message = letter.message ?? compose(letter, to);
  const content = typeof message === 'string' ? new TextEncoder().encode(message) : message;
  return { from: letter.from, to, content, messageId: messageIdOf(content) };
};

const compose = ({ from, header = {}, body = 'Hello.' }: Letter, to: readonly string[]): string => {
  const usual: Record<string, string | readonly string[] | null> = {
    From: from,
    To: to.length > 3 ? 'undisclosed-recipients:;' : to.join(', '),
    Subject: 'Hello',
    Date: new Date().toUTCString().replace('GMT', '+0000'),
    'Message-ID': `<${randomUUID()}@scenario.test>`,
  };
  const fields = Object.entries({ ...usual, ...header }).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${name}: ${one}\r\n`),
  );
  return `${fields.join('')}\r\n${body.replace(/\r?\n/g, '\r\n')}\r\n`;
};

const messageIdOf = (content: Uint8Array): string | null =>
  /^message-id:\s*<([^>\r\n]+)>/im.exec(
    Buffer.from(content).toString('latin1').split('\r\n\r\n')[0] ?? '',
  )?.[1] ?? null;
