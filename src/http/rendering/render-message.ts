/** A message as a mail client shows it. For display only: what decides never reads a message through this lenient parser. */

import { beginning } from './beginning.ts';
import { viewHtml } from './html-view.ts';
import PostalMime, {
  addressParser,
  decodeWords,
  type Address,
  type Attachment,
  type Email,
} from 'postal-mime';
import type { RemoteContent } from './remote-content.ts';

export type Rendered = {
  /** In order, each as often as it stands there; names as written, values unfolded, encoded words decoded. */
  headers: { name: string; value: string }[];
  from: ShownMailbox[];
  to: ShownMailbox[];
  cc: ShownMailbox[];
  subject: string;
  /** ISO 8601; as written where it is no date; null where there is none. */
  date: string | null;
  /** Null where the message has no such part. `html` is as it was sent: to be shown in a sandbox only. */
  text: string | null;
  html: string | null;
  /** How much the HTML would load from elsewhere. */
  remote: RemoteContent;
  attachments: ShownAttachment[];
};

export type ShownMailbox = { name: string; address: string };

export type ShownAttachment = {
  /** Its place, from 0; what `attachment` takes. */
  n: number;
  filename: string | null;
  contentType: string;
  /** Bytes, decoded. */
  size: number;
  contentId: string | null;
  disposition: string | null;
};

/**
 * Never rejects: of what cannot be parsed at all the beginning shows as text, and what no mail client writes (400,000
 * lines and more, thousands of parts) is cut off there.
 */
export const renderMessage = async (bytes: Uint8Array): Promise<Rendered> => {
  const email = await parseMessage(bytes);
  if (!email) return { ...NOTHING, text: textOf(bytes.subarray(0, UNPARSED_LIMIT)) };
  return {
    headers: email.headers.map(({ originalKey, value }) => ({
      name: originalKey,
      value: decodeWords(value),
    })),
    from: mailboxes(email, 'from'),
    to: mailboxes(email, 'to'),
    cc: mailboxes(email, 'cc'),
    subject: email.subject ?? '',
    date: email.date ?? null,
    text: email.text ?? null,
    html: email.html ?? null,
    remote: viewHtml(email.html ?? '', { remote: false }).remote,
    attachments: email.attachments.map(shownAttachment),
  };
};

/** The content of attachment `n`, decoded; null where there is none. */
export const attachment = async (
  bytes: Uint8Array,
  n: number,
): Promise<{ filename: string | null; contentType: string; content: Uint8Array<ArrayBuffer> } | null> => {
  const found = (await parseMessage(bytes))?.attachments[n];
  if (!found) return null;
  const { filename, contentType } = shownAttachment(found, n);
  return { filename, contentType, content: contentOf(found) };
};

const NOTHING: Rendered = {
  headers: [],
  from: [],
  to: [],
  cc: [],
  subject: '',
  date: null,
  text: null,
  html: null,
  remote: { images: 0, other: 0 },
  attachments: [],
};

/** What is shown of a message that does not parse. */
const UNPARSED_LIMIT = 1024 * 1024;

/** Null where it cannot be parsed at all. */
export const parseMessage = async (bytes: Uint8Array): Promise<Email | null> => {
  try {
    return await PostalMime.parse(beginning(bytes), { maxNestingDepth: 64, maxHeadersSize: 1024 * 1024 });
  } catch {
    return null;
  }
};

/** From every field of the name: of two From fields a reader should see both. */
const mailboxes = ({ headers }: Email, key: string): ShownMailbox[] =>
  headers
    .filter((header) => header.key === key)
    .flatMap(({ value }) => addressParser(value).flatMap(ungrouped));

const ungrouped = (address: Address): ShownMailbox[] =>
  address.group ?? [{ name: address.name, address: address.address ?? '' }];

const shownAttachment = (found: Attachment, n: number): ShownAttachment => ({
  n,
  filename: found.filename,
  contentType: found.mimeType,
  size: contentOf(found).length,
  contentId: found.contentId ?? null,
  disposition: found.disposition,
});

export const contentOf = ({ content }: Attachment): Uint8Array<ArrayBuffer> =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
