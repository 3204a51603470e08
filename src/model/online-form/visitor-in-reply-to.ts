/** A form as it should be: it sends as its own address, and an answer goes to the visitor. */

import type { FormBackEnd } from './back-end.ts';

export const visitorInReplyTo: FormBackEnd = (visitor, shop) => ({
  // MAIL FROM: the shop
  envelope: { from: shop, to: shop },
  // From: the shop; an answer goes to the visitor
  from: { name: 'Contact form', address: shop },
  replyTo: { name: visitor.name, address: visitor.address },
  to: shop,
  subject: `A question from ${visitor.name}`,
  text: visitor.message,
  headers: { 'X-Mailer': 'ContactForm/1.0' },
});
