/** A mailbox of RFC 5322 section 3.4: an address, perhaps with a display name. */

import { formatAddress, isDotAtom, parseAddress } from './address.ts';
import { checkShown, readName } from './display-name.ts';
import { tokenize } from './mailbox-tokens.ts';
import { HIDDEN, quoted } from './quoted.ts';
import { defect, ok } from './result.ts';
import type { Address } from './address.ts';
import type { Token } from './mailbox-tokens.ts';
import type { Result } from './result.ts';

export type Mailbox = {
  /** Unquoted, encoded words decoded; '' where there is none. */
  name: string;
  address: Address;
};

export type MailboxOptions = { /** Whether the message came with SMTPUTF8 (RFC 6531). */ smtpUtf8: boolean };

/**
 * Reads a mailbox-list (RFC 5322 section 3.4), folded or not, such that no plausible reader sees another address in it.
 * What is legal though unusual is taken: comments and quoted strings, encoded words, several mailboxes, quoted local
 * parts. Refused are groups, routes and all that is obsolete (unquoted specials, a dot among them, empty list entries,
 * blanks or comments within an address), and what lets readers differ: an address that a display name or comment
 * shows and that is not the mailbox's own, encoded words that not all decode alike or that stand in an address, a quoted
 * local part with delimiters in it, words that run together, hidden controls.
 *
 * Codes: `from-empty`, `group`, `route`, `list-separator`, `brackets`, `blank-in-address`, `comment-in-address`,
 * `comment-runs-on`, `encoded-word-in-address`, `local-part-misleads`, `hidden-character`, `smtputf8-needed`, and those of
 * `tokenize`, `readName`, `checkShown`, `decodeEncodedWords` and `parseAddress`.
 */
export const parseMailboxList = (text: string, { smtpUtf8 }: MailboxOptions): Result<Mailbox[]> => {
  if (HIDDEN.test(text.replace(/\r\n(?=[ \t])/g, '')) || !text.isWellFormed())
    return defect(
      'hidden-character',
      `${quoted(text)} holds controls or characters that change the direction of writing: leave them out`,
    );
  if (!smtpUtf8 && BEYOND_ASCII.test(text))
    return defect(
      'smtputf8-needed',
      `${quoted(text)} holds characters beyond ASCII: write names as encoded words and domains in their "xn--" form, or send with SMTPUTF8`,
    );
  const tokens = tokenize(text);
  if (!tokens.ok) return tokens;
  const mailboxes: Mailbox[] = [];
  for (const part of split(tokens.value)) {
    const mailbox = readMailbox(part, text, smtpUtf8);
    if (!mailbox.ok) return mailbox;
    mailboxes.push(mailbox.value);
  }
  return ok(mailboxes);
};

/** `"Jörg, Sales" <a@x.test>`: the name in quotes where it needs them, beyond ASCII as it is. Names hold no controls. */
export const formatMailbox = ({ name, address }: Mailbox): string => {
  if (name === '') return formatAddress(address);
  const plain = name.split(' ').every((word) => isDotAtom(word) && !/[.]|=\?/.test(word));
  return `${plain ? name : `"${name.replace(/["\\]/g, '\\$&')}"`} <${formatAddress(address)}>`;
};

// oxlint-disable-next-line no-control-regex -- ASCII includes them
const BEYOND_ASCII = /[^\x00-\x7f]/;

/** The tokens between the commas. */
const split = (tokens: Token[]): Token[][] => {
  let part: Token[] = [];
  const parts = [part];
  for (const token of tokens) {
    if (!isSpecial(token, ',')) part.push(token);
    else {
      part = [];
      parts.push(part);
    }
  }
  return parts;
};

const isSpecial = ({ kind, text }: Token, special: string): boolean => kind === 'special' && text === special;
const isComment = ({ kind }: Token): boolean => kind === 'comment';
const isNoComment = (token: Token): boolean => !isComment(token);

