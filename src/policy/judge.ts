/** Applies the checks stage by stage, and finds the rule that refuses. */

import { RULES, STAGES, type RuleId, type Stage } from './catalogue.ts';
import { notReached, unjudged, type Asked, type Checks, type Failure, type Finding } from './checks/check.ts';
import type { Facts, Request } from './decide.ts';

export type JudgedRule = (typeof RULES)[number];

export type Judgement = {
  /** The stages that the request has come to; none where its stage is not one. */
  stages: readonly Stage[];
  /** What each rule found, in the catalogue's order. */
  findings: readonly { rule: JudgedRule; finding: Finding }[];
  /** The rule whose reply goes out; null only where every rule that is due has passed. */
  refused: { rule: JudgedRule; finding: Failure } | null;
};

/** All rules of a stage are judged; once one of them refuses, those of later stages are not reached. Never throws. */
export const judge = (checks: Partial<Checks>, request: Request, facts: Facts, now: number): Judgement => {
  const stages = stagesOf(request);
  const found = new Map<RuleId, Finding>();
  const refusing = stages.find((stage) => {
    const judged = JUDGED_AT[stage].map(({ id }) => {
      const finding = examine(checks, id, { request, facts, now, stage });
      found.set(id, finding);
      return finding;
    });
    return judged.some(({ outcome }) => outcome === 'fail');
  });
  const beyond = notReached(
    refusing ? `the client was refused ${MOMENTS[refusing]}` : 'the client has not come that far',
  );
  const findings = RULES.map((rule) => ({ rule, finding: found.get(rule.id) ?? beyond }));
  return denyByDefault({ stages, findings });
};

/** A size that the client declares is judged at MAIL, behind the rules of that stage, and once more when all has come. */
const judgedAt = (stage: Stage): JudgedRule[] =>
  RULES.filter((rule) => rule.stage === stage || (stage === 'mail' && rule.id === 'message.size'));

const JUDGED_AT: Readonly<Record<Stage, readonly JudgedRule[]>> = {
  auth: judgedAt('auth'),
  mail: judgedAt('mail'),
  rcpt: judgedAt('rcpt'),
  data: judgedAt('data'),
  commit: judgedAt('commit'),
};

const MOMENTS: Readonly<Record<Stage, string>> = {
  auth: 'at AUTH',
  mail: 'at MAIL',
  rcpt: 'at RCPT',
  data: 'at the end of DATA',
  commit: 'when the message was to be stored',
};

const stagesOf = (request: Request): readonly Stage[] => {
  try {
    return STAGES.slice(0, STAGES.indexOf(request.stage) + 1);
  } catch {
    return [];
  }
};

const examine = (checks: Partial<Checks>, id: RuleId, asked: Asked): Finding => {
  try {
    return checks[id]?.(asked) ?? unjudged('the rule has no check');
  } catch (error) {
    return unjudged(error instanceof Error ? error.message : 'its check broke');
  }
};

/** Where no rule fails, one that is due and has not passed refuses all the same: it could not be judged. */
const denyByDefault = ({ stages, findings }: Omit<Judgement, 'refused'>): Judgement => {
  for (const { rule, finding } of findings)
    if (finding.outcome === 'fail') return { stages, findings, refused: { rule, finding } };
  const missed = findings.find(
    ({ rule, finding }) => finding.outcome !== 'pass' && (stages.length === 0 || stages.includes(rule.stage)),
  );
  if (!missed) return { stages, findings, refused: null };
  const refused = { rule: missed.rule, finding: unjudged(missed.finding.detail) };
  return { stages, findings: findings.map((each) => (each === missed ? refused : each)), refused };
};
