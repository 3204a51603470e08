/** `npm run bench`: messages a second with everything on and durable, beside the bare library, in the same run. */

import { parseArgs } from 'node:util';

import { compare, type Outcome } from './compare.ts';
import { startBare, startOurs, startOurSqlite, type Contender } from './contenders.ts';
import { benchPeers, quickPlan, fullPlan } from './peers.ts';
import { benchProfile } from './profile.ts';
import { machine } from './report.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    /** Beside the peers as well; writes the tables and the profile to docs/performance.md unless `--no-write`. */
    peers: { type: 'boolean', default: false },
    /** Where our own time goes, alone; written to the same page. */
    profile: { type: 'boolean', default: false },
    write: { type: 'boolean', default: true },
    /** Of `--peers`: seconds instead of minutes, to see that all of it works. Its figures mean little, and are not written. */
    quick: { type: 'boolean', default: false },
    /** Of `--peers`: only those whose name has one of these words, such as `bare,sqlite,maildev`. */
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    messages: { type: 'string', default: '10000' },
    connections: { type: 'string', default: '1,20,100' },
    size: { type: 'string', default: '1024' },
    /** A store to set beside SQLite, such as postgres://…?schema=bench: it is filled and left so. */
    store: { type: 'string' },
  },
});

const main = async (): Promise<void> => {
  const write = values.write && !values.quick && values.only === undefined;
  if (values.peers)
    await benchPeers({
      plan: values.quick ? quickPlan : fullPlan,
      only: values.only?.split(',') ?? [],
      write,
    });
  if (values.peers || values.profile) await benchProfile({ seconds: values.quick ? 2 : 10, write });
  else await besideBare();
};

const besideBare = async (): Promise<void> => {
  const contenders: Contender[] = [];
  try {
    contenders.push(await startBare(), await startOurSqlite());
    if (values.store !== undefined)
      contenders.push(await startOurs(values.store.replace(/:.*/s, ''), values.store));
    console.log(
      `${machine()}; ${values.size} byte messages, AUTH PLAIN, one recipient, ` +
        `${values.messages} messages a round, ${values.rounds} rounds interleaved; medians over rounds`,
    );
    console.log(row('connections', '', 'messages/s', 'ratio', 'p50 ms', 'p99 ms', 'CPU us', 'memory MB'));
    for (const connections of values.connections.split(',').map(Number)) {
      const [messages, size, rounds] = [values.messages, values.size, values.rounds].map(Number);
      const kind = { connections, messages: messages ?? 0, size: size ?? 0, rounds: rounds ?? 0 };
      show(connections, await compare(contenders, { ...kind, seconds: Infinity }));
    }
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
  }
};

const show = (connections: number, outcomes: readonly Outcome[]): void => {
  const [bare] = outcomes;
  for (const outcome of outcomes) {
    if (!('figures' in outcome)) throw new Error(`${outcome.name}: ${outcome.why}`);
    const { perSecond, p50, p99, cpuMicros, memoryMb, peakMb } = outcome.figures;
    const ratio = bare && 'figures' in bare ? (perSecond / bare.figures.perSecond).toFixed(2) : '';
    const memory = `${memoryMb.toFixed(0)} (peak ${peakMb.toFixed(0)})`;
    const cells = [ratio, p50.toFixed(2), p99.toFixed(2), cpuMicros.toFixed(0), memory];
    console.log(row(String(connections), outcome.name, perSecond.toFixed(0), ...cells));
  }
};

const row = (...cells: string[]): string =>
  cells.map((cell, i) => (i === 1 ? cell.padEnd(18) : cell.padStart(WIDTHS[i] ?? 8))).join('  ');

const WIDTHS = [11, 18, 10, 5, 7, 7, 7, 15];

await main();
