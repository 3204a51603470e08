/** The mail that asks a sender's owner to confirm: text and HTML, with exactly one link in each. */

import { displaySender } from '../model/display-sender.ts';
import type { Message } from '../model/message.ts';
import { NORMAL } from '../model/priority.ts';
import type { Sender } from '../model/sender.ts';
import { encodePart, encodeUnstructured } from './mime.ts';

export type VerificationMail = {
  /** Of the message. */
  id: string;
  sender: Sender;
  listName: string;
  link: string;
  /** ms since the epoch, both. */
  at: number;
  expiresAt: number;
};

export const VERIFICATION_FROM = 'verify@smtp-plus.invalid';

/** To the address itself; for a domain to the mailbox that each domain with mail must have (RFC 5321 section 4.5.1). */
export const ownerOf = ({ kind, value }: Pick<Sender, 'kind' | 'value'>): string =>
  kind === 'domain' ? `postmaster@${value}` : value;

export const writeVerificationMail = (mail: VerificationMail): { message: Message; content: Uint8Array } => {
  const { id, sender, at } = mail;
  const owner = ownerOf(sender);
  const subject = `Verify ${displaySender(sender.value)} for SMTP+`;
  const from = `SMTP+ verification <${VERIFICATION_FROM}>`;
  const messageId = `<${id}@smtp-plus.invalid>`;
  const boundary = `=_${id}`;
  const lines = [
    `From: ${from}`,
    // A local part beyond ASCII stands here as it is (RFC 6532); its domain is in A-labels.
    `To: ${owner}`,
    `Subject: ${encodeUnstructured(subject)}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageId}`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    encodePart('text/plain', textOf(mail)),
    `--${boundary}`,
    encodePart('text/html', htmlOf(mail)),
    `--${boundary}--`,
    '',
  ];
  const content = new TextEncoder().encode(lines.join('\r\n'));
  const message: Message = {
    id,
    list: sender.list,
    kind: 'verification',
    at,
    mailFrom: VERIFICATION_FROM,
    rcptTo: [owner],
    headerFrom: [VERIFICATION_FROM],
    from,
    to: owner,
    subject,
    messageId,
    size: content.length,
    priority: NORMAL,
    userId: null,
    username: null,
    helo: '',
    sessionId: null,
    decisionId: null,
  };
  return { message, content };
};

const textOf = (mail: VerificationMail): string => {
  const { asks, shown, inFull, allows, until, ignore } = words(mail);
  return `${asks}

    ${shown}
${inFull === '' ? '' : `    ${inFull}\n`}
To confirm, open this page and press its button:

${mail.link}

${allows}
${until}

${ignore}
`;
};

const htmlOf = (mail: VerificationMail): string => {
  const { asks, shown, inFull, allows, until, ignore } = words(mail);
  return `<!doctype html>
<html lang="en">
<body>
<p>${escape(asks)}</p>
<p><strong>${escape(shown)}</strong>${inFull === '' ? '' : `<br>\n${escape(inFull)}`}</p>
<p><a href="${escape(mail.link)}">Open the page to verify ${escape(shown)}</a>
and press its button.</p>
<p>${escape(allows)}
${escape(until)}</p>
<p>${escape(ignore)}</p>
</body>
</html>
`;
};

/** What both parts say, in short lines. */
const words = ({ sender: { kind, value }, listName, expiresAt }: VerificationMail) => {
  const list = plain(listName);
  const shown = displaySender(value);
  return {
    shown,
    // Look-alikes are told apart by the name that is really used.
    inFull: shown === value ? '' : `In full: ${value}`,
    asks: `The SMTP+ list "${list}" asks to send mail as this ${kind}:`,
    allows: `Once you confirm, SMTP+ users of the list "${list}" that name it may send as\n${
      kind === 'domain'
        ? 'any address of exactly this domain, though not of its sub-domains.'
        : 'this address.'
    }`,
    until: `The link works once, until ${new Date(expiresAt).toUTCString()}.`,
    ignore: `If you do not expect this, ignore this mail: unless you confirm, nobody can\nsend as ${shown} through this list.`,
  };
};

/** A list is named by people: no line end or control of theirs gets in, and no second link. */
const plain = (name: string): string =>
  name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll('://', ': //');

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
