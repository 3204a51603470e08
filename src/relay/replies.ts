/** The replies of a connection that no rule makes. */

import type { Reply } from '../model/decision.ts';

export const SHUTTING_DOWN: Reply = {
  code: 421,
  enhanced: '4.3.2',
  text: 'Service shutting down, try again later',
};
export const TOO_MANY: Reply = {
  code: 421,
  enhanced: '4.3.2',
  text: 'Too many connections, try again later',
};
export const TOO_SLOW: Reply = { code: 421, enhanced: '4.4.2', text: 'Timeout, closing connection' };
export const SYNTAX_DATA: Reply = { code: 501, enhanced: '5.5.4', text: 'Syntax: DATA' };

/** Replies are ASCII (RFC 5321 section 4.2), whatever of the client's words they repeat. */
export const printable = (text: string): string =>
  UNPRINTABLE.test(text) ? text.replace(UNPRINTABLES, '?') : text;

const UNPRINTABLE = /[^ -~]/;
const UNPRINTABLES = /[^ -~]/gu;
