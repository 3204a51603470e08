/** A line for each refusal; of a flood by one rule the first ones, and then how many there were. */

import type { Clock } from '../model/clock.ts';
import type { StoredDecision } from '../model/decision.ts';
import type { Log } from './log.ts';

/** Lines of one rule within a window of so many ms. */
export const MOST_LINES = 10;
export const WINDOW_MS = 1000;

export const createRefusalLog = (
  log: Pick<Log, 'write'>,
  clock: Clock,
): ((decision: StoredDecision) => void) => {
  /** By rule. */
  const windows = new Map<string, { since: number; count: number }>();
  return (decision) => {
    const rule = decision.rule ?? 'other';
    const now = clock.now();
    const known = windows.get(rule);
    const current = known && now - known.since < WINDOW_MS && now >= known.since ? known : null;
    if (current && ++current.count > MOST_LINES) return;
    if (!current) {
      windows.set(rule, { since: now, count: 1 });
      if (known && known.count > MOST_LINES) log.write(left(rule, known.count - MOST_LINES));
    }
    log.write(line(rule, decision));
  };
};

const left = (rule: string, count: number) => ({
  level: 'warn' as const,
  event: 'refusals-not-logged',
  message: `${count} more were refused by ${rule} in a short time, without a line each: see Sessions`,
  fields: { rule, count },
});

/** Neither subject nor addresses: the decision, by its id, tells those to whoever may see them. */
const line = (rule: string, { id, list, sessionId, username, reply, action, rules }: StoredDecision) => ({
  level: 'info' as const,
  event: action === 'defer' ? 'deferred' : 'refused',
  message: `${action === 'defer' ? 'deferred' : 'refused'} by ${rule}: ${reply.code} ${reply.enhanced}, decision ${id}${ownFailure(rules)}`,
  fields: { rule, decision: id, list, session: sessionId, username, code: reply.code },
});

/** What went wrong on this side, which the operator has to mend; nothing in it comes from the client. */
const ownFailure = (rules: StoredDecision['rules']): string => {
  const failed = rules.find(({ id, outcome }) => id === 'store.available' && outcome === 'fail');
  return failed ? `: ${failed.detail}` : '';
};
