/** Where the protocol library asks the relay: one object a connection. */

import type { Readable } from 'node:stream';
import type { Reply } from '../model/decision.ts';

/** What the relay does at each point of one connection. A command handler answers by its promise; it must not throw. */
export type Handlers = {
  /** A line of the dialogue that is free of secrets. */
  said(from: 'client' | 'server', text: string): void;
  /** Before the greeting; a reply refuses the connection, `'drop'` closes it without one. */
  connected(): Answer | null | Promise<Answer | null>;
  greeted(helo: string): void;
  secured(cipher: string): void;
  /** EHLO, HELO, RSET, the end of a message: the transaction is over. */
  reset(): void;
  /** Before each command; an answer refuses it and ends the connection, a promise makes it wait. */
  command(bytes: number): Answer | null | Promise<Answer | null>;
  /** Whether EHLO names AUTH. */
  offersAuth(): boolean;
  /** Refuses an AUTH command by its form, its mechanism or for want of TLS; null lets the exchange begin. */
  authBegins(line: Uint8Array): Reply | null;
  /** Refuses what answers a challenge but cannot be read, which ends the exchange; null lets it go on. */
  authGoesOn(line: Uint8Array): Reply | null;
  /** `password` null where the exchange asked for what nobody may. */
  authenticate(credentials: {
    mechanism: string;
    username: string;
    password: string | null;
  }): Promise<Answer>;
  mail(line: Buffer): Promise<Answer>;
  rcpt(line: Buffer): Promise<Answer>;
  /** Whether DATA may begin now. */
  dataBegins(): Reply | null;
  data(stream: Readable): Promise<Answer>;
  closed(reason: string): void;
};

/** `'drop'` closes the connection without a reply. */
export type Answer = Reply | 'drop';

/** How long a client may take, in ms of real time, whatever it trickles. */
export type Patience = { command: number; message: number };

/** What the relay may see of a connection. */
export type ConnectionView = {
  remoteAddress: string;
  remotePort: number;
  localPort: number;
  /** What HELO or EHLO said last, '' before. */
  helo(): string;
  /** RFC 3848: `ESMTPSA` and so on. */
  protocol(): string;
};