const readMailbox = (tokens: Token[], text: string, smtpUtf8: boolean): Result<Mailbox> => {
  const opens = tokens.findIndex((token) => isSpecial(token, '<'));
  const bare = opens < 0;
  const before = bare ? tokens : tokens.slice(0, opens);
  if (tokens.some((token) => isSpecial(token, ';')) || before.some((token) => isSpecial(token, ':')))
    return defect('group', `${quoted(text)} names a group: name each mailbox, separated by commas`);
  const words = bare ? [] : before.filter(isNoComment);
  const inner = bare ? trimComments(tokens) : bracketed(tokens.slice(opens + 1));
  if (!inner)
    return defect(
      'brackets',
      `${quoted(text)} does not hold one address in "<" and ">" at its end: write it as "name <name@example.com>"`,
    );
  if (tokens.some((token, at) => runsOn(token, tokens[at + 1], bare)))
    return defect(
      'comment-runs-on',
      `${quoted(text)} has a comment with brackets or quotes in it beside the address: write it as "name <name@example.com>"`,
    );
  const address = readAddress(inner, bare, text, smtpUtf8);
  if (!address.ok) return address;
  const name = readName(words, text);
  if (!name.ok) return name;
  const misleads = checkShown([...words, ...tokens.filter(isComment)], name.value, address.value, text);
  return misleads.ok ? ok({ name: name.value, address: address.value }) : misleads;
};

/** Not all readers nest comments or know backslashes in them: for those its rest is a word, which joins a bare address. */
const runsOn = (comment: Token, next: Token | undefined, bare: boolean): boolean => {
  if (isNoComment(comment) || !DELIMITERS.test(comment.text)) return false;
  const touches = !comment.spaced || next?.spaced === false;
  return bare || touches || (/[()]/.test(comment.text) && /["\\<>,;:]/.test(comment.text));
};

/** Without those at both ends; nothing where there is nothing else. */
const trimComments = (tokens: Token[]): Token[] =>
  tokens.slice(tokens.findIndex(isNoComment), tokens.findLastIndex(isNoComment) + 1);

/** What stands before the `>`; null where there is none, or where more than comments follows. */
const bracketed = (tokens: Token[]): Token[] | null => {
  const closes = tokens.findIndex((token) => isSpecial(token, '>'));
  return closes >= 0 && tokens.slice(closes + 1).every(isComment) ? tokens.slice(0, closes) : null;
};

/** The address has to stand in one piece, as `parseAddress` reads it. */
const readAddress = (tokens: Token[], bare: boolean, text: string, smtpUtf8: boolean): Result<Address> => {
  const first = tokens[0];
  if (!first)
    return text.trim() === ''
      ? defect('from-empty', 'the field is empty: name one mailbox')
      : defect('list-separator', `${quoted(text)} has an empty place: name one mailbox between commas`);
  if (isSpecial(first, '@') && !bare && tokens.some((token) => isSpecial(token, ':')))
    return defect('route', `${quoted(text)} names a route: leave out what stands before the ":"`);
  if (tokens.some(isComment))
    return defect('comment-in-address', `${quoted(text)} has a comment within an address: move it behind`);
  if (tokens.some(({ spaced }, at) => spaced && at > 0))
    return defect(
      'blank-in-address',
      `${quoted(text)} has a blank within an address, or a name without "<" and ">" around the address: write "name <name@example.com>"`,
    );
  const written = text.slice(first.start, (tokens.at(-1) ?? first).end);
  if (written.includes('=?'))
    return defect(
      'encoded-word-in-address',
      `${quoted(written)} has an encoded word in place of an address: write the address itself`,
    );
  const address = parseAddress(written, { smtpUtf8, literal: true });
  if (!address.ok) return address;
  if (bare && address.value.domain.ascii.includes(':'))
    return defect(
      'brackets',
      `${quoted(written)} has a colon, which readers take for a group: write it as "<${written}>"`,
    );
  if (!PLAIN_LOCAL.test(address.value.local))
    return defect(
      'local-part-misleads',
      `${quoted(written)} has delimiters within its quotes, which readers take for the end of an address: use another address`,
    );
  return address;
};

const DELIMITERS = /[()\\"<>,;:]/;

/** What may stand in the quotes of a local part: as without them, but for dots anywhere and single inner blanks. */
const PLAIN_LOCAL = /^[^\s"(),:;<>@[\\\]]+(?: [^\s"(),:;<>@[\\\]]+)*$/;
