/** The online form of the page `/demo/form`: what a visitor typed, sent by one of three back-ends. */

import { z } from 'zod';
import { FORM_KINDS } from '../../model/online-form/back-end.ts';
import { operation } from './operation.ts';

/** What no header field may hold, of whatever kind: control characters, and what some readers take for a new line. */
const NO_LINE = /^[^\p{Cc}\u2028\u2029]*$/u;
// oxlint-disable-next-line no-control-regex -- they are what is refused
const NO_CONTROL = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/;

export const FormSubmission = z
  .strictObject({
    backEnd: z.enum(FORM_KINDS).describe('Where the form puts its visitor'),
    username: z
      .string()
      .min(1, { error: 'is required: name the user that the form logs in as' })
      .max(64)
      .regex(NO_LINE, { error: 'must not hold control characters' }),
    password: z
      .string()
      .min(1, { error: 'is required: the form logs in with it; it is not kept' })
      .max(200)
      .regex(NO_LINE, { error: 'must not hold control characters' }),
    address: z
      .string()
      .trim()
      .max(320)
      .describe('The form’s own address; its mails go there, and nowhere else'),
    visitor: z.strictObject({
      name: z
        .string()
        .trim()
        .min(1, { error: 'is required: a visitor has a name' })
        .max(100, { error: 'must be 100 characters at most' })
        .regex(NO_LINE, { error: 'must be one line, without control characters' }),
      address: z.string().trim().max(320).describe('The visitor’s address'),
      message: z
        .string()
        .min(1, { error: 'is required: the visitor asks something' })
        .max(10_000, { error: 'must be 10,000 characters at most' })
        .regex(NO_CONTROL, { error: 'must not hold control characters' }),
    }),
  })
  .meta({ id: 'FormSubmission' });
export type FormSubmission = z.input<typeof FormSubmission>;

export const FormOutcome = z
  .strictObject({
    accepted: z.boolean(),
    reply: z.string().describe('What the server said last, as the form’s mailer got it'),
    rule: z.string().nullable().describe('The rule that refused; null where none did or none is named'),
    decisionId: z.string().nullable().describe('GET /api/decisions/{id}'),
  })
  .meta({ id: 'FormOutcome' });
export type FormOutcome = z.infer<typeof FormOutcome>;

export const formOperations = {
  submitForm: operation({
    id: 'submitForm',
    method: 'post',
    path: '/api/lists/{list}/demo/form',
    summary: 'Sends what a visitor typed into an online form, over SMTP',
    description:
      'The form logs in as the user named, over SMTP, so that every rule holds; a refusal is answered with 200. ' +
      'Its mail goes to the form’s own address.',
    body: FormSubmission,
    answers: { 200: FormOutcome },
    problems: ['not-found', 'submission-failed'],
  }),
};
