/** Addresses that a display name or a comment shows: what a person, or a lenient reader, takes for the sender. */

import { addressKey, parseAddress } from './address.ts';
import type { Address } from './address.ts';

/**
 * What a display name or comment shows around an `@` where that is not `own`, else null: `"ceo@bank.test"` in front of
 * `<me@mine.test>`. Look-alikes of `@` and `.` count, and blanks around the `@` do not; characters that are not seen hide nothing.
 * A handle (`Joe (@joe.example)`) and an `@` that no domain follows (`Sales @ Acme`) are no addresses.
 * Where the text is `loose`, no `@` may be in it but that of `own` alone: a reader that decodes before it parses finds it
 * without quotes, and joins to an address what stands beside it.
 */
export const shownAddress = (text: string, own: Address, loose: boolean): string | null => {
  if (!AT.test(text)) return null;
  if (loose && text.includes('@')) return isOwn(text.trim(), own) ? null : text;
  return foreign(text.replace(/\s+/g, ' '), own) ?? foreign(normalise(text), own);
};

const foreign = (text: string, own: Address): string | null => {
  for (const { index } of text.matchAll(/[@\uff20]/g)) {
    const shown = around(text, index);
    if (shown !== null && !isOwn(shown, own) && !isOwn(shown.replace(OPENING, ''), own)) return shown;
  }
  return null;
};

const OPENING = /^['"`\u2018\u201c\u00ab]+/u;
const CLOSING = /[.!?'"`\u2019\u201d\u00bb]{1,8}$/u;

/** Where an address ends at the latest. */
const BREAK = /[\s<>(),;:@\uff20]/u;

const AT = /[@\uff20\ufe6b]/;

/** No address is longer, and none is longer once its invisible characters and runs of blanks are gone. */
const WINDOW = 400;

/** The full-width `@` stays, since people write `name＠company` with it: there it takes a domain with a dot to be an address. */
const normalise = (text: string): string =>
  text
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .split(/[\uff20\ufe6b]/)
    .map((piece) => piece.normalize('NFKC').replaceAll('\u3002', '.'))
    .join('\uff20')
    .replace(/\s+/g, ' ');

const around = (text: string, at: number): string | null => {
  const before = text.slice(Math.max(0, at - WINDOW), at);
  const after = text.slice(at + 1, at + 1 + WINDOW);
  const left = before.trimEnd().split(BREAK).at(-1) as string;
  const right = (after.trimStart().split(BREAK, 1)[0] as string).replace(CLOSING, '');
  if (right === '' || /(?:^|[(<,;:])$/.test(before.trimEnd())) return null;
  const adjacent = text[at] === '@' && !before.endsWith(' ') && !after.startsWith(' ');
  return adjacent || /[.[]/.test(right) ? `${left}@${right}` : null;
};

const isOwn = (text: string, own: Address): boolean => {
  const read = parseAddress(text, { literal: true });
  return read.ok && addressKey(read.value) === addressKey(own);
};
