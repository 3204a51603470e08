/** What the relay changes on a message: it adds Received, what is missing and the priority, and takes Bcc away; nothing else. */

import type { HeaderBlock, HeaderField } from '../model/header-block.ts';
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

export type Stamped = { head: Buffer; priority: Priority; messageId: string };

/**
 * The message as it is stored: the header block with the empty line that ends it, and the body unchanged, as far as it is
 * in `bytes`, which are those that `block` was read from.
 */
export const stampHead = (bytes: Uint8Array, block: HeaderBlock, stamp: Stamp): Stamped => {
  const own: (Priority | null)[] = [];
  const kept: HeaderField[] = [];
  let given: string | undefined;
  let dated = false;
  for (const field of block.fields) {
    const name = field.name.toLowerCase();
    if (PRIORITIES.has(name)) own.push(parsePriorityField(name, field.value));
    else if (!BLIND.has(name)) kept.push(field);
    if (name === 'message-id') given ??= field.value.trim();
    dated ||= name === 'date';
  }
  const priority = effectivePriority(stamp.priority, own);
  const messageId = given ?? `<${stamp.id}@${stamp.host}>`;
  let added = given === undefined ? `Message-ID: ${messageId}\r\n` : '';
  if (!dated) added += `Date: ${formatDate(stamp.now)}\r\n`;
  for (const [name, value] of formatPriorityFields(priority)) added += `${name}: ${value}\r\n`;
  const head = Buffer.concat([
    Buffer.from(received(stamp), 'latin1'),
    ...runs(kept).map(({ start, end }) => bytes.subarray(start, end)),
    Buffer.from(`${added}\r\n`, 'latin1'),
    bytes.subarray(block.bodyStart),
  ]);
  return { head, priority, messageId };
};

/** RFC 5322 section 3.3, in UTC. */
export const formatDate = (ms: number): string => {
  const second = Math.floor(ms / 1000);
  if (second !== written.second)
    written = { second, text: new Date(ms).toUTCString().replace('GMT', '+0000') };
  return written.text;
};

/** Thousands of messages are stamped in the same second. */
let written = { second: Number.NaN, text: '' };

const BLIND = new Set(['bcc', 'resent-bcc']);

const PRIORITIES = new Set<string>(PRIORITY_FIELDS);

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
