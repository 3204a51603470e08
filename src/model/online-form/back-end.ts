/** An online form's back-end: what it makes of what a visitor typed, as the mail that it hands to its mailer. */

/** Where a form puts its visitor. Only the last is how it should be done. */
export const FORM_KINDS = ['visitor-in-envelope', 'visitor-in-from', 'visitor-in-reply-to'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

export type Visitor = { name: string; address: string; message: string };

/** A mail as nodemailer takes it: the envelope apart from the header. */
export type FormMail = {
  envelope: { from: string; to: string };
  from: string | { name: string; address: string };
  replyTo?: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  headers: Readonly<Record<string, string>>;
};

/** `shop` is the form's own address, to which its mails go as well. Pure: the page shows the source, the service runs it. */
export type FormBackEnd = (visitor: Visitor, shop: string) => FormMail;
