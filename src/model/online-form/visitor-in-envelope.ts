/** A form that claims to be its visitor, in the envelope and in the header. */

import type { FormBackEnd } from './back-end.ts';

export const visitorInEnvelope: FormBackEnd = (visitor, shop) => ({
  // MAIL FROM: the visitor
  envelope: {
    from: visitor.address,
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
