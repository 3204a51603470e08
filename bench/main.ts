/** `npm run bench`: messages a second with everything on and durable, beside the bare library, in the same run. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { freePorts } from '../harness/free-ports.ts';
import { activeUser, call } from '../harness/provision.ts';
import { run, type Load, type Measured } from './load.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    messages: { type: 'string', default: '10000' },
    connections: { type: 'string', default: '1,20,100' },
    size: { type: 'string', default: '1024' },
    /** A store to set beside SQLite, such as postgres://…?schema=bench: it is filled and left so. */
    store: { type: 'string' },
  },
});

type Contender = {
  name: string;
  child: ChildProcess;
  load: Pick<Load, 'port' | 'username' | 'password'>;
  /** Lets it finish what it does after the last reply, so that it does not disturb the next round of the other. */
  settle(): Promise<void>;
};

const FROM = 'sales@shop.test';

const main = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-bench-'));
  const contenders = [await startBare(), await startOurs('SQLite', `sqlite:${join(folder, 'bench.db')}`)];
  if (values.store !== undefined)
    contenders.push(await startOurs(values.store.replace(/:.*/s, ''), values.store));
  try {
    console.log(
      `${cpus().length} cores, Node ${process.version}; ${values.size} byte messages, AUTH PLAIN, one recipient, ` +
        `${values.messages} messages a round, ${values.rounds} rounds interleaved; medians over rounds`,
    );
    console.log(row('connections', '', 'messages/s', 'ratio', 'p50 ms', 'p99 ms', 'memory MB'));
    for (const connections of values.connections.split(',').map(Number))
      await compare(contenders, connections);
  } finally {
    for (const { child } of contenders) child.kill('SIGTERM');
    await Promise.all(contenders.map(async ({ child }) => child.exitCode ?? once(child, 'exit')));
    await rm(folder, { recursive: true, force: true });
  }
};

const compare = async (contenders: readonly Contender[], connections: number): Promise<void> => {
  const rounds = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  // The first round warms both up and is not counted.
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const { name, load, settle } of contenders) {
      const measured = await run({
        ...load,
        from: FROM,
        connections,
        messages: Number(values.messages),
        size: Number(values.size),
      });
      await settle();
      if (round > 0) rounds.get(name)?.push(measured);
    }
  }
  const bare = median(rounds, contenders[0]?.name, 'perSecond');
  for (const { name, child } of contenders) {
    const perSecond = median(rounds, name, 'perSecond');
    const memory = await residentMegabytes(child);
    const [p50, p99] = [median(rounds, name, 'p50').toFixed(2), median(rounds, name, 'p99').toFixed(2)];
    console.log(
      row(String(connections), name, perSecond.toFixed(0), (perSecond / bare).toFixed(2), p50, p99, memory),
    );
  }
};

const startBare = async (): Promise<Contender> => {
  const port = await anyPort();
  const child = await startNode(['bench/bare-server.ts', String(port)], 'ready');
  return {
    name: 'bare smtp-server',
    child,
    load: { port, username: 'anyone', password: 'anything' },
    settle: async () => {},
  };
};

const startOurs = async (name: string, store: string): Promise<Contender> => {
  const [port = 0] = await freePorts(1);
  const httpPort = await anyPort();
  const flags = [`--ports=${port}`, `--http-port=${httpPort}`, `--store=${store}`];
  const child = await startNode(['src/main.ts', ...flags], 'SMTP+ ready');
  const url = `http://127.0.0.1:${httpPort}`;
  const { username, password } = await activeUser(url, { authorizedDomains: 'shop.test' });
  // A search waits for the index.
  const settle = async (): Promise<void> => void (await call(url, 'GET', '/api/messages?q=nothing&limit=1'));
  return { name: `SMTP+, ${name}`, child, load: { port, username, password }, settle };
};

/** Starts Node on a script of ours and waits for a line that begins with `ready`. */
const startNode = async (args: string[], ready: string): Promise<ChildProcess> => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith(ready)) break;
  if (child.exitCode !== null) throw new Error(`"${args.join(' ')}" ended with ${child.exitCode}`);
  child.stdout.resume();
  return child;
};

const anyPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
};

const median = (
  rounds: Map<string, Measured[]>,
  name: string | undefined,
  figure: keyof Measured,
): number => {
  const sorted = (rounds.get(name ?? '') ?? []).map((measured) => measured[figure]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** Resident memory now and at its highest; Linux only. */
const residentMegabytes = async ({ pid }: ChildProcess): Promise<string> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const megabytes = (field: string): string => {
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1];
    return kilobytes === undefined ? '?' : (Number(kilobytes) / 1024).toFixed(0);
  };
  return `${megabytes('VmRSS')} (peak ${megabytes('VmHWM')})`;
};

const row = (...cells: string[]): string =>
  cells.map((cell, i) => (i === 1 ? cell.padEnd(18) : cell.padStart(WIDTHS[i] ?? 8))).join('  ');

const WIDTHS = [11, 18, 10, 5, 7, 7, 15];

await main();
