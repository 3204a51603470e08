/** Those that the benchmark sets side by side, each a server of its own on this machine; here the bare library and ours. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { freePorts } from '../harness/free-ports.ts';
import { activeUser, call } from '../harness/provision.ts';
import { startPostgres } from '../fixtures/postgres/server.ts';
import type { Load } from './load.ts';

export type Contender = {
  name: string;
  /** What its processes hang from. */
  pids: number[];
  load: Pick<Load, 'port' | 'username' | 'password'>;
  /** More connections it does not serve at once. */
  maxConnections: number;
  /** Lets it finish what it does after the last reply, so that this counts as its own and not as the next one's. */
  settle(): Promise<void>;
  stop(): Promise<void>;
};

/** The address that all send as, and the one that its users may send as. */
export const FROM = 'sales@shop.test';

export const startBare = async (): Promise<Contender> => {
  const port = await anyPort();
  const child = await startNode(['bench/bare-server.ts', String(port)], 'ready');
  return {
    name: 'bare smtp-server',
    pids: pidsOf(child),
    load: { port, username: 'anyone', password: 'anything' },
    maxConnections: Infinity,
    settle: async () => {},
    stop: () => end(child),
  };
};

/** `env` is added to the environment. */
export const startOurs = async (
  name: string,
  store: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Contender> => {
  const [port = 0] = await freePorts(1);
  const httpPort = await anyPort();
  const flags = [`--ports=${port}`, `--http-port=${httpPort}`, `--store=${store}`];
  const child = await startNode(['src/main.ts', ...flags], 'SMTP+ ready', env);
  const url = `http://127.0.0.1:${httpPort}`;
  const { username, password } = await activeUser(url, { authorizedDomains: 'shop.test' });
  return {
    name: `SMTP+, ${name}`,
    pids: pidsOf(child),
    load: { port, username, password },
    maxConnections: Infinity,
    // A search waits for the index.
    settle: async () => void (await call(url, 'GET', '/api/messages?q=nothing&limit=1')),
    stop: () => end(child),
  };
};

/** Ours on a new SQLite file, which goes when it stops. */
export const startOurSqlite = async (): Promise<Contender> => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-bench-'));
  const ours = await startOurs('SQLite', `sqlite:${join(folder, 'bench.db')}`);
  return withStop(ours, () => rm(folder, { recursive: true, force: true }));
};

/** Ours on a PostgreSQL of its own, whose work counts as ours; durable, as it is set up without a word. */
export const startOurPostgres = async (): Promise<Contender> => {
  const postgres = await startPostgres({ durable: true });
  const ours = await startOurs('PostgreSQL', postgres.url('bench'));
  return {
    ...withStop(ours, async () => {
      await postgres.stop('fast');
      await postgres[Symbol.asyncDispose]();
    }),
    pids: [...ours.pids, postgres.pid()],
  };
};

const withStop = (contender: Contender, then: () => Promise<void>): Contender => ({
  ...contender,
  stop: async () => {
    await contender.stop();
    await then();
  },
});

/** Starts Node on a script and waits for a line that begins with `ready`. */
export const startNode = async (
  args: readonly string[],
  ready: string,
  env: NodeJS.ProcessEnv = {},
): Promise<ChildProcess> => {
  const options = { env: { ...process.env, ...env } };
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith(ready)) break;
  if (child.exitCode !== null) throw new Error(`"${args.join(' ')}" ended with ${child.exitCode}`);
  child.stdout.resume();
  return child;
};

export const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
};

export const pidsOf = ({ pid }: ChildProcess): number[] => (pid === undefined ? [] : [pid]);

export const anyPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
};
