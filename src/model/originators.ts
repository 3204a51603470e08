/** Who wrote and who sent a message: the fields that the policy judges, read once and strictly. */

import type { Mailbox } from './mailbox.ts';
import type { Defect } from './result.ts';

export type Originators = {
  /** How many From fields there are, disguised ones counted. */
  fromCount: number;
  /** Its mailboxes; empty where it cannot be read with certainty. */
  from: Mailbox[];
  /** What makes From, or the header block around it, unsafe to read; empty when all is well. */
  fromDefects: Defect[];
  /** Sender, Resent-From and Resent-Sender, each as often as it stands there. */
  others: { field: string; mailboxes: Mailbox[]; defects: Defect[] }[];
};
