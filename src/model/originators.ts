/** Who wrote and who sent a message: the fields that the policy judges, read once and strictly. */

import { readHeaderBlock } from './header-block.ts';
import { parseMailboxList } from './mailbox.ts';
import type { HeaderBlock, HeaderField } from './header-block.ts';
import type { Mailbox, MailboxOptions } from './mailbox.ts';
import type { Defect } from './result.ts';

export type Originators = {
  /** How many From fields there are, disguised ones counted. */
  fromCount: number;
  /** Its mailboxes; empty where it cannot be read with certainty. */
  from: Mailbox[];
  /** What makes From, or the header block around it, unsafe to read; empty when all is well. */
  fromDefects: Defect[];
  /** Sender, Resent-From and Resent-Sender, each as often as it stands there. */
  others: { field: string; mailboxes: Mailbox[]; defects: Defect[] }[];
};

/**
 * Reads them from a header block, or from the bytes of a message. Never throws. Codes are those of `readHeaderBlock`
 * and `parseMailboxList`, and `sender-missing` (several mailboxes in From or Resent-From take a Sender, RFC 5322
 * section 3.6.2), `sender-several` (a Sender names one mailbox), `sender-repeated` (it stands once).
 */
export const readOriginators = (source: HeaderBlock | Uint8Array, options: MailboxOptions): Originators => {
  const block = source instanceof Uint8Array ? readHeaderBlock(source, options) : source;
  const from = only(fieldsOf(block, 'from'));
  const read = from ? readField(from, options) : { mailboxes: [], defects: [] };
  const unsafe = block.fromLines !== 1 || block.defects.length > 0;
  const missing =
    read.mailboxes.length > 1 && fieldsOf(block, 'sender').length === 0
      ? [senderMissing('From', 'Sender')]
      : [];
  return {
    fromCount: block.fromLines,
    from: unsafe ? [] : read.mailboxes,
    fromDefects: [...block.defects, ...read.defects, ...missing],
    others: [
      ...senders(block, 'Sender', options).map((sender, at) => (at === 0 ? sender : repeated(sender))),
      ...resentFroms(block, options),
      ...senders(block, 'Resent-Sender', options),
    ],
  };
};

/** What has defects has no mailboxes. */
type Read = { mailboxes: Mailbox[]; defects: Defect[] };
type Other = Originators['others'][number];

const fieldsOf = (block: HeaderBlock, name: string): HeaderField[] =>
  block.fields.filter((field) => field.name.toLowerCase() === name);

const only = <T>(items: T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

const readField = (field: HeaderField, options: MailboxOptions): Read => {
  if (field.defects.length > 0) return { mailboxes: [], defects: [...field.defects] };
  const read = parseMailboxList(field.body, options);
  return read.ok ? { mailboxes: read.value, defects: [] } : { mailboxes: [], defects: [read.error] };
};

const senders = (block: HeaderBlock, field: string, options: MailboxOptions): Other[] =>
  fieldsOf(block, field.toLowerCase()).map((sender) => {
    const read = readField(sender, options);
    const several = {
      code: 'sender-several',
      message: `"${field}" names ${read.mailboxes.length} mailboxes: name one`,
    };
    return read.mailboxes.length > 1
      ? { field, mailboxes: read.mailboxes, defects: [several] }
      : { field, ...read };
  });

const repeated = (other: Other): Other => ({
  ...other,
  defects: [
    ...other.defects,
    { code: 'sender-repeated', message: `"${other.field}" stands more than once: write one` },
  ],
});

const resentFroms = (block: HeaderBlock, options: MailboxOptions): Other[] =>
  fieldsOf(block, 'resent-from').map((field) => {
    const read = readField(field, options);
    const missing = read.mailboxes.length > 1 && fieldsOf(block, 'resent-sender').length === 0;
    return {
      field: 'Resent-From',
      ...read,
      ...(missing && { defects: [senderMissing('Resent-From', 'Resent-Sender')] }),
    };
  });

const senderMissing = (field: string, sender: string): Defect => ({
  code: 'sender-missing',
  message: `"${field}" names several mailboxes without a "${sender}": add a "${sender}" field that names the one who sends`,
});
