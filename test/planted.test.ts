import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { RULES } from '../src/policy/catalogue.ts';
import { ROOT } from './source-files.ts';
import { unzip } from './unzip.ts';

test('a scenario that fails tells the rule, the reply and the line of the script on the terminal, and no secret anywhere', () => {
  const { status, said, folder } = run('failing');
  expect(status).toBe(1);
  expect(said).toMatch(/> +\d+ \| +await expect\(verdict\)\.toBeAccepted\(\);/);
  expect(said).toMatch(
    /came: +550 5\.7\.1 From address is not authorized .*"ceo@bank\.test" \[from\.authorized d_\w+\]/,
  );
  expect(said).toContain('rule:     from.authorized');
  expect(said).toMatch(/advice: +Send as one of the user's verified senders/);
  expect(said).toMatch(/decision: http:\/\/127\.0\.0\.1:\d+\/decisions\/d_\w+/);
  expect(said).toMatch(/-> MAIL FROM:<sales@shop\.test>\s+<- 250/);

  expect(said).toMatch(/> 8 \| S: 250 2\.1\.0 Sender ok/);
  expect(said).toMatch(/another-way\.smtp:8/);
  expect(said, 'a dialogue stands in its own file').toMatch(
    /another-way\.smtp:1:\d+ › planted › goes another way/,
  );
  expect(said).toContain('rule:     sender.authorized');

  const { username, password } = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as Record<
    string,
    string
  >;
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const secrets = [password ?? '', base64(password ?? ''), base64(`\0${username}\0${password}`), 'spw_'];
  const traces = globSync('results/**/trace.zip', { cwd: folder }).map((path) =>
    readFileSync(join(folder, path)),
  );
  const entries = traces.flatMap((trace) => unzip(trace));
  expect(traces).toHaveLength(2);
  // The steps are there, so that something was looked at.
  expect(entries.some(({ text }) => text.includes('MAIL FROM:<ceo@bank.test>'))).toBe(true);
  for (const { name, text } of [
    ...entries,
    { name: 'terminal', text: said },
    { name: 'rules', text: readFileSync(join(folder, 'rules.json'), 'utf8') },
  ])
    for (const secret of secrets) expect(text.includes(secret), `${secret} in ${name}`).toBe(false);
});

test('a run that passes fails by the gate where a rule was not seen both ways, and names each', () => {
  const { status, said, folder } = run('passing');
  expect(said).toContain('1 passed');
  expect(status).toBe(1);
  expect(said).toContain(`0 of ${RULES.length} rules were seen to pass and to refuse.`);
  for (const { id } of RULES) {
    expect(said).toContain(`rules: no scenario saw ${id} refuse`);
    expect(said).toMatch(
      new RegExp(`^ *${id.replace('.', '\\.')} +\\d+ +0 +\\d+ +<- never (?:refused|seen)$`, 'm'),
    );
  }
  expect(readFileSync(join(folder, 'rules.html'), 'utf8')).toContain('sends one message');
});

test('a partial run says that the gate was not applied, and passes', () => {
  const { status, said } = run('bare', '--grep', 'nothing');
  expect(status).toBe(0);
  expect(said).toContain('partial run (filtered by --grep), gate not applied');
});

test('shards are merged, and the gate is applied to all of them together', () => {
  const { status, said, folder } = run('passing', '--shard=1/1');
  expect(status).toBe(0);
  expect(said).toContain('scenarios:merge');
  const merged = spawnSync(process.execPath, ['harness/reporter/merge.ts', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(merged.stdout).toContain('rules: no scenario saw from.single refuse');
  expect(merged.status).toBe(1);
});

const run = (file: string, ...flags: string[]): { status: number | null; said: string; folder: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'smtp-plus-planted-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { CI: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', '-c', 'harness/planted/playwright.config.ts', ...flags],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: {
        ...env,
        SMTP_PLUS_PAGES: 'none',
        PLANTED_FOLDER: folder,
        PLANTED_FILE: file,
        NO_COLOR: '1',
        FORCE_COLOR: '0',
      },
    },
  );
  return { status, said: stdout + stderr, folder };
};
