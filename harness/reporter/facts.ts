/** What one scenario showed of the rules: read from the decisions that its tests attached, not from what it says of itself. */

import type { DecisionJson } from '../../src/http/contract/decisions.ts';

/** How often a rule met something in one scenario. */
export type Cell = {
  /** It passed. */
  passed: number;
  /** It refused, and its reply went out. */
  refused: number;
  /** It would have refused as well, but another's reply went out. */
  shadowed: number;
  /** It was not reached. */
  notReached: number;
  /** A decision of this cell, that which it refused where there is one. */
  decision: string;
};

export type ScenarioFacts = {
  /** Of the test in Playwright's reports. */
  id: string;
  title: string;
  /** Path from the root; of a dialogue its own file. */
  file: string;
  line: number;
  project: string;
  status: string;
  durationMs: number;
  /** The trace's file, from the report's folder; null where none was kept. */
  trace: string | null;
  /** By rule id, only those that decisions told of. */
  cells: Record<string, Cell>;
  /** The replies that went out for a rule, each kind once. */
  replies: SeenReply[];
};

export type SeenReply = { rule: string; code: number; enhanced: string };

export type Told = Pick<
  ScenarioFacts,
  'id' | 'title' | 'file' | 'line' | 'project' | 'status' | 'durationMs' | 'trace'
>;

export const factsOf = (told: Told, decisions: readonly DecisionJson[]): ScenarioFacts => {
  const cells: Record<string, Cell> = {};
  const replies = new Map<string, SeenReply>();
  for (const decision of decisions) {
    for (const { id, outcome } of decision.rules) {
      const cell = (cells[id] ??= {
        passed: 0,
        refused: 0,
        shadowed: 0,
        notReached: 0,
        decision: decision.id,
      });
      const kind = kindOf(outcome, decision.rule === id);
      cell[kind] += 1;
      if (kind === 'refused' && cell.refused === 1) cell.decision = decision.id;
    }
    const { rule, reply } = decision;
    if (rule !== null)
      replies.set(`${rule} ${reply.code} ${reply.enhanced}`, {
        rule,
        code: reply.code,
        enhanced: reply.enhanced,
      });
  }
  return { ...told, cells, replies: [...replies.values()] };
};

const kindOf = (outcome: DecisionJson['rules'][number]['outcome'], decided: boolean) => {
  if (outcome === 'pass') return 'passed';
  if (outcome === 'not-reached') return 'notReached';
  return decided ? 'refused' : 'shadowed';
};
