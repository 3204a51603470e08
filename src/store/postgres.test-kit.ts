/** A PostgreSQL of the tests' own, from the system's package: on a socket in a temporary folder, gone after the tests. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type TestPostgres = {
  /** Of a schema in it. */
  url(schema: string): string;
  /** Of the server as it runs now; 0 while it is down. */
  pid(): number;
  /** `immediate` as after a crash, `fast` as by its own service. Resolves once it is down. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** The folder of the newest version's programs; null where there is none. */
export const postgresPrograms = (): string | null => {
  const versions = existsSync(ROOT) ? readdirSync(ROOT) : [];
  const newest = versions
    .filter((one) => existsSync(join(ROOT, one, 'bin', 'initdb')))
    .toSorted(byNumber)
    .at(-1);
  return newest === undefined ? null : join(ROOT, newest, 'bin');
};

/** `durable` where a test takes the power away; elsewhere nothing waits for the disk. */
export const startPostgres = async ({ durable = false } = {}): Promise<TestPostgres> => {
  const bin = postgresPrograms();
  if (bin === null)
    throw new Error(`there is no PostgreSQL below ${ROOT}; on Debian: apt-get install postgresql`);
  const folder = mkdtempSync(join(tmpdir(), 'smtp-plus-pg-'));
  const owner = unprivileged();
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid ?? owner.uid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    { ...owner, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}${made.stderr}`);

  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const settings = [`unix_socket_directories=${folder}`, 'listen_addresses=', 'max_connections=200'];
    if (!durable) settings.push('fsync=off', 'full_page_writes=off');
    const child = spawn(
      join(bin, 'postgres'),
      ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
      { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    server = child;
    let said = '';
    for await (const chunk of child.stderr) {
      said += String(chunk);
      if (/ready to accept connections/.test(said)) break;
    }
    if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}:\n${said}`);
  };
  const stop = async (how: 'fast' | 'immediate'): Promise<void> => {
    const child = server;
    server = null;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await exited;
  };
  // A test that fails half way leaves nothing running.
  process.once('exit', () => server?.kill('SIGQUIT'));
  await start();
  return {
    url: (schema) => `postgres:///postgres?host=${encodeURIComponent(folder)}&user=${USER}&schema=${schema}`,
    pid: () => server?.pid ?? 0,
    start,
    stop,
    async [Symbol.asyncDispose]() {
      await stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** PostgreSQL does not run as root: the user of the package, or nobody. */
const unprivileged = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  return uid > 0 && gid > 0 ? { uid, gid } : { uid: 65_534, gid: 65_534 };
};

const byNumber = (a: string, b: string): number => Number(a) - Number(b);

const ROOT = '/usr/lib/postgresql';
const USER = 'smtp_plus';
