/** The three back-ends as the page shows them: in the words of people, and with the very source that the service runs. */

// oxlint-disable import/default -- the text of a file is what Vite makes of `?raw`
import { FORM_KINDS, type FormKind } from '../../../src/model/online-form/back-end.ts';
import inEnvelope from '../../../src/model/online-form/visitor-in-envelope.ts?raw';
import inFrom from '../../../src/model/online-form/visitor-in-from.ts?raw';
import inReplyTo from '../../../src/model/online-form/visitor-in-reply-to.ts?raw';

export type ShownBackEnd = { kind: FormKind; title: string; words: string; source: string };

/** What the file gives to the mailer, as a call of nodemailer's: `visitor` and `shop` are what the form knows. */
export const sourceOf = (file: string): string => {
  const [, mail] = /=> \((\{\n[\s\S]*\n\})\);\n$/.exec(file) ?? [];
  if (mail === undefined) throw new Error(`no mail is made in: ${file}`);
  return `transport.sendMail(${mail});`;
};

const SHOWN: Readonly<Record<FormKind, Omit<ShownBackEnd, 'kind'>>> = {
  'visitor-in-envelope': {
    title: 'Visitor in MAIL FROM and From',
    words: 'It claims to be its visitor, in the envelope and in the header.',
    source: sourceOf(inEnvelope),
  },
  'visitor-in-from': {
    title: 'Visitor in From only',
    words: 'The envelope is its own, but the header claims to be its visitor.',
    source: sourceOf(inFrom),
  },
  'visitor-in-reply-to': {
    title: 'Own address, visitor in Reply-To',
    words: 'As it should be: it sends as itself, and an answer goes to the visitor.',
    source: sourceOf(inReplyTo),
  },
};

export const BACK_ENDS: readonly ShownBackEnd[] = FORM_KINDS.map((kind) => ({ kind, ...SHOWN[kind] }));
