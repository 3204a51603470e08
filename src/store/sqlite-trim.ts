/** Lets go of what is beyond the retention, now and then: readers hide the little that is. */

import type { Statements } from './sqlite-statements.ts';

export const createTrim = (sql: Statements, kept: number, remembered: number) => {
  const grown = {
    decisions: new Map<string, number>(),
    sessions: new Map<string, number>(),
    gone: new Map<string, number>(),
  };
  const trims = {
    decisions(list: string) {
      const beyond = sql.beyond.get(list, kept)?.['seq'];
      if (beyond !== undefined) dropDecisions(sql, list, Number(beyond));
    },
    sessions: (list: string) => sql.trimSessions.run(list, kept),
    gone: () => sql.trimGone.run(remembered),
  };
  const due = new Map<string, () => void>();
  return {
    grew(table: keyof typeof grown, list: string): void {
      const count = (grown[table].get(list) ?? 0) + 1;
      const slack = (table === 'gone' ? remembered : kept) / 20;
      grown[table].set(list, count > slack ? 0 : count);
      if (count > slack) due.set(`${table} ${list}`, () => trims[table](list));
    },
    /** To be called within the transaction. */
    due(): void {
      for (const trimNow of due.values()) trimNow();
      due.clear();
    },
  };
};

/** Drops the decisions of the list up to this number. */
export const dropDecisions = (sql: Statements, list: string, upTo: number): void => {
  for (const drop of [sql.dropDecisionIds, sql.dropDecisionSessions, sql.dropDecisions]) drop.run(list, upTo);
};
