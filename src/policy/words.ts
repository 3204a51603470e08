/** How the policy writes values and instants, for people and for reply lines. */

/** The text with what cannot be seen written as `<U+000A>`, so that it is one line and shows all that it holds. */
export const printable = (text: string): string =>
  PLAIN.test(text) ? text : text.replace(UNSEEN, codePoint);

/** The value in double quotes, printable, clipped to 320 characters. */
export const quoted = (value: string): string => `"${clipped(printable(value), 320)}"`;

/** Printable ASCII (RFC 5321 replies without SMTPUTF8): any other character is written as `<U+00FC>`. */
export const ascii = (text: string): string => text.replace(/[^ -~]/gu, codePoint);

/** `a, b and 3 more`, within `room` characters (at least 20); a first item that is longer is clipped. */
export const listWithin = (items: readonly string[], room: number): string => {
  const all = items.join(', ');
  if (all.length <= room) return all;
  let text = '';
  for (const [index, item] of items.entries()) {
    const after = items.length - index - 1;
    const more = after > 0 ? ` and ${after} more` : '';
    const longer = index === 0 ? clipped(item, room - more.length) : `${text}, ${item}`;
    if (longer.length + more.length > room) return `${text} and ${after + 1} more`;
    text = longer;
  }
  return text;
};

/** `a, b and 3 more` for a detail or an advice: ten items at most. */
export const listed = (items: readonly string[]): string => {
  const shown = items.slice(0, 10).join(', ');
  return items.length > 10 ? `${shown} and ${items.length - 10} more` : shown;
};

/** Each value once, in the order in which they first come. */
export const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** ISO 8601 in UTC, to the second. */
export const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, -'.000Z'.length)}Z`;

/** Nearly every text that is written here; a decision holds dozens, so the quick way is worth its line. */
const PLAIN = /^[ -~]*$/;

/** Control, format, unassigned and private characters, lone surrogates, and white space but for the space. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|[^\S ]/gu;

const codePoint = (character: string): string => {
  const digits = (character.codePointAt(0) as number).toString(16).toUpperCase();
  return `<U+${digits.padStart(4, '0')}>`;
};

const clipped = (text: string, room: number): string =>
  text.length > room ? `${text.slice(0, room - 3)}...` : text;
