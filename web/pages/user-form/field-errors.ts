/** Sorts what the service refused to the fields of the form. */

import { ApiProblem } from '../../request.ts';
import { FIELDS, type DraftField } from './draft.ts';
import type { FieldErrors } from './user-fields.tsx';

/** Errors by field, several of one as lines. */
export const fieldErrors = (problem: unknown): FieldErrors => {
  if (!(problem instanceof ApiProblem)) return {};
  const errors: FieldErrors = {};
  for (const { field, message } of problem.errors)
    if (isField(field))
      errors[field] = errors[field] === undefined ? message : `${errors[field]}\n${message}`;
  return errors;
};

/** What no field of the form can show. */
export const wholeProblem = (problem: unknown): unknown =>
  Object.keys(fieldErrors(problem)).length > 0 ? null : problem;

const isField = (field: string): field is DraftField => Object.hasOwn(FIELDS, field);
