/** Faults: replies made on purpose, per list, so that people can test their own client against them. */

import { RE2JS } from 're2js';

export const FAULT_STAGES = ['connect', 'auth', 'mail', 'rcpt', 'data'] as const;
export type FaultStage = (typeof FAULT_STAGES)[number];

export type FaultEffect =
  | { code: number; enhanced: string; text: string }
  | { delayMs: number }
  | { disconnect: true };

export type Fault = {
  when: {
    stage: FaultStage;
    /** Only for this user name. */
    user?: string | undefined;
    /**
     * A regular expression as `compilePattern` takes it, without case, on what the stage is about: the client's address at connect, the user name at
     * auth, the reverse-path at mail, the forward-path at rcpt, the header block at data.
     */
    matches?: string | undefined;
  };
  then: FaultEffect;
  /** How often it happens; without end where it is left out. */
  times?: number | undefined;
};

export type FaultSubject = { stage: FaultStage; username: string | null; text: string };

/** The faults of every list, in order; the first that meets the subject happens and is counted. */
export type Faults = {
  get(list: string): readonly Fault[];
  set(list: string, faults: readonly Fault[]): void;
  /** The fault that happens now, if any. `list` null (before login): every list's `connect` faults are asked. */
  take(list: string | null, subject: FaultSubject): FaultEffect | null;
};

export const createFaults = (): Faults => {
  const lists = new Map<string, { fault: Fault; pattern: Pattern; left: number }[]>();
  return {
    get: (list) => (lists.get(list) ?? []).map(({ fault }) => fault),
    set(list, faults) {
      if (faults.length === 0) lists.delete(list);
      else
        lists.set(
          list,
          faults.map((fault) => ({
            fault,
            pattern: fault.when.matches === undefined ? ALL : (compilePattern(fault.when.matches) ?? NONE),
            left: fault.times ?? Infinity,
          })),
        );
    },
    take(list, subject) {
      const asked = list === null ? [...lists.values()].flat() : (lists.get(list) ?? []);
      const hit = asked.find(({ fault, pattern, left }) => left > 0 && meets(fault, pattern, subject));
      if (!hit) return null;
      hit.left -= 1;
      return hit.fault.then;
    },
  };
};

export type Pattern = { test(text: string): boolean };

/**
 * RE2's syntax, without case. It takes time by the length of the text only, whatever pattern and text are: one that backs up
 * could keep every session waiting. Null where it is none, such as with a look-ahead or a back-reference.
 */
export const compilePattern = (text: string): Pattern | null => {
  try {
    const pattern = RE2JS.compile(text, RE2JS.CASE_INSENSITIVE);
    return { test: (subject) => pattern.matcher(subject).find() };
  } catch {
    return null;
  }
};

const ALL: Pattern = { test: () => true };
const NONE: Pattern = { test: () => false };

const meets = ({ when }: Fault, pattern: Pattern, { stage, username, text }: FaultSubject): boolean =>
  when.stage === stage &&
  (when.user === undefined || when.user.toLowerCase() === username?.toLowerCase()) &&
  pattern.test(text.slice(0, 16_384));
