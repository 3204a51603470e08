/** The matrix as a page that reads by itself: light and dark, no scripts, a list in place of the matrix where it is narrow. */

import { RULES, STAGES } from '../../src/policy/catalogue.ts';
import type { ScenarioFacts } from './facts.ts';
import { escape, inPlaywright, link } from './html-text.ts';
import { formatRuleTable } from './html-rules.ts';
import { STYLE } from './html-style.ts';
import { headline, type Report } from './report.ts';

export const formatHtml = (report: Report): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Rules × scenarios · SMTP+</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Rules × scenarios</h1>
<p class="lead ${report.problems.length > 0 ? 'bad' : 'good'}">${escape(headline(report))}</p>
<p class="dim">${escape(about(report))}</p>
${report.problems.length > 0 ? `<ul class="problems">${report.problems.map((one) => `<li>${escape(one)}</li>`).join('')}</ul>` : ''}
<h2 id="rules">Rules</h2>
${formatRuleTable(report)}
<h2 id="scenarios">Scenarios</h2>
<p class="legend"><span><b class="refused">✕</b> refused, its reply went out</span><span><b class="shadowed">!</b> failed too, another’s reply went out</span>
<span><b class="passed">✓</b> passed</span><span><b class="none">–</b> not reached</span><span>blank: no decision; a number: how often</span></p>
<div class="wide" role="region" aria-label="Rules x scenarios" tabindex="0">${matrix(report.scenarios)}</div>
<div class="small">${list(report.scenarios)}</div>
</main>
</body>
</html>
`;

const about = ({ run, commit, partial, complete, scenarios }: Report): string => {
  const of = complete ? 'every scenario' : `a partial run (${partial ?? 'one shard'}), gate not applied`;
  return `${scenarios.length} tests of ${of}, begun ${run.slice(0, 16).replace('T', ' ')} UTC${commit === '' ? '' : `, commit ${commit.slice(0, 12)}`}.`;
};

const matrix = (scenarios: readonly ScenarioFacts[]): string => `<table class="matrix">
<thead>
<tr><td></td>${STAGES.map(stageHead).join('')}</tr>
<tr><th scope="col">Scenario</th>${COLUMNS.map(({ id }) => `<th scope="col" class="rule"><a href="#${id}"><span>${id}</span></a></th>`).join('')}</tr>
</thead>
${[...byFile(scenarios)].map(([file, rows]) => fileRows(file, rows)).join('\n')}
</table>`;

const COLUMNS = STAGES.flatMap((stage) => RULES.filter((rule) => rule.stage === stage));

const stageHead = (stage: string): string => {
  const width = COLUMNS.filter((rule) => rule.stage === stage).length;
  return `<th scope="colgroup" colspan="${width}" class="stage">${stage}</th>`;
};

const fileRows = (file: string, rows: readonly ScenarioFacts[]): string => `<tbody>
<tr><th scope="rowgroup" colspan="${COLUMNS.length + 1}" class="file">${escape(file)}</th></tr>
${rows.map((row) => `<tr><th scope="row">${title(row)}</th>${COLUMNS.map(({ id }) => cell(row, id)).join('')}</tr>`).join('\n')}
</tbody>`;

const title = (scenario: ScenarioFacts): string => {
  const { file, status, project, durationMs, trace } = scenario;
  const failed =
    status === 'passed'
      ? ''
      : ` <b class="${status === 'skipped' ? 'none' : 'refused'}">${escape(status)}</b>`;
  const of = isDialogue(file) ? `${file.slice(file.lastIndexOf('/') + 1)}, ` : '';
  const where = `<small class="dim">${escape(of + project)}, ${(durationMs / 1000).toFixed(1)} s</small>`;
  const kept =
    trace === null
      ? ''
      : ` <small>${link(trace, 'trace', `in the folder of this page: npx playwright show-trace ${trace}`)}</small>`;
  return `${link(inPlaywright(scenario), scenario.title)}${failed} ${where}${kept}`;
};

const KINDS = [
  ['refused', '✕', 'refused'],
  ['shadowed', '!', 'failed behind another'],
  ['passed', '✓', 'passed'],
  ['notReached', '–', 'not reached'],
] as const;

/** The strongest of what the rule did there; all of it in words. */
const cell = (scenario: ScenarioFacts, rule: string): string => {
  const found = scenario.cells[rule];
  if (!found) return '<td></td>';
  const kinds = KINDS.filter(([kind]) => found[kind] > 0);
  const words = `${rule}: ${kinds.map(([kind, , word]) => `${word} ${found[kind]}`).join(', ')}; decision ${found.decision}`;
  const [kind, sign] = kinds[0] ?? KINDS[3];
  const count = found[kind] > 1 ? `<sub>${found[kind]}</sub>` : '';
  const face = `<span aria-hidden="true">${sign}${count}</span><span class="read">${escape(words)}</span>`;
  return `<td class="${kind === 'notReached' ? 'none' : kind}" title="${escape(words)}"><a href="${inPlaywright(scenario)}">${face}</a></td>`;
};

/** Each scenario with the rules that refused in it. */
const list = (scenarios: readonly ScenarioFacts[]): string =>
  [...byFile(scenarios)]
    .map(([file, rows]) => {
      const items = rows.map((row) => {
        const refusing = COLUMNS.filter(({ id }) => (row.cells[id]?.refused ?? 0) > 0);
        const said = refusing.map(({ id }) => `<span class="refused">✕ ${id}</span>`).join(' ');
        return `<li>${title(row)}<br>${said === '' ? '<span class="passed">✓ nothing refused</span>' : said}</li>`;
      });
      return `<h3>${escape(file)}</h3><ul>${items.join('')}</ul>`;
    })
    .join('\n');

/** Dialogues are a file each, and stand together by their folder. */
const byFile = (scenarios: readonly ScenarioFacts[]): Map<string, ScenarioFacts[]> =>
  Map.groupBy(scenarios, ({ file }) =>
    isDialogue(file) ? `${file.slice(0, file.lastIndexOf('/'))}/*.smtp` : file,
  );

const isDialogue = (file: string): boolean => file.endsWith('.smtp');
