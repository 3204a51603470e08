/** Runs real programs and reads what they say. A program that is missing is a named skip; in CI it is a failure. */

import { spawn, spawnSync } from 'node:child_process';

export type Ran = {
  /** null where it was ended by a signal. */
  exitCode: number | null;
  /** Standard output, then standard error. */
  output: string;
};

/** A program is ended after half a minute: a hanging client is a finding, and no test waits for it for ever. */
export const run = (
  command: string,
  args: readonly string[],
  { input = '', env = {} }: { input?: string | Uint8Array; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { timeout: 30_000, env: { ...process.env, ...env } });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    child.stdin.on('error', () => undefined);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output: said.out + said.err }));
    child.stdin.end(input);
  });

/** Whether it is installed, which is asked once. */
export const isInstalled = ([command, ...args]: readonly [string, ...string[]]): boolean => {
  const key = [command, ...args].join(' ');
  const known =
    installed.get(key) ?? spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
  installed.set(key, known);
  return known;
};

const installed = new Map<string, boolean>();

/** The reply that a program shows, with the rule and the decision that it names; nulls where it shows none. */
export const readOutput = (output: string) => {
  const tags = [...output.matchAll(/\[([a-z.-]+) (d_[0-9a-z]+)\]/g)];
  const [, rule = null, decisionId = null] = tags.at(-1) ?? [];
  const replies = [
    ...output.matchAll(/\b([245]\d\d)[ -](\d\.\d{1,3}\.\d{1,3}) ([^\r\n]*\[[a-z.-]+ d_[0-9a-z]+\])/g),
  ];
  const [line, code = '0', enhanced = '', text = ''] = replies.at(-1) ?? [];
  const reply = line === undefined ? null : { code: Number(code), enhanced, text, lines: [line] };
  return { rule, decisionId, reply };
};
