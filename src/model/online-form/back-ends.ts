/** The three ways in which online forms send. */

import type { FormBackEnd, FormKind } from './back-end.ts';
import { visitorInEnvelope } from './visitor-in-envelope.ts';
import { visitorInFrom } from './visitor-in-from.ts';
import { visitorInReplyTo } from './visitor-in-reply-to.ts';

export const FORM_BACK_ENDS: Readonly<Record<FormKind, FormBackEnd>> = {
  'visitor-in-envelope': visitorInEnvelope,
  'visitor-in-from': visitorInFrom,
  'visitor-in-reply-to': visitorInReplyTo,
};
