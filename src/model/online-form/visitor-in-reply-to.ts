/** A form as it should be: it sends as its own address, and an answer goes to the visitor. */

import type { FormBackEnd } from './back-end.ts';

export const visitorInReplyTo: FormBackEnd = (visitor, shop) => ({
  // MAIL FROM: the shop
  envelope: {
    from: shop,
    to: shop,
  },
  // From: the shop
  from: shop,
  // An answer goes to the visitor
  replyTo: visitor,
  to: shop,
  subject: `Contact: ${visitor.name}`,
  text: visitor.message,
  headers: {
    'X-Mailer': 'ContactForm/1.0',
  },
});
