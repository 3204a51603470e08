/** One MIME part as a download. */

import type { Content } from './content.ts';
import { goBytes, type GoString } from './go-strings.ts';

export type PartDownload = { headers: Record<string, string>; body: Uint8Array<ArrayBuffer> };

/**
 * MailHog copies every header of the part into its answer. Here only those that describe a part are, and the browser is
 * told to save it and to run nothing of it: whoever may send mail must not speak for this origin.
 */
export const partDownload = (part: Content, name: string): PartDownload => {
  const headers: Record<string, string> = {};
  for (const [field, values] of part.Headers) {
    const known = DESCRIBING.find((described) => described.toLowerCase() === field.toLowerCase());
    if (known) headers[known] = clean(values.join(', '));
  }
  const disposition = headers['Content-Disposition'] ?? '';
  return {
    headers: {
      'Content-Type': 'application/octet-stream',
      ...headers,
      'Content-Disposition': /^attachment\s*(;|$)/i.test(disposition)
        ? disposition
        : `attachment; filename="${name}"`,
      'Content-Security-Policy': 'sandbox',
      'X-Content-Type-Options': 'nosniff',
    },
    body: decode(part.Body, headers['Content-Transfer-Encoding'] ?? ''),
  };
};

const DESCRIBING = [
  'Content-Type',
  'Content-Disposition',
  'Content-Transfer-Encoding',
  'Content-ID',
  'Content-Description',
  'MIME-Version',
];

/** What an HTTP header value may not hold. */
// oxlint-disable-next-line no-control-regex -- these are meant
const clean = (value: string): string => value.replace(/[\x00-\x1f\x7f]+/g, ' ').trim();

/** As MailHog: base64 is decoded, quoted-printable is not. */
const decode = (body: GoString, encoding: string): Uint8Array<ArrayBuffer> => {
  if (encoding.toLowerCase() !== 'base64') return goBytes(body);
  try {
    return goBytes(atob(body));
  } catch {
    return goBytes(body);
  }
};
