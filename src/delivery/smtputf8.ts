/** What a next hop may be given that does not offer SMTPUTF8 (RFC 6531): nothing with addresses beyond ASCII, but domains as A-labels. */

import { formatAddress, parseAddress } from '../model/address.ts';
import type { RecipientReply } from '../model/delivery.ts';
import { quoted } from '../model/quoted.ts';
import type { Letter } from './transport.ts';

export type Envelope = {
  /** As MAIL says it. */
  from: string;
  /** How RCPT says each recipient who may have the message, by its address; in order. */
  to: ReadonlyMap<string, string>;
  /** Those who may not have it, with the reason. */
  refused: RecipientReply[];
};

/** With SMTPUTF8 everything goes as it is. */
export const envelopeOf = (letter: Letter, offersSmtpUtf8: boolean): Envelope => {
  const { mailFrom, recipients } = letter;
  if (offersSmtpUtf8)
    return { from: mailFrom, to: new Map(recipients.map((address) => [address, address])), refused: [] };
  const from = inAscii(mailFrom);
  const all =
    from === null
      ? notAllowed(quoted(mailFrom))
      : letter.utf8Header
        ? '5.6.9 not sent: the next hop does not offer SMTPUTF8, which the header of this message needs, since it names a sender beyond ASCII; send it with names as encoded words and domains in their "xn--" form'
        : null;
  const to = new Map<string, string>();
  const refused: RecipientReply[] = [];
  for (const address of recipients) {
    const said = inAscii(address);
    if (all === null && said !== null) to.set(address, said);
    else refused.push({ address, outcome: 'failed', reply: all ?? notAllowed(quoted(address)) });
  }
  return { from: from ?? '', to, refused };
};

/** Whether MAIL has to ask for SMTPUTF8 (RFC 6531 section 3.4). */
export const needsSmtpUtf8 = ({ mailFrom, recipients, utf8Header }: Letter): boolean =>
  utf8Header || [mailFrom, ...recipients].some((address) => BEYOND_ASCII.test(address));

/**
 * Whether a next hop offers it, by its answer to EHLO (RFC 5321 section 4.1.1.1): on the first line is its name, and
 * behind that the extensions, a line each.
 */
export const offersSmtpUtf8 = (answer: string): boolean =>
  answer
    .split(/\r?\n/)
    .slice(1)
    .some((line) => /^250[ -]SMTPUTF8\s*$/i.test(line));

const notAllowed = (who: string): string =>
  `5.6.7 not sent: the next hop does not offer SMTPUTF8, which the address ${who} needs; use an address in ASCII, or a next hop that offers it`;

/** Null where that cannot be: a domain has an ASCII form, a local part has none. */
const inAscii = (address: string): string | null => {
  if (!BEYOND_ASCII.test(address)) return address;
  const parsed = parseAddress(address, { literal: true });
  const said = parsed.ok ? formatAddress(parsed.value) : address;
  return BEYOND_ASCII.test(said) ? null : said;
};

// oxlint-disable-next-line no-control-regex -- ASCII includes them
const BEYOND_ASCII = /[^\x00-\x7f]/;
