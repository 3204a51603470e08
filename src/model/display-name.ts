/** The display name of a mailbox (RFC 5322 section 3.4): what it means, and that it shows no other address. */

import { addressKey } from './address.ts';
import { decodeEncodedWords } from './encoded-word.ts';
import { HIDDEN, quoted } from './quoted.ts';
import { defect, ok } from './result.ts';
import { shownAddress } from './shown-address.ts';
import type { Address } from './address.ts';
import type { Token } from './mailbox-tokens.ts';
import type { Result } from './result.ts';

/**
 * What the words of a phrase mean together; `text` is the field, for the words of a defect. Codes: `unquoted-special`,
 * `words-run-together`, and those of `decodeEncodedWords`.
 */
export const readName = (words: Token[], text: string): Result<string> => {
  const names: string[] = [];
  for (const [at, word] of words.entries()) {
    if (word.kind === 'special' || word.kind === 'literal')
      return defect(
        'unquoted-special',
        `${quoted(text)} holds ${quoted(word.text)} outside of quotes: put the name in quotes`,
      );
    if (words[at - 1]?.end === word.start)
      return defect(
        'words-run-together',
        `${quoted(text)} runs words, quotes and encoded words together: put blanks between them, or the whole name in quotes`,
      );
    if (word.kind === 'atom' && word.text.includes('=?'))
      return defect(
        'encoded-word-malformed',
        `${quoted(word.text)} holds "=?" but is no sound encoded word: encode the whole word anew`,
      );
  }
  for (const run of runs(words)) {
    const decoded = decodeEncodedWords(run);
    if (!decoded.ok) return decoded;
    names.push(decoded.value);
  }
  return ok(names.join(' ').trim());
};

/**
 * Whether the words and comments around the address `own` show nothing else: each with and without its backslashes, and
 * decoded, and the name as a whole. Codes: `hidden-character`, `encoded-word-delimiters`, `name-shows-address`, and those
 * of `decodeEncodedWords`. Encoded or folded text is loose: some readers end a quoted string where its line ends.
 */
export const checkShown = (tokens: Token[], name: string, own: Address, field: string): Result<null> => {
  const texts: [text: string, loose: boolean][] = [[name, tokens.some(({ text }) => text.includes('=?'))]];
  for (const { text, start, end, folded } of tokens) {
    const decoded = decodeEncodedWords(text);
    if (!decoded.ok) return decoded;
    texts.push(
      [text, folded],
      [field.slice(start + 1, end - 1).replaceAll('\r\n', ''), false],
      [decoded.value, decoded.value !== text],
    );
  }
  for (const [text, loose] of texts) {
    if (HIDDEN.test(text))
      return defect(
        'hidden-character',
        `${quoted(text)} holds controls or characters that change the direction of writing: leave them out`,
      );
    if (loose && opensMore(text))
      return defect(
        'encoded-word-delimiters',
        `${quoted(text)} opens a quote or bracket that it does not close, which readers that take it without its quotes go on with: close it`,
      );
    const shown = shownAddress(text, own, loose);
    if (shown !== null)
      return defect(
        'name-shows-address',
        `${quoted(text)} shows ${quoted(shown)}, but the address is ${quoted(addressKey(own))}: leave the other one out of the name`,
      );
  }
  return ok(null);
};

/** The words, with encoded ones that follow each other in one piece, since blanks between them mean nothing. */
const runs = (words: Token[]): string[] => {
  const pieces: string[] = [];
  for (const [at, word] of words.entries()) {
    if (word.kind === 'encoded' && words[at - 1]?.kind === 'encoded')
      pieces.push(`${pieces.pop()} ${word.text}`);
    else pieces.push(word.text);
  }
  return pieces;
};

/** Whether its quotes, brackets and parentheses are out of balance, or a backslash could put them so. */
const opensMore = (text: string): boolean =>
  text.includes('\\') ||
  [/"/g, /[()]/g, /[<>]/g].some((delimiter) => (text.match(delimiter) ?? []).length % 2 > 0);
