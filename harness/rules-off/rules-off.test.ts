import { describe, expect, test } from 'vitest';

import { RULES, type RuleId } from '../../src/policy/catalogue.ts';
import { decide } from '../../src/policy/decide.ts';
import { facts, NOW, request } from '../../src/policy/requests.test-data.ts';
import type { Cell, ScenarioFacts } from '../reporter/facts.ts';
import { makeReport } from '../reporter/report.ts';
import { findGaps, formatFindings, type Run } from './findings.ts';
import { ALL_ON, grepFor, inRounds, planRun } from './plan.ts';
import { policyWithout } from './policy-without.ts';

describe('the policy without a rule', () => {
  test('accepts what that rule alone refuses, and says that the rule is switched off', () => {
    const known = facts({ user: { username: 'bob', active: false } });
    expect(decide(request(), known, NOW).rule).toBe('user.active');
    const verdict = policyWithout(() => 'user.active')(request(), known, NOW);
    expect(verdict.action).toBe('accept');
    expect(verdict.rules.find(({ id }) => id === 'user.active')?.detail).toMatch(/^switched off/);
  });

  test('applies every rule again once none is off', () => {
    const known = facts({ user: { username: 'bob', active: false } });
    let off: RuleId | null = 'user.active';
    const policy = policyWithout(() => off);
    expect(policy(request(), known, NOW).action).toBe('accept');
    off = null;
    expect(policy(request(), known, NOW).rule).toBe('user.active');
  });

  test('refuses by every other rule as before', () => {
    const asked = request({ login: null });
    const { action, rule } = policyWithout(() => 'user.active')(asked, facts(), NOW);
    expect([action, rule]).toEqual(['reject', 'auth.required']);
  });
});

describe('the plan', () => {
  const saw = (id: string, rule: RuleId, more: Partial<ScenarioFacts> = {}): ScenarioFacts => {
    const cell: Cell = { passed: 0, refused: 1, shadowed: 0, notReached: 0, decision: 'd_1' };
    const cells = { [rule]: cell };
    const file = 'scenarios/a.scenario.ts';
    const told = { id, title: id, file, line: 1, project: 'scenarios', status: 'passed', durationMs: 100 };
    return { ...told, trace: null, cells, replies: [], ...more };
  };
  const plan = (most: number, ...scenarios: ScenarioFacts[]) =>
    planRun(makeReport({ commit: '', run: '', partial: null, shard: null }, scenarios), most).map(
      ({ rule, scenarios: chosen }) => `${rule ?? ALL_ON}: ${chosen.map(({ title }) => title).join(', ')}`,
    );

  test('has every rule, and before them the first scenario of each with every rule on', () => {
    const lines = plan(2, saw('one', 'from.single'), saw('two', 'message.size'));
    expect(lines).toHaveLength(RULES.length + 1);
    expect(lines[0]).toBe('every rule on: two, one');
    expect(lines).toContain('from.single: one');
    expect(lines).toContain('from.present: ');
  });

  test('takes the dialogue of the rule first, then the quickest, and no more than it may', () => {
    const dialogue = saw('own', 'from.single', { file: 'scenarios/rules/from.single.smtp', durationMs: 900 });
    const others = [
      saw('slow', 'from.single', { durationMs: 500 }),
      saw('quick', 'from.single', { durationMs: 5 }),
    ];
    expect(plan(2, ...others, dialogue)).toContain('from.single: own, quick');
    expect(plan(Infinity, ...others, dialogue)).toContain('from.single: own, quick, slow');
  });

  test('leaves out what failed with the rule on, and the narrow window', () => {
    const lines = plan(
      9,
      saw('broken', 'from.single', { status: 'failed' }),
      saw('narrow', 'from.single', { project: 'scenarios-narrow' }),
    );
    expect(lines).toContain('from.single: ');
  });

  test('takes as few rounds as can be, in each of which a scenario runs once', () => {
    const [one, two] = [
      { title: 'one', file: 'a' },
      { title: 'two', file: 'a' },
    ];
    const rounds = inRounds([
      { rule: null, scenarios: [one] },
      { rule: 'from.single', scenarios: [one, two] },
      { rule: 'message.size', scenarios: [two] },
    ]);
    expect(rounds.map((round) => Object.fromEntries(round))).toEqual([
      { one: null, two: 'from.single' },
      { one: 'from.single', two: 'message.size' },
    ]);
  });

  test('finds its scenarios by their whole titles, with the groups, whatever is in them', () => {
    const grep = grepFor(['rules › takes a (b) [c]', 'two']);
    const line = (title: string): string => `from.single a/b.scenario.ts ${title}`;
    for (const title of ['rules takes a (b) [c]', 'two', 'two @ui']) expect(line(title)).toMatch(grep);
    for (const title of ['rules takes a (b) [c] more', 'twotwo', 'takes a (b) [c]'])
      expect(line(title)).not.toMatch(grep);
    expect(line('two')).not.toMatch(grepFor([]));
  });
});

describe('the findings', () => {
  const broken = (rule: string, more: Partial<Run> = {}): Run => ({
    rule,
    title: `misses ${rule}`,
    status: 'failed',
    refused: false,
    ...more,
  });
  const control: Run = { rule: ALL_ON, title: 'any', status: 'passed', refused: true };
  const allBut = (left: RuleId): Run[] => [
    control,
    ...RULES.filter(({ id }) => id !== left).map(({ id }) => broken(id)),
  ];

  test('hold no problem where every rule is missed by a scenario', () => {
    const findings = findGaps([...allBut('from.single'), broken('from.single')]);
    expect(findings.problems).toEqual([]);
    expect(formatFindings(findings)).toContainEqual(
      expect.stringMatching(/^from\.single +broke 1 of 1: misses from\.single$/),
    );
  });

  test.each([
    [
      'nobody misses',
      { status: 'passed' },
      'nobody misses from.single: of 1 scenarios without it none failed',
    ],
    [
      'only a slow scenario misses',
      { status: 'timedOut' },
      'nobody misses from.single: of 1 scenarios without it none failed',
    ],
    [
      'was still on',
      { refused: true },
      'from.single was switched off, and refused in "misses from.single" all the same',
    ],
  ])('name a rule that %s', (_, more, problem) => {
    const findings = findGaps([...allBut('from.single'), broken('from.single', more)]);
    expect(findings.problems).toEqual([problem]);
  });

  test('name a rule that no scenario was run without', () => {
    expect(findGaps(allBut('from.single')).problems).toEqual([
      'no scenario was run without from.single: run npm run scenarios, and write one that sees it refuse',
    ]);
  });

  test('are not believed where a scenario fails with every rule on, or none was run so', () => {
    const runs = [...allBut('from.single'), broken('from.single')];
    expect(findGaps([...runs, { ...control, status: 'failed' }]).problems).toEqual([
      'with every rule on, "any" failed',
    ]);
    expect(findGaps(runs.slice(1)).problems).toEqual(['no scenario was run with every rule on']);
  });
});
