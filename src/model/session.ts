/** One SMTP connection: who, where, what was said, and what was decided. */

import type { Action } from './decision.ts';

/** One line of the dialogue, secrets blanked. */
export type TranscriptLine = {
  /** Milliseconds since the session began. */
  ms: number;
  from: 'client' | 'server';
  text: string;
  tls: boolean;
};

/** `none`: nothing was decided. Otherwise the worst of its decisions: reject, then defer, then accept. */
export type SessionOutcome = Action | 'none';

export type Session = {
  id: string;
  /** null until a user of a list is known. */
  list: string | null;
  startedAt: number;
  /** null while it is open. */
  endedAt: number | null;
  clientAddress: string;
  clientPort: number;
  port: number;
  /** e.g. `TLSv1.3 TLS_AES_256_GCM_SHA384`; null in plain text. */
  tls: string | null;
  helo: string;
  username: string | null;
  outcome: SessionOutcome;
  /** Rule of the first refusal. */
  rule: string | null;
  /** How it ended: `quit`, `closed` by the client, `timeout`, `refused` (by a 421), `error`, `shutdown`; null while open. */
  ending: string | null;
  /** Ids, oldest first; of a long session the newest 1,000. */
  decisions: string[];
  messages: string[];
  /** How many were accepted and refused in all. */
  accepted: number;
  refused: number;
};

export type StoredSession = Session & { transcript: TranscriptLine[] };
