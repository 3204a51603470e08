/** What PostgreSQL says, as words for the person who has to mend it, and what it means for a write. */

import { StoreUnavailable } from './store.ts';

/**
 * Whether it was the write or the query that failed, and not the server: a wrong value, a broken constraint, or a refusal
 * of our own functions (the classes of SQLSTATE in PostgreSQL's appendix A).
 */
export const isOfTheStatement = (error: unknown): boolean =>
  /^(?:0A|21|22|23|42|P0)/.test(sqlState(error) ?? '') && sqlState(error) !== '42501';

/** Whether the server may still be at it, or may have done it: nothing was answered. */
export const isUnanswered = (error: unknown): boolean => {
  const state = sqlState(error);
  return state === null || state.startsWith('08') || state.startsWith('57P');
};

/** `name` is the store's; the words end with what to do next. */
export const failureWords = (name: string, error: unknown): string => {
  const { message } = error instanceof AggregateError ? (error.errors[0] as Error) : (error as Error);
  const state = sqlState(error);
  if (state === null) return `the store "${name}" cannot be reached (${message}); check that PostgreSQL runs`;
  const advice = ADVICE.find(([start]) => state.startsWith(start))?.[1];
  return `the store "${name}" ${advice ?? 'failed'} (${message})`;
};

/** Errors of the server as `StoreUnavailable`, all others as they are: those are bugs. */
export const asUnavailable = (name: string, error: unknown): unknown =>
  error instanceof StoreUnavailable || isOfTheStatement(error)
    ? error
    : new StoreUnavailable(failureWords(name, error), { cause: error });

/** Five letters and digits where the server answered; codes of the system, such as ECONNREFUSED, are none. */
const sqlState = (error: unknown): string | null => {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return severity !== undefined && typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
};

const ADVICE: readonly (readonly [state: string, advice: string])[] = [
  ['28', 'refuses the login; check user and password in its URL'],
  ['3D', 'is not there; create the database or correct its URL'],
  ['42501', 'does not allow that; give its user the right to create in the database'],
  ['25006', 'only reads; connect to the primary server'],
  ['53100', 'has no room left; free some disk space of PostgreSQL'],
  ['533', 'has no connection free; raise max_connections of PostgreSQL'],
  ['57P', 'is stopping or starting; it is tried again'],
];
