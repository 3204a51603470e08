import { describe, expect, test } from 'vitest';

import { RULES } from '../../src/policy/catalogue.ts';
import type { DecisionJson } from '../../src/http/contract/decisions.ts';
import { factsOf, type Told } from './facts.ts';
import { formatHtml } from './html.ts';
import { mergeShards } from './merge-shards.ts';
import { makeReport, summary, type RunFacts } from './report.ts';
import { formatText } from './text.ts';

const RUN: RunFacts = { commit: 'abc', run: '2026-01-02T00:00:00.000Z', partial: null, shard: null };

const told = (id: string, more: Partial<Told> = {}): Told => ({
  id,
  title: `scenario ${id}`,
  file: 'scenarios/a.scenario.ts',
  line: 1,
  project: 'scenarios',
  status: 'passed',
  durationMs: 1200,
  trace: null,
  ...more,
});

/** A decision in which the rules of these ids fail, the first of them deciding, and all others pass. */
const decision = (...failing: string[]): DecisionJson => {
  const rule = RULES.find(({ id }) => id === failing[0]);
  return {
    id: `d_${failing[0] ?? 'ok'}`,
    at: RUN.run,
    action: rule ? 'reject' : 'accept',
    rule: failing[0] ?? null,
    reply: rule?.reply ?? { code: 250, enhanced: '2.0.0', text: 'Ok' },
    advice: '',
    rules: RULES.map(({ id }) => ({ id, outcome: failing.includes(id) ? 'fail' : 'pass', detail: '' })),
    username: 'u',
    mailFrom: 'a@shop.test',
    headerFrom: [],
    grantedBy: [],
    list: 'x',
    sessionId: null,
    messageId: null,
    header: null,
  };
};

/** What a suite shows that has every rule pass, and refuse unless it is left out. */
const allBut = (...left: string[]): DecisionJson[] => [
  decision(),
  ...RULES.filter(({ id }) => !left.includes(id)).map(({ id }) => decision(id)),
];

describe('a report', () => {
  test('has no problem where every rule was seen to pass and to refuse', () => {
    const report = makeReport(RUN, [factsOf(told('1'), allBut())]);
    expect(report.problems).toEqual([]);
    expect(report.complete).toBe(true);
    expect(summary(report)).toBe(`${RULES.length} of ${RULES.length} rules were seen to pass and to refuse.`);
  });

  test('names the rule that nobody saw refuse', () => {
    const report = makeReport(RUN, [factsOf(told('1'), allBut('from.single'))]);
    expect(report.problems).toEqual(['no scenario saw from.single refuse']);
    expect(report.rules.find(({ id }) => id === 'from.single')).toMatchObject({ gap: 'refuse', refused: 0 });
    expect(summary(report)).toContain('Missing: from.single.');
  });

  test('names the rule that nobody saw pass', () => {
    const never = allBut().map((one) => ({
      ...one,
      rules: one.rules.filter(({ id, outcome }) => id !== 'user.active' || outcome === 'fail'),
    }));
    expect(makeReport(RUN, [factsOf(told('1'), never)]).problems).toEqual([
      'no scenario saw user.active pass',
    ]);
  });

  test('does not take a rule that only failed behind another for one that refused', () => {
    const report = makeReport(RUN, [
      factsOf(told('1'), [...allBut('from.verified'), decision('from.authorized', 'from.verified')]),
    ]);
    expect(report.problems).toEqual([
      'no scenario saw from.verified refuse (it failed 1 times behind another rule)',
    ]);
  });

  test('names a reply that is not that of the catalogue', () => {
    const wrong = { ...decision('from.single'), reply: { code: 451, enhanced: '4.3.0', text: '' } };
    expect(makeReport(RUN, [factsOf(told('1'), [...allBut(), wrong])]).problems).toEqual([
      'from.single answered 451 4.3.0, and the catalogue has 550 5.7.1',
    ]);
  });

  test('names a rule that the catalogue does not have, but for that of faults', () => {
    const fault = { ...decision(), rule: 'fault.injected' };
    const stranger = { ...decision(), rule: 'from.new' };
    expect(makeReport(RUN, [factsOf(told('1'), [...allBut(), fault, stranger])]).problems).toEqual([
      'decisions tell of "from.new", which is no rule of the catalogue',
    ]);
  });

  test('of nothing misses everything', () => {
    expect(makeReport(RUN, []).problems).toHaveLength(RULES.length);
  });

  test('tells in which scenarios a rule passed and refused', () => {
    const report = makeReport(RUN, [
      factsOf(told('1'), [decision()]),
      factsOf(told('2'), [decision('from.single')]),
    ]);
    expect(report.rules.find(({ id }) => id === 'from.single')?.scenarios).toEqual({
      pass: ['1'],
      refuse: ['2'],
    });
  });
});

