/** From what came in to what is stored: the message's record and its stamped content. */

import { decodeWords } from 'postal-mime';

import type { StoredDecision } from '../model/decision.ts';
import type { HeaderBlock } from '../model/header-block.ts';
import type { Content, Message } from '../model/message.ts';
import type { User } from '../model/user.ts';
import type { Received } from './receive.ts';
import { stampHead, type Stamp } from './stamp.ts';

export type Delivered = Pick<Stamp, 'helo' | 'protocol' | 'clientAddress' | 'host'> & {
  /** With the message's id. */
  decision: StoredDecision;
  user: User;
  recipients: readonly string[];
};

export const toMessage = (
  received: Received,
  block: HeaderBlock,
  delivered: Delivered,
): { message: Message; content: Content } => {
  const { decision, user, recipients, helo, protocol, clientAddress, host } = delivered;
  const id = decision.messageId ?? decision.id;
  const stamped = stampHead(received.head, block, {
    helo,
    clientAddress,
    host,
    protocol,
    id,
    now: decision.at,
    priority: user.priority,
  });
  const { head } = stamped;
  const size = head.length + (received.rest?.size ?? 0);
  const shownFields = new Map<string, string>();
  for (const { name, value } of block.fields) {
    const key = name.toLowerCase();
    if (SHOWN.has(key) && !shownFields.has(key)) shownFields.set(key, shown(value.trim()));
  }
  const message: Message = {
    id,
    list: user.list,
    kind: 'relay',
    at: decision.at,
    mailFrom: decision.mailFrom ?? '',
    rcptTo: [...recipients],
    headerFrom: decision.headerFrom,
    from: shownFields.get('from') ?? '',
    to: shownFields.get('to') ?? '',
    subject: shownFields.get('subject') ?? '',
    messageId: stamped.messageId,
    size,
    priority: stamped.priority,
    userId: user.id,
    username: user.username,
    helo,
    sessionId: decision.sessionId,
    decisionId: decision.id,
  };
  return { message, content: received.rest ? { size, head, path: received.rest.path } : head };
};

/** Of each that stands there more than once the first. */
const SHOWN = new Set(['from', 'to', 'subject']);

/** Encoded words decoded (RFC 2047), for display only. */
const shown = (value: string): string => (value.includes('=?') ? decodeWords(value) : value);
