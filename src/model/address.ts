/** An address (RFC 5321 Mailbox, RFC 5322 addr-spec): local part and domain, parsed once, in canonical form. */

import type { Domain } from './domain.ts';

export type Address = {
  /** What it means: unquoted, backslashes resolved, case as written, NFC. */
  local: string;
  domain: Domain;
};
