/** An address (RFC 5321 Mailbox, RFC 5322 addr-spec): local part and domain, parsed once, in canonical form. */

import { fold } from './address-query.ts';
import { parseDomain } from './domain.ts';
import { quoted } from './quoted.ts';
import { defect, ok } from './result.ts';
import type { Domain } from './domain.ts';
import type { Result } from './result.ts';

export type Address = {
  /** What it means: unquoted, backslashes resolved, case as written, NFC. */
  local: string;
  /** `ascii` is '' for the one address without a domain, `postmaster` (RFC 5321 section 4.1.1.3). */
  domain: Domain;
};

export type AddressOptions = {
  /** Whether characters beyond ASCII may stand in it (RFC 6531, RFC 6532); true if left out. */
  smtpUtf8?: boolean;
  /** Whether the domain may be an address literal; false if left out. */
  literal?: boolean;
};

/**
 * Reads a bare `local@domain`: a dot-atom or a quoted string before the `@`, nothing around, no comments, no folding.
 * `"a"@x.test` is the same address as `a@x.test`. A local part has 64 octets at most, an address 254, as `formatAddress`
 * writes them (RFC 5321 section 4.5.3.1). Beyond ASCII only characters that are seen and that NFKC leaves alone: no
 * format, bidi or unassigned ones, no look-alikes of `@` or `.`.
 *
 * Codes: `address-empty`, `address-without-at`, `address-local`, `address-characters`, `address-too-long`,
 * `smtputf8-needed`, and those of `parseDomain`.
 */
export const parseAddress = (
  text: string,
  { smtpUtf8 = true, literal = false }: AddressOptions = {},
): Result<Address> => {
  if (text === '') return defect('address-empty', 'the address is missing: write it as "name@example.com"');
  if (text.length > MAX_TEXT)
    return defect('address-too-long', `an address has ${MAX_ADDRESS} octets at most`);
  if (!smtpUtf8 && BEYOND_ASCII.test(text))
    return defect(
      'smtputf8-needed',
      `${quoted(text)} holds characters beyond ASCII: send with SMTPUTF8, or write the domain in its "xn--" form`,
    );
  const at = text.startsWith('"') ? (QUOTED.exec(text)?.[0].length ?? -1) : text.indexOf('@');
  if (text[at] !== '@')
    return defect('address-without-at', `${quoted(text)} is not an address: write it as "name@example.com"`);
  const local = readLocal(text.slice(0, at), text);
  if (!local.ok) return local;
  if (at === text.length - 1)
    return defect('domain-empty', `${quoted(text)} has no domain: write it as "name@example.com"`);
  const domain = parseDomain(text.slice(at + 1), { literal });
  if (!domain.ok) return domain;
  const address = { local: local.value, domain: domain.value };
  if (isLonger(formatLocal(address.local), MAX_LOCAL))
    return defect(
      'address-too-long',
      `${quoted(address.local)} is too long: what stands before the "@" has ${MAX_LOCAL} octets at most`,
    );
  if (isLonger(formatAddress(address), MAX_ADDRESS))
    return defect(
      'address-too-long',
      `${quoted(text)} is too long: an address has ${MAX_ADDRESS} octets at most`,
    );
  return ok(address);
};

/** Canonical: quotes only where they are needed, the domain in A-labels. */
export const formatAddress = ({ local, domain }: Address): string =>
  domain.ascii === '' ? formatLocal(local) : `${formatLocal(local)}@${domain.ascii}`;

/** By what addresses compare: as `formatAddress` writes it, the local part without ASCII case. It is a sender's `value`. */
export const addressKey = ({ local, domain }: Address): string =>
  formatAddress({ local: fold(local), domain });

/** Whether a local part needs no quotes: atoms joined by single dots. */
export const isDotAtom = (local: string): boolean => DOT_ATOM.test(local);

const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;
/** More characters than any legal address has, quoting and U-labels included. */
const MAX_TEXT = 1024;

// oxlint-disable-next-line no-control-regex -- ASCII includes them
const BEYOND_ASCII = /[^\x00-\x7f]/;

const ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\u{10ffff}-]+";
const DOT_ATOM = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`, 'u');

/** Spaces and what is seen: letters, marks, numbers, punctuation, symbols; but nothing that is drawn as nothing. */
const SEEN = /^(?:[ -~]|(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{N}\p{P}\p{S}])*$/u;

/** The quoted string that a text opens with. */
const QUOTED = /^"(?:[^"\\]|\\.)*"/s;

const readLocal = (written: string, text: string): Result<string> => {
  const inQuotes = written.startsWith('"');
  const local = (inQuotes ? written.slice(1, -1).replace(/\\(.)/gsu, '$1') : written).normalize('NFC');
  if (local === '' || (!inQuotes && !isDotAtom(local)))
    return defect(
      'address-local',
      `${quoted(text)}: what stands before the "@" must be words joined by single dots, or in quotes`,
    );
  if (!SEEN.test(local) || /^\p{M}/u.test(local) || local.normalize('NFKC') !== local)
    return defect(
      'address-characters',
      `${quoted(text)} holds characters that are not seen or are taken for others: write it in ordinary letters`,
    );
  return ok(local);
};

const formatLocal = (local: string): string =>
  isDotAtom(local) ? local : `"${local.replace(/["\\]/g, '\\$&')}"`;

const encoder = new TextEncoder();
/** In octets of UTF-8; a text that is short enough anyhow need not be encoded to be counted. */
const isLonger = (text: string, most: number): boolean =>
  text.length * 3 > most && encoder.encode(text).length > most;
