/** A form that sends with its own envelope, but claims to be its visitor in the header. */

import type { FormBackEnd } from './back-end.ts';

export const visitorInFrom: FormBackEnd = (visitor, shop) => ({
  // MAIL FROM: the shop
  envelope: {
    from: shop,
    to: shop,
  },
  // From: the visitor
  from: visitor,
  to: shop,
  subject: `Contact: ${visitor.name}`,
  text: visitor.message,
  headers: {
    'X-Mailer': 'ContactForm/1.0',
  },
});
