/** The `;`-separated strings in which a user's authorized domains and senders are written, both ways. */

import { addressKey, parseAddress } from './address.ts';
import { parseDomain } from './domain.ts';
import { quoted } from './quoted.ts';
import { fail, ok } from './result.ts';
import type { Defect, Result } from './result.ts';
import type { SenderKey, SenderKind } from './sender.ts';

/** One piece between semicolons, as written but for the blanks around; offsets in characters of the whole text. */
export type SenderToken = {
  raw: string;
  start: number;
  end: number;
  /** What it names; or `error`, what is wrong with it. One of the two. */
  value?: SenderKey;
  error?: Defect;
};

/** A field takes this many senders at most, and this many bytes of UTF-8. */
export const MAX_SENDERS = 500;
export const MAX_SENDER_LIST = 64 * 1024;

/**
 * Cuts the text of a field and reads each piece; empty pieces fall away, a `;` within quotes does not cut. `kind` tells
 * which field it is. Codes: `comma`, `address-in-domains`, `domain-in-senders`, `wildcard`, `leading-at`,
 * `display-name`, `url`, and those of `parseDomain` and `parseAddress`.
 */
export const parseTokens = (text: string, kind: SenderKind): SenderToken[] =>
  cut(text).map((piece) => {
    const key = readKey(piece.raw, kind);
    return key.ok ? { ...piece, value: key.value } : { ...piece, error: key.error };
  });

/**
 * Reads a whole field. Senders that are the same, also in another IDN form or case, fold into the first. Fails with
 * every defect: those of the pieces, or `list-too-long` or `too-many` with the bound.
 */
export const parseSenderList = (text: string, kind: SenderKind): Result<SenderKey[], Defect[]> => {
  if (new TextEncoder().encode(text).length > MAX_SENDER_LIST)
    return fail([
      {
        code: 'list-too-long',
        message: `"${FIELD[kind]}" takes ${MAX_SENDER_LIST / 1024} KiB at most: make a second user for the rest`,
      },
    ]);
  const errors: Defect[] = [];
  const keys = new Map<string, SenderKey>();
  for (const { value, error } of parseTokens(text, kind)) {
    if (value) keys.set(value.value, value);
    if (error) errors.push(error);
  }
  if (errors.length > 0) return fail(errors);
  if (keys.size > MAX_SENDERS)
    return fail([
      {
        code: 'too-many',
        message: `"${FIELD[kind]}" takes ${MAX_SENDERS} entries at most, not "${keys.size}": make a second user for the rest`,
      },
    ]);
  return ok([...keys.values()]);
};

/** The keys of that kind, joined as `parseSenderList` reads them. */
export const formatSenderList = (keys: readonly SenderKey[], kind: SenderKind): string =>
  keys
    .filter((key) => key.kind === kind)
    .map(({ value }) => value)
    .join(';');

/** What the fields are called in the form. */
const FIELD: Record<SenderKind, string> = { domain: 'Authorized domains', address: 'Authorized senders' };

const cut = (text: string): Pick<SenderToken, 'raw' | 'start' | 'end'>[] => {
  const pieces: Pick<SenderToken, 'raw' | 'start' | 'end'>[] = [];
  let from = 0;
  for (const to of [...ends(text), text.length]) {
    const written = text.slice(from, to);
    const raw = written.trim();
    const start = from + written.length - written.trimStart().length;
    if (raw !== '') pieces.push({ raw, start, end: start + raw.length });
    from = to + 1;
  }
  return pieces;
};

/** Where the semicolons stand that are not in the quotes of a local part; a quote that does not close quotes nothing. */
function* ends(text: string): Generator<number> {
  let closes = -1;
  let closable = true;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"' && at > closes && closable) {
      closes = closing(text, at);
      closable = closes >= 0;
    } else if (text[at] === ';' && at > closes) yield at;
  }
}

const closing = (text: string, open: number): number => {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
};

const readKey = (raw: string, kind: SenderKind): Result<SenderKey> => {
  const flaw = misplaced(raw, kind);
  if (flaw) return fail(flaw);
  if (kind === 'domain') {
    const domain = parseDomain(raw);
    return domain.ok ? ok({ kind, value: domain.value.ascii }) : domain;
  }
  const address = parseAddress(raw);
  return address.ok ? ok({ kind, value: addressKey(address.value) }) : address;
};

/** What people write in such fields though it does not belong there, told with the way out. */
const misplaced = (raw: string, kind: SenderKind): Defect | null => {
  const say = (code: string, message: string): Defect => ({ code, message: `${quoted(raw)} ${message}` });
  const domainOf = raw.slice(raw.lastIndexOf('@') + 1);
  if (/[,\uff0c\u3001]/.test(raw.replace(/"(?:[^"\\]|\\.)*"/g, '')))
    return say('comma', 'holds a comma: separate entries with a semicolon ";"');
  if (/^[a-z]+:\/\//i.test(raw))
    return say('url', `is a web address: write the ${kind === 'domain' ? 'domain' : 'e-mail address'} alone`);
  if (/[<>]/.test(raw) && !raw.startsWith('"'))
    return say('display-name', 'is more than an address: write "name@example.com" alone');
  if (raw.includes('*')) return wildcard(raw, kind, domainOf);
  if (/^@[^@]+$/.test(raw))
    return kind === 'domain'
      ? say('leading-at', `begins with "@": write the domain alone, ${quoted(domainOf)}`)
      : say('domain-in-senders', `names a whole domain: move ${quoted(domainOf)} to ${FIELD.domain}`);
  if (kind === 'domain' && raw.includes('@'))
    return say('address-in-domains', `is an address: move it to ${FIELD.address}, or write the domain alone`);
  if (kind === 'address' && parseDomain(raw).ok)
    return say('domain-in-senders', `is a domain: move it to ${FIELD.domain}, or write a whole address`);
  return null;
};

/** A `*` is legal in a local part, but alone in it people mean any. */
const wildcard = (raw: string, kind: SenderKind, domain: string): Defect | null => {
  if (kind === 'address' && /^(?:\*|"\*")@[^*]+$/.test(raw))
    return {
      code: 'wildcard',
      message: `${quoted(raw)} names a whole domain: move ${quoted(domain)} to ${FIELD.domain}`,
    };
  if (kind === 'address' && !domain.includes('*')) return null;
  return {
    code: 'wildcard',
    message: `${quoted(raw)} is a wildcard: a domain covers its own addresses and no sub-domain's, so name each domain of its own`,
  };
};
