import { expect, test } from 'vitest';

import type { Visitor } from './back-end.ts';
import { FORM_KINDS } from './back-end.ts';
import { FORM_BACK_ENDS } from './back-ends.ts';

const visitor: Visitor = { name: 'Vera', address: 'vera@visitor.test', message: 'Do you ship to Malta?' };

const rest = {
  to: 'shop@acme.test',
  subject: 'Contact: Vera',
  text: 'Do you ship to Malta?',
  headers: { 'X-Mailer': 'ContactForm/1.0' },
};

test.each([
  [
    'visitor-in-envelope',
    { envelope: { from: 'vera@visitor.test', to: 'shop@acme.test' }, from: visitor, ...rest },
  ],
  ['visitor-in-from', { envelope: { from: 'shop@acme.test', to: 'shop@acme.test' }, from: visitor, ...rest }],
  [
    'visitor-in-reply-to',
    {
      envelope: { from: 'shop@acme.test', to: 'shop@acme.test' },
      from: 'shop@acme.test',
      replyTo: visitor,
      ...rest,
    },
  ],
] as const)('%s puts the visitor there, and marks its mail as a form does', (kind, mail) => {
  expect(FORM_BACK_ENDS[kind](visitor, 'shop@acme.test')).toEqual(mail);
});

test('there is a back-end of each kind', () => {
  expect(Object.keys(FORM_BACK_ENDS)).toEqual([...FORM_KINDS]);
});
