/** A mailbox of RFC 5322 section 3.4: an address, perhaps with a display name. */

import type { Address } from './address.ts';

export type Mailbox = { /** Unquoted, encoded words decoded; '' where there is none. */ name: string; address: Address };
