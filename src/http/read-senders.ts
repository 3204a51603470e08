/** Reads the two `;`-separated fields of a user into the senders that it names. */

import type { Result } from '../model/result.ts';
import { fail, ok } from '../model/result.ts';
import type { SenderKey, SenderKind } from '../model/sender.ts';
import { parseSenderList } from '../model/sender-list.ts';
import type { FieldErrorJson } from './contract/problem.ts';
import { invalid } from './problems.ts';

type Given = { authorizedDomains?: string | undefined; authorizedSenders?: string | undefined };

/** Domains, then addresses, as written; a field that is not given keeps what is there. One field error a bad entry. */
export const readSenders = (given: Given, current: readonly SenderKey[]): Result<SenderKey[], Response> => {
  const errors: FieldErrorJson[] = [];
  const keys = FIELDS.flatMap(([field, kind]) => {
    const text = given[field];
    if (text === undefined) return current.filter((key) => key.kind === kind);
    const parsed = parseSenderList(text, kind);
    if (parsed.ok) return parsed.value;
    errors.push(...parsed.error.map(({ message }) => ({ field, message })));
    return [];
  });
  return errors.length > 0 ? fail(invalid(errors)) : ok(keys);
};

const FIELDS = [
  ['authorizedDomains', 'domain'],
  ['authorizedSenders', 'address'],
] as const satisfies readonly (readonly [keyof Given, SenderKind])[];