describe('the page', () => {
  const planted = makeReport(RUN, [factsOf(told('1', { title: 'a <b> & "c"' }), allBut('from.single'))]);

  test('begins with what is missing, and shows that rule first', () => {
    const html = formatHtml(planted);
    expect(html).toContain('no scenario saw from.single refuse');
    const rows = [...html.matchAll(/<tr id="([a-z.-]+)">/g)].map(([, id]) => id);
    expect(rows).toHaveLength(RULES.length);
    expect(rows[0]).toBe('from.single');
  });

  test('has a column for each rule, a cell in words, and no script', () => {
    const html = formatHtml(planted);
    expect(html.match(/<th scope="col" class="rule">/g)).toHaveLength(RULES.length);
    expect(html).toContain(`auth.required: refused 1, passed ${RULES.length - 1}; decision d_auth.required`);
    expect(html).not.toContain('<script');
    expect(html).toContain('a &#60;b&#62; &#38; &#34;c&#34;');
  });
});

describe('shards', () => {
  const shard = (current: number, total: number, ...decisions: DecisionJson[]) =>
    makeReport({ ...RUN, shard: { current, total } }, [factsOf(told(String(current)), decisions)]);

  test('make one report, which is complete', () => {
    const [half, rest] = [allBut().slice(0, 9), allBut().slice(9)];
    const merged = mergeShards([shard(2, 2, ...rest), shard(1, 2, ...half)]);
    expect(merged).toMatchObject({ ok: true, value: { complete: true, problems: [], shard: null } });
  });

  test('whose gap is in all of them fail together', () => {
    const merged = mergeShards([shard(1, 2, ...allBut('from.single')), shard(2, 2, decision())]);
    expect(merged).toMatchObject({ ok: true, value: { problems: ['no scenario saw from.single refuse'] } });
  });

  test('of which one was filtered make a partial report', () => {
    const filtered = { ...shard(2, 2), partial: 'filtered by --grep' };
    expect(mergeShards([shard(1, 2), filtered])).toMatchObject({
      value: { complete: false, partial: 'filtered by --grep' },
    });
  });

  test.each([
    ['none', [], 'no-shards'],
    ['one is missing', [shard(1, 3), shard(3, 3)], 'missing-shards'],
    ['one is there twice', [shard(1, 2), shard(1, 2)], 'missing-shards'],
    ['they were cut differently', [shard(1, 2), shard(2, 3)], 'mixed-shards'],
    ['one is no shard', [makeReport(RUN, [])], 'mixed-shards'],
    ['they are of different commits', [shard(1, 2), { ...shard(2, 2), commit: 'def' }], 'mixed-commits'],
  ])('are refused where %s', (_, reports, code) => {
    expect(mergeShards(reports)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('the table for a terminal', () => {
  test('has a line a rule, with how often it passed and refused, and in how many scenarios', () => {
    const report = makeReport(RUN, [
      factsOf(told('1'), allBut('from.single')),
      factsOf(told('2'), [decision()]),
    ]);
    const lines = formatText(report);
    expect(lines).toHaveLength(RULES.length + 1);
    expect(lines[0]).toMatch(/^rule +passed +refused +scenarios$/);
    // In each decision but its own a rule passes.
    expect(lines.find((line) => line.startsWith('from.present '))).toMatch(
      new RegExp(`^from\\.present +${RULES.length} +1 +2$`),
    );
    expect(lines.find((line) => line.startsWith('from.single '))).toMatch(/ +0 +2   <- never refused$/);
    expect(formatText({ ...report, complete: false }).join(), 'a partial run has no gaps').not.toContain(
      '<-',
    );
  });
});

describe('the page', () => {
  test('leads from a cell, and from the rule, to the scenario in Playwright’s report, and to its trace', () => {
    const trace = 'results/x/trace.zip';
    const html = formatHtml(makeReport(RUN, [factsOf(told('a-1', { trace }), allBut())]));
    const cells = html.match(/<td class="refused"[^>]*><a href="playwright\/index\.html#\?testId=a-1">/g);
    expect(cells).toHaveLength(RULES.length);
    expect(html.match(/<summary>refused in 1<\/summary>/g)).toHaveLength(RULES.length);
    expect(html).toContain('<a href="results/x/trace.zip"');
  });
});
