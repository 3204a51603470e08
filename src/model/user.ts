/** An SMTP+ user: a set of credentials with status, priority, note and the senders it names. */

import type { Priority } from './priority.ts';
import type { SenderKey } from './sender.ts';

export type User = {
  id: string;
  /** The list that the user belongs to. */
  list: string;
  /** Unique over all lists, compared without ASCII case. */
  username: string;
  active: boolean;
  priority: Priority;
  note: string;
  /** Keys of the senders named, in the order in which they were written. */
  senders: SenderKey[];
  /** Milliseconds since the epoch, as all instants of the model. */
  createdAt: number;
  updatedAt: number;
  passwordChangedAt: number;
  lastUsedAt: number | null;
};

/** A user as stored, with what proves the password. Never leaves the service. */
export type StoredUser = User & { passwordHash: string };
