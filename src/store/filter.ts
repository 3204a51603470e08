/** What the filters of the listings mean, in one place for every store. */

import { fold, meetsAddress } from '../model/address-query.ts';
import type { StoredDecision } from '../model/decision.ts';
import type { Message } from '../model/message.ts';
import type { StoredSession } from '../model/session.ts';
import type { DecisionFilter, MessageFilter, SessionFilter } from './store.ts';

/** Whether list, addresses and instant meet the filter; `q` and an `after` that is an id are the store's own. */
export const meetsMessage = ({ list, to, from, after }: MessageFilter, message: Message): boolean =>
  (list === undefined || message.list === list) &&
  (to === undefined || message.rcptTo.some(meetsAddress(to))) &&
  (from === undefined || [message.mailFrom, ...message.headerFrom].some(meetsAddress(from))) &&
  (typeof after !== 'number' || message.at > after);

/** `decided`: the refusals recorded of this session, for those whose own record names only the first or the worst. */
export const meetsSession = (
  { list, username, outcome, rule, port }: SessionFilter,
  session: StoredSession,
  decided: () => Iterable<StoredDecision>,
): boolean =>
  (list === undefined || session.list === list) &&
  (username === undefined || (session.username !== null && fold(session.username) === fold(username))) &&
  (port === undefined || session.port === port) &&
  (outcome === undefined || hasOutcome(session, outcome, decided)) &&
  (rule === undefined || session.rule === rule || some(decided(), (decision) => decision.rule === rule));

export const meetsDecision = ({ list, sessionId, rule }: DecisionFilter, decision: StoredDecision): boolean =>
  (list === undefined || decision.list === list) &&
  (sessionId === undefined || decision.sessionId === sessionId) &&
  (rule === undefined || decision.rule === rule);

const hasOutcome = (
  session: StoredSession,
  outcome: NonNullable<SessionFilter['outcome']>,
  decided: () => Iterable<StoredDecision>,
): boolean => {
  if (outcome === 'none') return session.accepted === 0 && session.refused === 0;
  if (outcome === 'accept') return session.accepted > 0;
  return session.outcome === outcome || some(decided(), ({ action }) => action === outcome);
};

const some = <T>(items: Iterable<T>, test: (item: T) => boolean): boolean => {
  for (const item of items) if (test(item)) return true;
  return false;
};
