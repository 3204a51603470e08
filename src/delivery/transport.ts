/** What a transport to a next hop does, whatever stands behind it. */

import type { RecipientReply } from '../model/delivery.ts';

export type Letter = {
  mailFrom: string;
  /** At least one, each once. */
  recipients: readonly string[];
  /** Bytes of the content. */
  size: number;
  /** Whether its header is one that only SMTPUTF8 allows (RFC 6532). */
  utf8Header: boolean;
  content: AsyncIterable<Uint8Array>;
};

export type Sent = {
  /** False where it did not come to MAIL: no connection, no TLS, no login. The next hop is at fault, not the message. */
  reached: boolean;
  /** The TLS version; null for plain text, or where it did not come to that. */
  tls: string | null;
  /** What the next hop said at last, or what kept it from saying anything. */
  reply: string;
  /** The connection was lost behind the last byte of the message: the next hop may have taken it. */
  perhapsTaken: boolean;
  /** One a recipient, in order. */
  replies: RecipientReply[];
};

export type Transport = {
  /** `host:port`, for people. */
  readonly hop: string;
  /** Never rejects. The bytes arrive as they are, but for the dots of RFC 5321 section 4.5.2. */
  send(letter: Letter): Promise<Sent>;
  /** How many connections are open. */
  connections(): number;
  /** Breaks off what is under way, which is answered as a lost connection, and closes what is open. */
  close(): void;
};
