/** The `boundary` of a Content-Type, read as Go's `mime.ParseMediaType` reads it. */

import type { GoString } from './go-strings.ts';

/** Null where the value is malformed (Go's parser then gives up on all of it), or names none. */
export const boundaryOf = (contentType: GoString): GoString | null => {
  const type = /^[\s]*[^;\s/]+(?:\/[^;\s]+)?\s*(?=;|$)/.exec(contentType);
  if (!type) return null;
  const parameters = new Map<string, string>();
  let rest = contentType.slice(type[0].length);
  while (rest.trim() !== '') {
    const parameter = PARAMETER.exec(rest);
    // A lone semicolon at the end is let pass.
    if (!parameter) return rest.trim() === ';' ? (parameters.get('boundary') ?? null) : null;
    const [all, name = '', quoted, token] = parameter;
    const key = name.toLowerCase();
    const value = quoted?.replace(/\\([^A-Za-z0-9])/g, '$1') ?? token ?? '';
    if (parameters.has(key) && parameters.get(key) !== value) return null;
    parameters.set(key, value);
    rest = rest.slice(all.length);
  }
  return parameters.get('boundary') || null;
};

/** RFC 2045 section 5.1. */
const TOKEN = "[!#$%&'*+\\-.0-9A-Z^_`a-z{|}~]+";
const PARAMETER = new RegExp(`^\\s*;\\s*(${TOKEN})\\s*=\\s*(?:"((?:[^"\\\\\\r\\n]|\\\\.)*)"|(${TOKEN}))`);
