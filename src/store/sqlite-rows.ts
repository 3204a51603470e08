/** What the threads of the SQLite store say to each other: writes as compact rows, and how records become rows and back. */

import type { Action, RuleOutcome, StoredDecision } from '../model/decision.ts';
import type { Message } from '../model/message.ts';
import type { SessionOutcome, StoredSession, TranscriptLine } from '../model/session.ts';
import type { Change } from './directory.ts';
import type { DeliveryRow, DeliveryWrite } from './sqlite-deliveries.ts';
import type { Bounds } from './store.ts';
import { fold } from '../model/address-query.ts';

/** A write, as the main thread hands it to the writer's. Several go in one batch, and come to disk with one fsync. */
export type Write =
  | [
      'message',
      row: MessageRow,
      content: ContentRef,
      decision: DecisionRow | null,
      delivery: DeliveryRow | null,
    ]
  | DeliveryWrite
  | ['decision', row: DecisionRow]
  | ['session', row: SessionRow]
  | ['rule-set', id: number, ids: string]
  | ['touch', user: string, at: number]
  | ['change', changes: Change[]]
  | ['delete-message', id: string]
  | ['delete-messages', list: string]
  | ['sweep', list: string, bounds: Bounds, limit: number];

/** How many bytes of the batch's buffer, where they lie one after the other; a file of the folder may follow, `size` counts both. */
export type ContentRef = number | { head: number; file: string; size: number };

export type Batch = { writes: Write[]; bytes: Uint8Array };

/** What came of a batch, sparse: outcomes by the place of the write, and the words of those that failed. */
export type BatchResult = { values: [at: number, value: unknown][]; failures: [at: number, words: string][] };

export type MessageRow = [
  id: string,
  list: string,
  at: number,
  authors: string,
  recipients: string,
  record: string,
];
export type DecisionRow = [
  id: string,
  list: string,
  session: string | null,
  action: Action,
  rule: string | null,
  record: string,
];
export type SessionRow = [
  id: string,
  list: string,
  foldedName: string | null,
  outcome: SessionOutcome,
  rule: string | null,
  accepted: number,
  refused: number,
  record: string,
  transcript: string,
];

export const messageRow = (message: Message): MessageRow => [
  message.id,
  message.list,
  message.at,
  lines([message.mailFrom, ...message.headerFrom]),
  lines(message.rcptTo),
  JSON.stringify(message),
];

export const parseMessage = (record: string): Message => JSON.parse(record) as Message;

/** The texts, folded, each between line feeds: what `instr` looks in for an address or the end of one. */
const lines = (texts: readonly string[]): string => `\n${fold(texts.join('\n'))}\n`;

/**
 * `rules` names 19 or more rules at every decision and always the same, so that their ids are kept once (`set`),
 * their outcomes as one letter each, and only the details in full.
 */
export const decisionRow = (decision: StoredDecision, set: number): DecisionRow => {
  const { id, list, sessionId, action, rule, rules, ...rest } = decision;
  let outcomes = '';
  for (const { outcome } of rules) outcomes += LETTERS[outcome];
  const record = JSON.stringify([set, outcomes, rules.map(({ detail }) => detail), rest]);
  return [id, list ?? '', sessionId, action, rule, record];
};

export const parseDecision = (
  row: {
    id: string;
    list: string;
    session: string | null;
    action: string;
    rule: string | null;
    record: string;
  },
  idsOf: (set: number) => readonly string[],
): StoredDecision => {
  const [set, outcomes, details, rest] = JSON.parse(row.record) as [number, string, string[], Rest];
  const rules = idsOf(set).map((id, at) => ({
    id,
    outcome: OUTCOMES[outcomes[at] ?? '-'] ?? 'not-reached',
    detail: details[at] ?? '',
  }));
  const { id, rule } = row;
  return {
    ...rest,
    id,
    list: row.list || null,
    sessionId: row.session,
    action: row.action as Action,
    rule,
    rules,
  };
};

type Rest = Omit<StoredDecision, 'id' | 'list' | 'sessionId' | 'action' | 'rule' | 'rules'>;

const LETTERS: Record<RuleOutcome['outcome'], string> = { pass: 'p', fail: 'f', 'not-reached': '-' };
const OUTCOMES: Record<string, RuleOutcome['outcome'] | undefined> = {
  p: 'pass',
  f: 'fail',
  '-': 'not-reached',
};

export const sessionRow = ({ transcript, ...session }: StoredSession): SessionRow => [
  session.id,
  session.list ?? '',
  session.username === null ? null : fold(session.username),
  session.outcome,
  session.rule,
  session.accepted,
  session.refused,
  JSON.stringify(session),
  JSON.stringify(
    transcript.map(({ ms, from, text, tls }) => [ms, (from === 'client' ? 1 : 0) + (tls ? 2 : 0), text]),
  ),
];

export const parseSession = (record: string, transcript: string): StoredSession => ({
  ...(JSON.parse(record) as Omit<StoredSession, 'transcript'>),
  transcript: (JSON.parse(transcript) as [number, number, string][]).map(
    ([ms, flags, text]): TranscriptLine => ({
      ms,
      from: flags & 1 ? 'client' : 'server',
      text,
      tls: (flags & 2) !== 0,
    }),
  ),
});
