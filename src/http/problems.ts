/** Answers that say what went wrong, as `application/problem+json` (RFC 9457). */

import type { FieldErrorJson, ProblemCode, ProblemJson } from './contract/problem.ts';
import { PROBLEMS, problemType } from './contract/problem.ts';

/** The answer for a code of the list. `detail` names the offending value and what to do next. */
export const problem = (
  code: ProblemCode,
  detail: string,
  { errors, headers }: { errors?: FieldErrorJson[]; headers?: Record<string, string> } = {},
): Response => {
  const { status, title } = PROBLEMS[code];
  const body: ProblemJson = { type: problemType(code), title, status, detail, ...(errors ? { errors } : {}) };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
};

/** 422 with what is wrong, field by field. */
export const invalid = (errors: FieldErrorJson[]): Response =>
  problem('invalid-request', sum(errors), { errors });

export const notFound = (what: string, id: string): Response =>
  problem('not-found', `there is no ${what} "${id}"; it may have been deleted`);

const SHOWN = 5;

const sum = (errors: FieldErrorJson[]): string => {
  const told = errors
    .slice(0, SHOWN)
    .map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
  const more = errors.length - told.length;
  return told.join('; ') + (more > 0 ? `; and ${more} more` : '');
};

/** A write or a read that the store could not do, told as what the caller can do about it. */
export const storeUnavailable = (): Response =>
  problem('store-unavailable', 'nothing was changed; try again in a moment', {
    headers: { 'retry-after': '5' },
  });
