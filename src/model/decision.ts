/** The record of what the policy answered: the reply, and what each rule looked at. */

import type { SenderKind } from './sender.ts';

export type Action = 'accept' | 'reject' | 'defer';

/** A reply of RFC 5321 section 4.2 with its enhanced code of RFC 3463; `enhanced` is '' where none is due. */
export type Reply = { code: number; enhanced: string; text: string };

export type RuleOutcome = { id: string; outcome: 'pass' | 'fail' | 'not-reached'; detail: string };

/** A sender that let something through. */
export type Grant = { id: string; kind: SenderKind; value: string };

export type Decision = {
  id: string;
  /** ms since the epoch. */
  at: number;
  action: Action;
  /** The rule whose reply went out; null when accepted. */
  rule: string | null;
  /** As it went out, ending with `[rule-id decision-id]`. */
  reply: Reply;
  /** What to do next; '' when accepted. */
  advice: string;
  /** Every rule of the catalogue, in its order. */
  rules: RuleOutcome[];
  username: string | null;
  mailFrom: string | null;
  headerFrom: string[];
  /** The senders that granted MAIL FROM and From; empty unless accepted. */
  grantedBy: Grant[];
};

/** A decision with where it belongs. */
export type StoredDecision = Decision & {
  /** null where no list is known, as for an unknown user. */
  list: string | null;
  sessionId: string | null;
  messageId: string | null;
  /** The header block of a refused message, 16 KiB at most, as Latin-1; null where there was none. */
  header: string | null;
};
