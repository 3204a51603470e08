/** Checks what a client sent against its schema, and says field by field what is wrong and what to do. */

import { z } from 'zod';
import type { FieldErrorJson } from './contract/problem.ts';
import type { Result } from '../model/result.ts';
import { fail, ok } from '../model/result.ts';

/** The value in the shape of the schema, or one error a field, at most 100. */
export const check = <T extends z.ZodType>(
  schema: T,
  value: unknown,
): Result<z.output<T>, FieldErrorJson[]> => {
  const parsed = schema.safeParse(value, { error: explain, reportInput: true });
  if (parsed.success) return ok(parsed.data);
  return fail(parsed.error.issues.flatMap((issue) => fieldErrors(issue, [], schema)).slice(0, MOST_ERRORS));
};

/** The same for the fields of a query, where each may be given once. */
export const checkQuery = <T extends z.ZodType>(
  schema: T,
  query: Record<string, string[]>,
): Result<z.output<T>, FieldErrorJson[]> => {
  const twice = Object.entries(query).filter(([, values]) => values.length > 1);
  if (twice.length > 0)
    return fail(
      twice.map(([field, values]) => ({ field, message: `is given ${values.length} times; give it once` })),
    );
  return check(schema, Object.fromEntries(Object.entries(query).map(([name, values]) => [name, values[0]])));
};

const MOST_ERRORS = 100;

const fieldErrors = (issue: z.core.$ZodIssue, above: PropertyKey[], schema?: z.ZodType): FieldErrorJson[] => {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: fieldName([...path, key]),
      message: `is not a field here; ${knownFields(path.length === 0 ? schema : undefined)}`,
    }));
  if (issue.code === 'invalid_union') {
    const branch = likeliest(issue.errors);
    if (branch) return branch.flatMap((inner) => fieldErrors(inner, path));
  }
  return [{ field: fieldName(path), message: issue.message }];
};

const fieldName = (path: PropertyKey[]): string => path.map(String).join('.');

const knownFields = (schema: z.ZodType | undefined): string => {
  const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return names.length > 0 ? `known are ${names.join(', ')}` : 'leave it out, or see GET /api/openapi.json';
};

/** Of a union's branches the one that has every field that it needs and knows all that are given; null where none does. */
const likeliest = (branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] | null =>
  branches.find((issues) => issues.length > 0 && issues.every(isAboutAValue)) ?? null;

const isAboutAValue = (issue: z.core.$ZodIssue): boolean =>
  issue.path.length > 0 &&
  issue.code !== 'unrecognized_keys' &&
  !((issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined);

/** Words for the defects that a schema has no words of its own for. */
const explain: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is required: give ${TYPES[issue.expected] ?? issue.expected}`
        : wrongType(issue);
    case 'invalid_value':
      return issue.input === undefined
        ? `is required: give ${oneOf(issue.values.map(shown))}`
        : `must be ${oneOf(issue.values.map(shown))}, not ${shown(issue.input)}`;
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return `has not the form that is needed here: ${shown(issue.input)}`;
    default:
      return undefined;
  }
};

const TYPES: Partial<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
};

const wrongType = (issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string =>
  `must be ${TYPES[issue.expected] ?? issue.expected}, not ${shown(issue.input)}`;

const tooSmall = ({ origin, minimum, input }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>): string => {
  if (origin === 'string') return input === '' ? 'is empty' : `is too short; ${minimum} characters at least`;
  if (origin === 'array') return `has too few entries; ${minimum} at least`;
  return `must be at least ${minimum}, not ${shown(input)}`;
};

const tooBig = ({ origin, maximum, input }: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>): string => {
  if (origin === 'string') return `is too long; ${maximum} characters at most`;
  if (origin === 'array') return `has too many entries; ${maximum} at most`;
  return `must be at most ${maximum}, not ${shown(input)}`;
};

const oneOf = (values: string[]): string =>
  values.length === 1 ? values[0]! : `one of ${values.join(', ')}`;

const SHOWN_LENGTH = 60;

/** A value as it was given, cut to what is readable. */
const shown = (value: unknown): string => {
  if (typeof value === 'number' && Number.isNaN(value)) return 'something else';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
};
