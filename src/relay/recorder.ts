/** What a session leaves behind: its record for the store, updated as it goes on. */

import type { Action, StoredDecision } from '../model/decision.ts';
import type { Session, SessionOutcome, StoredSession } from '../model/session.ts';
import { createTranscript, type Transcript } from './transcript.ts';

export type Recorder = {
  readonly id: string;
  readonly transcript: Transcript;
  /** A user of a list is known, by a login that succeeded or failed. */
  belongsTo(list: string, username: string): void;
  /** Of that user; null before. */
  username(): string | null;
  greeted(helo: string): void;
  secured(cipher: string): void;
  decided(decision: StoredDecision): void;
  accepted(messageId: string): void;
  /** Only the first reason counts. */
  ended(reason: string, at: number): void;
  /** Whether anything is new since the last `snapshot`, and that one is missing or `staleMs` old. */
  isStale(now: number, staleMs: number): boolean;
  snapshot(): StoredSession;
};

export type Connected = Pick<Session, 'id' | 'startedAt' | 'clientAddress' | 'clientPort' | 'port'>;

export const createRecorder = (connected: Connected, now: () => number): Recorder => {
  const transcript = createTranscript(now);
  const session: Session = {
    ...connected,
    list: null,
    endedAt: null,
    tls: null,
    helo: '',
    username: null,
    outcome: 'none',
    rule: null,
    ending: null,
    decisions: [],
    messages: [],
    accepted: 0,
    refused: 0,
  };
  let dirty = true;
  let storedAt = -Infinity;
  return {
    id: connected.id,
    transcript: {
      lines: transcript.lines,
      add(...line) {
        dirty = true;
        transcript.add(...line);
      },
    },
    belongsTo(list, username) {
      dirty = true;
      session.list = list;
      session.username = username;
    },
    username: () => session.username,
    greeted(helo) {
      dirty = true;
      session.helo = helo;
    },
    secured(cipher) {
      dirty = true;
      session.tls = cipher;
    },
    decided(decision) {
      dirty = true;
      push(session.decisions, decision.id);
      session.outcome = worse(session.outcome, decision.action);
      if (decision.action === 'accept') session.accepted += 1;
      else session.refused += 1;
      session.rule ??= decision.rule;
    },
    accepted(messageId) {
      dirty = true;
      push(session.messages, messageId);
    },
    ended(reason, at) {
      dirty = true;
      session.ending ??= reason;
      session.endedAt ??= Math.max(at, session.startedAt);
    },
    // A clock that was set back since must not keep the record away for as long as that.
    isStale: (at, staleMs) => dirty && Math.abs(at - storedAt) >= staleMs,
    snapshot() {
      dirty = false;
      storedAt = now();
      return {
        ...session,
        decisions: session.decisions.slice(),
        messages: session.messages.slice(),
        transcript: transcript.lines(),
      };
    },
  };
};

const ORDER: readonly SessionOutcome[] = ['none', 'accept', 'defer', 'reject'];

const worse = (a: SessionOutcome, b: Action): SessionOutcome => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a);

const MAX_IDS = 1000;

const push = (ids: string[], id: string): void => {
  if (ids.at(-1) === id) return;
  ids.push(id);
  if (ids.length > 2 * MAX_IDS) ids.splice(0, MAX_IDS);
};
