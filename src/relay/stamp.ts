/** What the relay changes on a message: it adds Received, what is missing and the priority, and takes Bcc away; nothing else. */

import type { HeaderBlock } from '../model/header-block.ts';
import {
  formatPriorityFields,
  parsePriorityField,
  effectivePriority,
  PRIORITY_FIELDS,
  type Priority,
} from '../model/priority.ts';

export type Stamp = {
  /** Who sent it here: what HELO said, and the address that the connection came from. */
  helo: string;
  clientAddress: string;
  /** Our own name. */
  host: string;
  /** RFC 3848: `ESMTPA` or `ESMTPSA`. */
  protocol: string;
  id: string;
  now: number;
  /** Of the user; the message's own may be higher. */
  priority: Priority;
};

export type Stamped = { head: Uint8Array; priority: Priority; messageId: string };

/**
 * The header block as it is stored, with the empty line that ends it; the body follows it unchanged.
 * `bytes` are those that `block` was read from.
 */
export const stampHead = (bytes: Uint8Array, block: HeaderBlock, stamp: Stamp): Stamped => {
  const own = block.fields.map(({ name, value }) =>
    isPriority(name) ? parsePriorityField(name, value) : null,
  );
  const priority = effectivePriority(stamp.priority, own);
  const given = block.fields.find(({ name }) => name.toLowerCase() === 'message-id')?.value.trim();
  const messageId = given ?? `<${stamp.id}@${stamp.host}>`;
  const added = [
    ...(given !== undefined ? [] : [`Message-ID: ${messageId}`]),
    ...(block.fields.some(({ name }) => name.toLowerCase() === 'date')
      ? []
      : [`Date: ${formatDate(stamp.now)}`]),
    ...formatPriorityFields(priority).map(([name, value]) => `${name}: ${value}`),
  ];
  const kept = block.fields.filter(({ name }) => !isPriority(name) && !BLIND.has(name.toLowerCase()));
  const head = Buffer.concat([
    Buffer.from(received(stamp), 'latin1'),
    ...runs(kept).map(({ start, end }) => bytes.subarray(start, end)),
    Buffer.from(`${added.join('\r\n')}\r\n\r\n`, 'latin1'),
  ]);
  return { head, priority, messageId };
};

/** RFC 5322 section 3.3, in UTC. */
export const formatDate = (ms: number): string => new Date(ms).toUTCString().replace('GMT', '+0000');

const BLIND = new Set(['bcc', 'resent-bcc']);

const isPriority = (name: string): boolean =>
  (PRIORITY_FIELDS as readonly string[]).includes(name.toLowerCase());

/** RFC 5321 section 4.4. Recipients are left out: they may be blind ones. */
const received = ({ helo, clientAddress, host, protocol, id, now }: Stamp): string =>
  `Received: from ${atomic(helo)} ([${clientAddress.includes(':') ? `IPv6:${clientAddress}` : clientAddress}])\r\n` +
  `\tby ${host} (SMTP+) with ${protocol} id ${id};\r\n` +
  `\t${formatDate(now)}\r\n`;

/** HELO is what the client likes to say: nothing of it may look like more than a name. */
const atomic = (helo: string): string => helo.replace(/[^A-Za-z0-9.:_[\]-]/g, '?').slice(0, 255) || 'unknown';

/** Fields that stand side by side are copied as one piece. */
const runs = (fields: readonly { start: number; end: number }[]): { start: number; end: number }[] => {
  const pieces: { start: number; end: number }[] = [];
  for (const { start, end } of fields) {
    const last = pieces.at(-1);
    if (last?.end === start) last.end = end;
    else pieces.push({ start, end });
  }
  return pieces;
};
