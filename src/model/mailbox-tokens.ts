/** The lexical tokens of an address field (RFC 5322 section 3.2), cut in one pass; what is obsolete or unsound is refused. */

import { ENCODED_ATOM } from './encoded-word.ts';
import { quoted } from './quoted.ts';
import { defect, ok } from './result.ts';
import type { Result } from './result.ts';

export type Token = {
  /** `special` is one character of `<>@,:;.`; `literal` an address literal with its brackets. */
  kind: 'atom' | 'encoded' | 'quoted' | 'comment' | 'literal' | 'special';
  /** Of a quoted string or comment what it means: without its delimiters, backslashes resolved. */
  text: string;
  /** Where it stands in the field's text; `end` is behind it. */
  start: number;
  end: number;
  /** Whether blanks, or the beginning of the text, stand before it. */
  spaced: boolean;
  /** Whether a line ends within it. */
  folded: boolean;
};

/**
 * Cuts the body of a field; it may be folded. Linear, without recursion. Codes: `comment-open`, `comment-close`, `quote-open`,
 * `unquoted-special`, `encoded-word-malformed`.
 */
export const tokenize = (text: string): Result<Token[]> => {
  const tokens: Token[] = [];
  let at = 0;
  let spaced = true;
  while (at < text.length) {
    const letter = text[at] as string;
    if (letter === ' ' || letter === '\t') {
      spaced = true;
      at += 1;
      continue;
    }
    if (isFold(text, at)) {
      at += 2;
      continue;
    }
    const token = cut(text, at, letter);
    if (!token.ok) return token;
    tokens.push({
      ...token.value,
      start: at,
      spaced,
      folded: text.slice(at, token.value.end).includes('\r\n'),
    });
    at = token.value.end;
    spaced = false;
  }
  return ok(tokens);
};

/** FWS of RFC 5322 section 3.2.2: of a line end and the blank behind it only the blank means anything. */
const isFold = (text: string, at: number): boolean =>
  text.startsWith('\r\n', at) && (text[at + 2] === ' ' || text[at + 2] === '\t');

type Cut = Pick<Token, 'kind' | 'text' | 'end'>;

const cut = (text: string, at: number, letter: string): Result<Cut> => {
  if (letter === '"') return cutQuoted(text, at);
  if (letter === '(') return cutComment(text, at);
  if ('<>@,:;.'.includes(letter)) return ok({ kind: 'special', text: letter, end: at + 1 });
  if (letter === ')')
    return defect(
      'comment-close',
      `${quoted(text)} closes a comment that is not open: put the name in quotes`,
    );
  const found =
    match(LITERAL, 'literal', text, at) ??
    match(ENCODED_ATOM, 'encoded', text, at) ??
    match(ATOM, 'atom', text, at);
  return found
    ? ok(found)
    : defect(
        'unquoted-special',
        `${quoted(text)} holds ${quoted(letter)} outside of quotes: put the name in quotes`,
      );
};

const ATOM = /[a-zA-Z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10ffff}]+/uy;
const LITERAL = /\[[^[\]\\\s]*\]/y;

const match = (pattern: RegExp, kind: Token['kind'], text: string, at: number): Cut | null => {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found && { kind, text: found[0], end: pattern.lastIndex };
};

const cutQuoted = (text: string, start: number): Result<Cut> => {
  let meaning = '';
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '"') return ok({ kind: 'quoted', text: meaning, end: at + 1 });
    if (text[at] === '\\') at += 1;
    else if (isFold(text, at)) at += 2;
    meaning += text.charAt(at);
  }
  return defect('quote-open', `${quoted(text)} opens a quote that does not close: close it`);
};

const cutComment = (text: string, start: number): Result<Cut> => {
  let meaning = '';
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') {
      depth -= 1;
      if (depth === 0) return ok({ kind: 'comment', text: meaning.slice(1), end: at + 1 });
    } else if (text[at] === '\\') at += 1;
    else if (isFold(text, at)) at += 2;
    meaning += text.charAt(at);
  }
  return defect(
    'comment-open',
    `${quoted(text)} opens a comment that does not close: close it, or put the name in quotes`,
  );
};
