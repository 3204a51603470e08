/** A message that was accepted: what is known of it without reading its content. */

import type { Priority } from './priority.ts';

/** What brought a message here: an SMTP+ user, this service asking a sender's owner to verify, or telling of a failed delivery. */
export type MessageKind = 'relay' | 'verification' | 'bounce';

export type Message = {
  id: string;
  list: string;
  kind: MessageKind;
  /** When it was accepted, ms since the epoch. */
  at: number;
  /** Reverse-path and forward-paths of the envelope, as given by the client, without the brackets. */
  mailFrom: string;
  rcptTo: string[];
  /** Every address of the From field, as the policy read it. */
  headerFrom: string[];
  /** The From and To and Subject fields for display: unfolded, encoded words decoded. */
  from: string;
  to: string;
  subject: string;
  /** The Message-ID field, with its angle brackets. */
  messageId: string;
  /** Bytes of the stored message. */
  size: number;
  priority: Priority;
  userId: string | null;
  username: string | null;
  helo: string;
  sessionId: string | null;
  decisionId: string | null;
};

/**
 * The bytes of a message. Small ones are held; of a large one only the beginning is, and the rest lies in a file of its
 * own until it is committed, read in pieces, so that memory stays bounded.
 */
export type Content = Uint8Array | SpooledContent;

/**
 * The content is `head`, followed by the bytes of the file at `path`; `size` counts both. The file belongs to who wrote it,
 * until it is handed to a store: from that call on it is the store's, which keeps or removes it however the call ends.
 */
export type SpooledContent = { size: number; head: Uint8Array; path: string };
