/** A domain name, compared and stored in lower-case A-labels (RFC 5890); or an address literal (RFC 5321 section 4.1.3). */

import { toASCII, toUnicode } from 'tr46';
import { quoted } from './quoted.ts';
import { defect, ok } from './result.ts';
import type { Result } from './result.ts';

export type Domain = {
  /** `xn--bcher-kva.example`, or `[192.0.2.1]`. */
  ascii: string;
  literal: boolean;
};

/**
 * Reads a domain in either IDN form, by UTS #46, non-transitional (`faß.de` is not `fass.de`), with STD3 rules, hyphen,
 * joiner and bidi checks and DNS lengths. One label, as in `localhost`, will do. What UTS #46 would silently turn into
 * something else (full-width letters, ideographic full stops, soft hyphens) is refused, since another reader may not
 * turn it; so are a trailing dot, an underscore, and a name that ends in a number, which some readers take for an IP
 * address. An address literal is read only where `literal` is set.
 *
 * Codes: `domain-empty`, `domain-too-long`, `domain-literal`, `domain-trailing-dot`, `domain-numeric`, `domain-unusual`,
 * `domain-malformed`.
 */
export const parseDomain = (
  text: string,
  { literal = false }: { literal?: boolean } = {},
): Result<Domain> => {
  if (text === '') return defect('domain-empty', 'the domain is missing: write it as "example.com"');
  if (text.length > MAX_LENGTH)
    return defect('domain-too-long', `a domain has ${MAX_LENGTH} characters at most`);
  if (PLAIN.test(text)) return ok({ ascii: text.toLowerCase(), literal: false });
  if (text.startsWith('['))
    return literal
      ? parseLiteral(text)
      : defect('domain-literal', `${quoted(text)} is an address literal: write a domain name`);
  return parseName(text);
};

/** As people write it: U-labels. A literal stays as it is. */
export const displayDomain = ({ ascii, literal }: Domain): string =>
  literal || !ascii.includes('xn--') ? ascii : toUnicode(ascii, STRICT).domain;

const MAX_LENGTH = 253;

const STRICT = {
  useSTD3ASCIIRules: true,
  checkHyphens: true,
  checkBidi: true,
  checkJoiners: true,
  verifyDNSLength: true,
};

/** Names that need no table: letters, digits and inner hyphens, none in both third and fourth place, the last label a word. */
const PLAIN =
  /^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

const parseName = (text: string): Result<Domain> => {
  if (text.endsWith('.'))
    return defect('domain-trailing-dot', `${quoted(text)} ends with a dot: leave it out`);
  const folded = fold(text);
  const labels = folded.split('.');
  if (NUMBER.test(labels.at(-1) as string))
    return defect(
      'domain-numeric',
      `${quoted(text)} ends in a number, as an IP address does: write a domain name`,
    );
  const ascii = toASCII(folded, STRICT);
  if (ascii === null)
    return defect('domain-malformed', `${quoted(text)} is not a domain name: write it as "example.com"`);
  const shown = toUnicode(folded, STRICT).domain;
  const shownLabels = shown.split('.');
  if (!labels.every((label, at) => label === shownLabels[at] || A_LABEL.test(label)))
    return defect(
      'domain-unusual',
      `${quoted(text)} holds characters that readers turn into others: write ${quoted(shown)}`,
    );
  return ok({ ascii, literal: false });
};

const A_LABEL = /^xn--[a-z0-9-]+$/;

/** Letter by letter, so that a sigma at the end of a word folds as UTS #46 folds it. */
const fold = (text: string): string =>
  Array.from(text, (letter) => letter.toLowerCase())
    .join('')
    .normalize('NFC');

/** As URL readers recognise a number: decimal or hexadecimal. */
const NUMBER = /^(?:[0-9]+|0x[0-9a-f]*)$/;

const parseLiteral = (text: string): Result<Domain> => {
  if (IPV4.test(text)) return ok({ ascii: text, literal: true });
  const ipv6 = /^\[ipv6:([0-9a-f:.]{2,45})\]$/i.exec(text);
  const host = ipv6 && URL.parse(`http://[${ipv6[1]}]/`)?.hostname;
  if (host) return ok({ ascii: `[IPv6:${host.slice(1, -1)}]`, literal: true });
  return defect(
    'domain-literal',
    `${quoted(text)} is not an address literal: write it as "[192.0.2.1]" or "[IPv6:2001:db8::1]"`,
  );
};

const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4 = new RegExp(`^\\[${BYTE}(?:\\.${BYTE}){3}\\]$`);
