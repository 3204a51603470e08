/** The paths of the envelope: the MAIL and RCPT commands, read from their bytes (RFC 5321 section 4.1.2, RFC 6531). */

import { parseAddress } from './address.ts';
import { quoted } from './quoted.ts';
import { defect, fail, ok } from './result.ts';
import type { Address } from './address.ts';
import type { Result } from './result.ts';

export type PathCommand = {
  /** The path as given, without its brackets; bytes that are not UTF-8 as windows-1252. */
  text: string;
  /**
   * What it names, or why it is unusable, with the codes of `parseAddress` and: `null` for `<>`, `brackets`,
   * `source-route`, `undecodable`, `control-character`.
   */
  path: Result<Address>;
  /** Keywords in upper case; `true` for those without a value. BODY in upper case. */
  params: Map<string, string | true>;
};

/** A command that cannot be read at all, as the reply that it gets. */
export type CommandError = { code: number; enhanced: string; message: string };

/**
 * Reads `MAIL FROM:<path> KEY=VALUE ...`; a blank after the colon is taken, since many clients write one. A path that is
 * no address is no error of the command: the policy answers it. Params are SIZE, BODY, SMTPUTF8 and AUTH, which
 * RFC 4954 section 5 lets a server ignore; any other is 555 5.5.4, one that is unsound or repeated 501 5.5.4.
 * Addresses beyond ASCII need SMTPUTF8.
 */
export const parseMailCommand = (line: Uint8Array): Result<PathCommand, CommandError> => {
  const cut = cutCommand(line, /^mail +from:/i, 'MAIL FROM:<name@example.com>');
  if (!cut.ok) return cut;
  const params = readParams(cut.value.params, MAIL_PARAMS);
  if (!params.ok) return params;
  const { text, given } = cut.value;
  const path = readPath(given, { smtpUtf8: params.value.has('SMTPUTF8'), routes: false });
  return ok({ text, path, params: params.value });
};

/**
 * Reads `RCPT TO:<path>`; it takes no params. A source route in front of the address is ignored (RFC 5321 appendix C),
 * and `<postmaster>` needs no domain: its `domain.ascii` is ''. Addresses beyond ASCII are taken: whether the
 * transaction has SMTPUTF8 was said at MAIL, and `smtpUtf8` tells it.
 */
export const parseRcptCommand = (
  line: Uint8Array,
  { smtpUtf8 = true }: { smtpUtf8?: boolean } = {},
): Result<PathCommand, CommandError> => {
  const cut = cutCommand(line, /^rcpt +to:/i, 'RCPT TO:<name@example.com>');
  if (!cut.ok) return cut;
  const params = readParams(cut.value.params, {});
  if (!params.ok) return params;
  const { given } = cut.value;
  const path =
    given.text.toLowerCase() === '<postmaster>'
      ? ok(POSTMASTER)
      : readPath(given, { smtpUtf8, routes: true });
  return ok({ text: withoutRoute(cut.value.text), path, params: params.value });
};

type Given = { text: string; undecodable: boolean };
type Cut = { text: string; given: Given; params: string };

const POSTMASTER: Address = { local: 'postmaster', domain: { ascii: '', literal: false } };

const syntax = (message: string) => fail<CommandError>({ code: 501, enhanced: '5.5.4', message });

/** The path with its brackets, and what follows it. */
const cutCommand = (line: Uint8Array, verb: RegExp, example: string): Result<Cut, CommandError> => {
  const { text, undecodable } = decode(line);
  const head = verb.exec(text)?.[0];
  const rest = text
    .slice(head?.length ?? 0)
    .replace(/^ +/, '')
    .replace(/ +(?:\r?\n)?$|\r?\n$/, '');
  if (head === undefined || rest === '') return syntax(`cannot read this command: write ${example}`);
  const end = endOfPath(rest);
  if (end < rest.length && rest[end] !== ' ')
    return syntax(`${quoted(rest.slice(end))} stands right behind the path: put a blank between`);
  const path = rest.slice(0, end);
  const inner = path.startsWith('<') && path.endsWith('>') ? path.slice(1, -1) : path;
  return ok({ text: inner, given: { text: path, undecodable }, params: rest.slice(end) });
};

const decode = (line: Uint8Array): Given => {
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line),
      undecodable: false,
    };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(line), undecodable: true };
  }
};

/** Behind the `>` that closes it, quotes minded; where none does, or none opened it, behind the last or first word. */
const endOfPath = (text: string): number => {
  if (!text.startsWith('<')) return text.includes(' ') ? text.indexOf(' ') : text.length;
  let quoted = false;
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === '\\') at += 1;
    else if (text[at] === '>' && !quoted) return at + 1;
  }
  return text.length;
};

const readPath = (
  { text, undecodable }: Given,
  { smtpUtf8, routes }: { smtpUtf8: boolean; routes: boolean },
): Result<Address> => {
  if (undecodable)
    return defect('undecodable', `${quoted(text)} is not UTF-8: write the address in ASCII or UTF-8`);
  if (CONTROL.test(text))
    return defect('control-character', `${quoted(text)} holds control characters: leave them out`);
  if (!text.startsWith('<') || !text.endsWith('>'))
    return defect('brackets', `${quoted(text)} stands without brackets: write it as "<name@example.com>"`);
  const inner = text.slice(1, -1);
  if (inner === '') return defect('null', 'the path is empty: name an address');
  if (inner.startsWith('@') && !(routes && ROUTE.test(inner)))
    return defect('source-route', `${quoted(text)} names a route: leave out what stands before the ":"`);
  return parseAddress(withoutRoute(inner), { smtpUtf8, literal: true });
};

// oxlint-disable-next-line no-control-regex -- controls are what it looks for
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;

/** A-d-l of RFC 5321 section 4.1.2: `@one.example,@two.example:`. */
const ROUTE = /^@[^\s@,:<>"]+(?:,@[^\s@,:<>"]+)*:/;

const withoutRoute = (text: string): string => text.replace(ROUTE, '');

type Check = (value: string | true) => boolean;

const MAIL_PARAMS: Record<string, Check> = {
  SIZE: (value) => /^[0-9]{1,20}$/.test(String(value)),
  BODY: (value) => value === '7BIT' || value === '8BITMIME',
  SMTPUTF8: (value) => value === true,
  AUTH: (value) => value !== true,
};

const readParams = (
  text: string,
  known: Record<string, Check>,
): Result<Map<string, string | true>, CommandError> => {
  const params = new Map<string, string | true>();
  for (const word of text.split(' ').filter((piece) => piece !== '')) {
    const found = /^([a-z0-9][a-z0-9-]*)(?:=([!-<>-~]+))?$/i.exec(word);
    if (!found) return syntax(`${quoted(word)} is no parameter: write it as KEYWORD or KEYWORD=value`);
    const keyword = (found[1] as string).toUpperCase();
    const check = Object.hasOwn(known, keyword) ? known[keyword] : undefined;
    if (!check)
      return fail({
        code: 555,
        enhanced: '5.5.4',
        message: `the parameter ${quoted(keyword)} is not known here: leave it out`,
      });
    const written = found[2];
    const value = written === undefined ? true : keyword === 'BODY' ? written.toUpperCase() : written;
    if (params.has(keyword)) return syntax(`the parameter ${quoted(keyword)} stands twice: give it once`);
    if (!check(value))
      return syntax(
        `the parameter ${quoted(word)} has no sound value: see RFC 1870, RFC 6152, RFC 6531 or RFC 4954`,
      );
    params.set(keyword, value);
  }
  return ok(params);
};
