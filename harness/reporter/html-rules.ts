/** The table of the rules: how often each passed and refused, the reply that was seen, and what is missing first. */

import { RULES } from '../../src/policy/catalogue.ts';
import type { ScenarioFacts } from './facts.ts';
import { escape, inPlaywright, link } from './html-text.ts';
import type { Report, RuleRow } from './report.ts';

export const formatRuleTable = ({
  rules,
  scenarios,
}: Pick<
  Report,
  'rules' | 'scenarios'
>): string => `<div class="scroll" role="region" aria-label="Rules" tabindex="0"><table class="rules">
<thead><tr><th scope="col">Rule</th><th scope="col">Stage</th><th scope="col" class="n">Passed</th><th scope="col" class="n">Refused</th>
<th scope="col" class="n">Shadowed</th><th scope="col">Seen</th><th scope="col">Reply</th><th scope="col">Advice</th></tr></thead>
<tbody>
${rules
  .toSorted(gapsFirst)
  .map((rule) => row(rule, new Map(scenarios.map((one) => [one.id, one]))))
  .join('\n')}
</tbody>
</table></div>`;

const gapsFirst = (a: RuleRow, b: RuleRow): number => Number(a.gap === null) - Number(b.gap === null);

const row = (rule: RuleRow, scenarios: ReadonlyMap<string, ScenarioFacts>): string => {
  const { id, stage, passed, refused, shadowed } = rule;
  const advice = RULES.find((one) => one.id === id)?.advice ?? '';
  return `<tr id="${id}"><th scope="row"><code>${id}</code></th><td>${stage}</td><td class="n">${passed}</td><td class="n">${refused}</td><td class="n">${shadowed}</td>
<td>${seen(rule)}${where(rule, scenarios)}</td><td>${reply(rule)}</td><td class="advice">${escape(advice)}</td></tr>`;
};

const SEEN = {
  pass: '<b class="refused">✕ never passed</b>',
  refuse: '<b class="refused">✕ never refused</b>',
  both: '<b class="refused">✕ never seen</b>',
} as const;

const seen = ({ gap }: RuleRow): string => (gap === null ? '<b class="passed">✓ both ways</b>' : SEEN[gap]);

/** The scenarios in which it refused, folded away. */
const where = ({ scenarios: { refuse } }: RuleRow, scenarios: ReadonlyMap<string, ScenarioFacts>): string => {
  const found = refuse.flatMap((id) => scenarios.get(id) ?? []);
  if (found.length === 0) return '';
  const items = found.map(
    (one) =>
      `<li>${link(inPlaywright(one), one.title)} <small class="dim">${escape(one.project)}</small></li>`,
  );
  return `<details><summary>refused in ${found.length}</summary><ul>${items.join('')}</ul></details>`;
};

/** What went out, held against the catalogue. */
const reply = ({ id, replies }: RuleRow): string => {
  const due = RULES.find((rule) => rule.id === id)?.reply;
  if (replies.length === 0) return `<span class="dim">${due?.code} ${due?.enhanced}, not seen</span>`;
  return replies
    .map(({ code, enhanced }) =>
      code === due?.code && enhanced === due.enhanced
        ? `${code} ${enhanced}`
        : `<b class="refused">✕ ${code} ${enhanced}, should be ${due?.code} ${due?.enhanced}</b>`,
    )
    .join('<br>');
};
