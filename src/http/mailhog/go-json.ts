/** JSON as Go's `encoding/json` writes and reads it. */

import { quote } from './go-quote.ts';
import type { GoString } from './go-strings.ts';

/**
 * A struct is an object, its fields in the order of their declaration; a Go map is a `Map`, written with sorted keys.
 * Strings are bytes.
 */
export type GoValue =
  | null
  | boolean
  | number
  | GoString
  | GoValue[]
  | Map<GoString, GoValue>
  | { [field: string]: GoValue };

/** `json.Marshal`. */
export const goJson = (value: GoValue): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  return `{${members(value)
    .map(([name, member]) => `${quote(name)}:${goJson(member)}`)
    .join(',')}}`;
};

/** `json.MarshalIndent` with two blanks a level. */
export const goJsonIndented = (value: GoValue, indent = ''): string => {
  if (value === null || typeof value !== 'object') return goJson(value);
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return value.length === 0
      ? '[]'
      : `[\n${value.map((item) => inner + goJsonIndented(item, inner)).join(',\n')}\n${indent}]`;
  const lines = members(value).map(
    ([name, member]) => `${inner}${quote(name)}: ${goJsonIndented(member, inner)}`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
};

/**
 * `Decode` into a struct of these fields: names are compared without case, unknown ones are passed over, a field that is
 * left out or null has its zero value. Null where the text is not JSON, not an object, or a value has another type.
 */
export const goDecode = <Fields extends Record<string, Kind>>(
  text: string,
  fields: Fields,
): Decoded<Fields> | null => {
  const given = parse(text);
  if (given === undefined || (given !== null && (typeof given !== 'object' || Array.isArray(given))))
    return null;
  const decoded: Record<string, unknown> = Object.fromEntries(
    Object.entries(fields).map(([name, kind]) => [name, ZERO[kind]]),
  );
  for (const [key, value] of Object.entries(given ?? {})) {
    const name = Object.keys(fields).find((field) => field.toLowerCase() === key.toLowerCase());
    if (name === undefined || value === null) continue;
    if (typeof value !== fields[name]) return null;
    decoded[name] = value;
  }
  return decoded as Decoded<Fields>;
};

type Kind = 'string' | 'number' | 'boolean';
type Decoded<Fields extends Record<string, Kind>> = {
  [Name in keyof Fields]: Fields[Name] extends 'string'
    ? string
    : Fields[Name] extends 'number'
      ? number
      : boolean;
};

const ZERO: Record<Kind, unknown> = { string: '', number: 0, boolean: false };

const members = (value: Map<GoString, GoValue> | { [field: string]: GoValue }): [GoString, GoValue][] =>
  value instanceof Map ? [...value].sort(([a], [b]) => (a < b ? -1 : 1)) : Object.entries(value);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
