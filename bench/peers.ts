/** `npm run bench -- --peers`: ours beside the bare library and other mail servers, all in one run. */

import { cpus } from 'node:os';

import { compare, wordsOf, type Kind, type Outcome } from './compare.ts';
import { startBare, startOurPostgres, startOurSqlite, type Contender } from './contenders.ts';
import { startHaraka } from './peers/haraka.ts';
import { startMailDev } from './peers/maildev.ts';
import { startPostfix } from './peers/postfix.ts';
import { startSink } from './peers/sink.ts';
import { machine, peersReport, writeBlock } from './report.ts';
import { storeMany } from './store-many.ts';

export type Plan = {
  small: Omit<Kind, 'connections'>;
  connections: number[];
  large: Kind;
  /** With an empty store, and with so many messages in it. */
  stored: { kind: Kind; messages: number };
};

/** What was measured: of each kind of load one outcome a contender, in the order of `CONTENDERS`. */
export type Peers = {
  machine: string;
  cores: number;
  plan: Plan;
  small: { connections: number; outcomes: Outcome[] }[];
  large: Outcome[];
  empty: Outcome[];
  full: Outcome[];
};

const KB = 1024;

export const fullPlan: Plan = {
  small: { size: KB, messages: Infinity, seconds: 1.25, rounds: 5 },
  connections: [1, 20, 100, 1000],
  large: { size: 10 * KB * KB, connections: 10, messages: Infinity, seconds: 2, rounds: 3 },
  stored: {
    kind: { size: KB, connections: 20, messages: Infinity, seconds: 1.5, rounds: 3 },
    messages: 100_000,
  },
};

export const quickPlan: Plan = {
  small: { ...fullPlan.small, seconds: 0.3, rounds: 1 },
  connections: fullPlan.connections,
  large: { ...fullPlan.large, connections: 4, seconds: 0.3, rounds: 1 },
  stored: { kind: { ...fullPlan.stored.kind, seconds: 0.3, rounds: 1 }, messages: 2000 },
};

/** `only`: words of the names of those that take part; all where it is empty. */
export const benchPeers = async (options: {
  plan: Plan;
  only: readonly string[];
  write: boolean;
}): Promise<void> => {
  const { plan } = options;
  const wanted = CONTENDERS.filter(
    ({ name }) => options.only.length === 0 || options.only.some((word) => name.toLowerCase().includes(word)),
  );
  const around = { machine: machine(), cores: cpus().length, plan };
  const peers: Peers = { ...around, small: [], large: [], empty: [], full: [] };
  await together(wanted, 10_000, async (field) => {
    for (const connections of plan.connections) {
      tell(`messages of ${plan.small.size} bytes, ${connections} at once`);
      const outcomes = await field.compare({ ...plan.small, connections });
      peers.small.push({ connections, outcomes });
    }
  });
  await together(wanted, 20, async (field) => {
    tell(`messages of ${plan.large.size} bytes, ${plan.large.connections} at once`);
    peers.large = await field.compare(plan.large);
  });
  await together(
    wanted.filter(({ name }) => /bare|SMTP\+/.test(name)),
    0,
    async (field) => {
      tell(`with nothing stored, ${plan.stored.kind.connections} at once`);
      peers.empty = await field.compare(plan.stored.kind);
      for (const contender of field.started.filter(({ name }) => name.startsWith('SMTP+'))) {
        tell(`${contender.name}: storing ${plan.stored.messages} messages`);
        await storeMany(contender, plan.stored.messages);
      }
      tell(`with ${plan.stored.messages} stored`);
      peers.full = await field.compare(plan.stored.kind);
    },
  );
  tell('done');
  const report = peersReport({
    ...peers,
    machine: `${peers.machine}, at the end ${machine().split(', ').at(-1)}`,
  });
  console.log(`\n${report}`);
  if (options.write) await writeBlock('peers', report);
};

type Entry = { name: string; start: (options: { keep: number }) => Promise<Contender> };

/** The first is what the others are set beside. */
const CONTENDERS: readonly Entry[] = [
  { name: 'bare smtp-server', start: startBare },
  { name: 'SMTP+, SQLite', start: startOurSqlite },
  { name: 'SMTP+, PostgreSQL', start: startOurPostgres },
  { name: 'MailDev', start: startMailDev },
  { name: 'Haraka', start: startHaraka },
  { name: 'Postfix', start: startPostfix },
  { name: 'smtp-sink', start: startSink },
];

type Field = { started: Contender[]; compare(kind: Kind): Promise<Outcome[]> };

/** Starts all of them, those that cannot be had are named and left out, and stops them whatever happens. */
const together = async (
  entries: readonly Entry[],
  keep: number,
  measure: (field: Field) => Promise<void>,
): Promise<void> => {
  const started: Contender[] = [];
  const missing: Outcome[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.splice(0).map((contender) => contender.stop()));
  };
  // Postfix would outlive a Ctrl-C: it leaves the group of this process.
  let halted = false;
  const interrupted = (): void => {
    halted = true;
    void stop().finally(() => process.exit(130));
  };
  // The end of the process follows, so nothing new is begun meanwhile.
  const goOn = async (): Promise<void> => {
    if (halted) await new Promise(() => undefined);
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    for (const { name, start } of entries) {
      await goOn();
      tell(`starting ${name}`);
      try {
        started.push(await start({ keep }));
      } catch (error) {
        const why = wordsOf(error);
        tell(`left out: ${name}: ${why}`);
        missing.push({ name, why });
      }
    }
    await measure({
      started,
      compare: async (kind) => {
        const outcomes = [...(await compare(started, kind)), ...missing];
        await goOn();
        for (const outcome of outcomes) tell(`  ${inShort(outcome)}`);
        return entries.flatMap(({ name }) => outcomes.filter((outcome) => outcome.name.startsWith(name)));
      },
    });
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
    await stop();
  }
};

const inShort = (outcome: Outcome): string =>
  'figures' in outcome
    ? `${outcome.name}: ${outcome.figures.perSecond.toFixed(0)} a second, ${outcome.figures.cpuMicros.toFixed(0)} us of processor each`
    : `${outcome.name}: ${outcome.why}`;

const begun = performance.now();
const tell = (words: string): void =>
  console.error(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${words}`);
