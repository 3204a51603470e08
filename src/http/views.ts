/** What the service holds, as JSON for clients: instants as ISO 8601, nothing secret. */

import type { Decision, StoredDecision } from '../model/decision.ts';
import { displaySender } from '../model/display-sender.ts';
import type { Delivery } from '../model/delivery.ts';
import type { ServiceEvent } from '../model/events.ts';
import type { List } from '../model/list.ts';
import type { Message } from '../model/message.ts';
import type { Sender } from '../model/sender.ts';
import { sameSender } from '../model/sender.ts';
import { formatSenderList } from '../model/sender-list.ts';
import type { StoredSession } from '../model/session.ts';
import type { UserWithSenders } from '../store/store.ts';
import type { DecisionJson, Explanation, SessionJson, SessionSummary } from './contract/decisions.ts';
import type { ListJson } from './contract/lists.ts';
import type { MessageJson } from './contract/messages.ts';
import type { SenderJson } from './contract/senders.ts';
import type { UserJson } from './contract/users.ts';
import type { DeliveryJson } from './contract/way.ts';

export const iso = (ms: number): string => new Date(ms).toISOString();

export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

export const listJson = ({ id, name }: List): ListJson => ({ id, name });

/** The fields are named one by one, so that what proves the password cannot slip through. */
export const userJson = ({ user, senders }: UserWithSenders): UserJson => ({
  id: user.id,
  username: user.username,
  active: user.active,
  priority: user.priority,
  note: user.note,
  authorizedDomains: formatSenderList(user.senders, 'domain'),
  authorizedSenders: formatSenderList(user.senders, 'address'),
  senders: user.senders.flatMap((key) => senders.filter((sender) => sameSender(sender, key)).map(senderJson)),
  createdAt: iso(user.createdAt),
  updatedAt: iso(user.updatedAt),
  passwordChangedAt: iso(user.passwordChangedAt),
  lastUsedAt: isoOrNull(user.lastUsedAt),
});

export const senderJson = (sender: Sender): SenderJson => ({
  id: sender.id,
  kind: sender.kind,
  value: sender.value,
  display: displaySender(sender.value),
  status: sender.status,
  requestedAt: iso(sender.requestedAt),
  verifiedAt: isoOrNull(sender.verifiedAt),
  expiresAt: isoOrNull(sender.expiresAt),
});

/** `delivery` where there is a next hop. */
export const messageJson = (message: Message, delivery?: Delivery): MessageJson => ({
  id: message.id,
  list: message.list,
  kind: message.kind,
  at: iso(message.at),
  mailFrom: message.mailFrom,
  rcptTo: message.rcptTo,
  headerFrom: message.headerFrom,
  from: message.from,
  to: message.to,
  subject: message.subject,
  messageId: message.messageId,
  size: message.size,
  priority: message.priority,
  userId: message.userId,
  username: message.username,
  helo: message.helo,
  sessionId: message.sessionId,
  decisionId: message.decisionId,
  ...(delivery && { deliveryState: delivery.state }),
});

export const deliveryJson = (delivery: Delivery): DeliveryJson => ({
  id: delivery.id,
  state: delivery.state,
  queuedAt: iso(delivery.queuedAt),
  nextTryAt: isoOrNull(delivery.dueAt),
  recipients: delivery.recipients,
  tries: delivery.tries,
  attempts: delivery.attempts.map((attempt) => ({
    ...attempt,
    at: iso(attempt.at),
    endedAt: iso(attempt.endedAt),
  })),
});

const decisionFields = (decision: Decision) => ({
  id: decision.id,
  at: iso(decision.at),
  action: decision.action,
  rule: decision.rule,
  reply: decision.reply,
  advice: decision.advice,
  rules: decision.rules,
  username: decision.username,
  mailFrom: decision.mailFrom,
  headerFrom: decision.headerFrom,
  grantedBy: decision.grantedBy,
});

export const decisionJson = (decision: StoredDecision): DecisionJson => ({
  ...decisionFields(decision),
  list: decision.list,
  sessionId: decision.sessionId,
  messageId: decision.messageId,
  header: decision.header,
});

export const explanationJson = (decision: Decision): Explanation => ({
  ...decisionFields(decision),
  stored: false,
});

const sessionFields = (session: StoredSession) => ({
  id: session.id,
  list: session.list,
  startedAt: iso(session.startedAt),
  endedAt: isoOrNull(session.endedAt),
  clientAddress: session.clientAddress,
  clientPort: session.clientPort,
  port: session.port,
  tls: session.tls,
  helo: session.helo,
  username: session.username,
  outcome: session.outcome,
  rule: session.rule,
  ending: session.ending,
  messages: session.messages,
  accepted: session.accepted,
  refused: session.refused,
});

export const sessionSummary = (session: StoredSession): SessionSummary => ({
  ...sessionFields(session),
  decisions: session.decisions,
});

export const sessionJson = (session: StoredSession, decisions: StoredDecision[]): SessionJson => ({
  ...sessionFields(session),
  decisions: decisions.map(decisionJson),
  transcript: session.transcript,
});

export const eventJson = (event: ServiceEvent): unknown =>
  'message' in event ? { ...event, message: messageJson(event.message) } : event;
