/** `npm run soak -- --messages=200000`: a service under mixed clients for minutes, and whether what it holds stays flat. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { freePorts } from '../harness/free-ports.ts';
import { activeUser, call } from '../harness/provision.ts';
import { RECIPIENT, startCrowd, type Tally } from './soak/clients.ts';
import { plot } from './soak/plot.ts';
import { acceptedBy, takeSample, type Observed, type Sample } from './soak/sample.ts';
import { verdictsOf } from './soak/verdict.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '200000' },
    /** The newest so many are kept. */
    keep: { type: 'string', default: '20000' },
    /** Where plot and samples go; the folder is ignored by git. */
    out: { type: 'string', default: '.data/soak' },
  },
});

const main = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-soak-'));
  const service = await startOurs(join(folder, 'store.db'));
  try {
    const user = await activeUser(service.url, { authorizedDomains: 'shop.test' });
    const before = await takeSample(service);
    const acceptedBefore = await acceptedBy(service.url);
    const crowd = startCrowd({
      ...{ port: service.port, user, from: 'sales@shop.test', messages: Number(values.messages) },
    });
    const samples = await watch(service, crowd.tally, crowd.done);
    const accepted = (await acceptedBy(service.url)) - acceptedBefore;
    const kept = await subjectsOf(service.url);
    await report(samples, crowd.tally);
    const verdicts = verdictsOf({
      before,
      samples,
      tally: crowd.tally,
      accepted,
      kept,
      keep: Number(values.keep),
    });
    for (const { ok, words } of verdicts) console.log(`${ok ? 'ok  ' : 'NOT '} ${words}`);
    process.exitCode = verdicts.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const startOurs = async (path: string): Promise<Observed & { port: number; stop(): Promise<void> }> => {
  const [port = 0] = await freePorts(1);
  const flags = [`--ports=${port}`, '--http-port=0', `--store=sqlite:${path}`, `--keep=${values.keep}`];
  const child = spawn(process.execPath, ['src/main.ts', ...flags, '--log=silent'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^SMTP\+ ready.*(http:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    const stop = async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    };
    return { pid: child.pid ?? 0, url, path, port, stop };
  }
  throw new Error(`the service ended with ${child.exitCode}`);
};

/** A sample a second, until the clients have left and what is beyond `--keep` has gone, or two minutes after. */
const watch = async (service: Observed, tally: Tally, done: Promise<void>): Promise<Sample[]> => {
  const samples: Sample[] = [];
  const begun = performance.now();
  const secondsNow = (): number => (performance.now() - begun) / 1000;
  const crowd: { leftAt: number | null; failure: Error | null } = { leftAt: null, failure: null };
  done.then(
    () => (crowd.leftAt = secondsNow()),
    (error: unknown) => (crowd.failure = new Error('the clients failed', { cause: error })),
  );
  // Somebody reads along, as the pages do.
  const reading = new AbortController();
  const events = await fetch(`${service.url}/api/events`, { signal: reading.signal });
  void drain(events).catch(() => undefined);
  for (;;) {
    if (crowd.failure) throw crowd.failure;
    const second = secondsNow();
    const sample = { second, acknowledged: tally.acknowledged, ...(await takeSample(service)) };
    samples.push(sample);
    await call(service.url, 'GET', '/api/messages?list=default&q=lorem&limit=50');
    await call(service.url, 'GET', '/api/sessions?list=default&limit=50');
    if (samples.length % 15 === 0)
      console.log(
        `${second.toFixed(0)} s: ${sample.acknowledged} acknowledged, ${sample.residentMb.toFixed(0)} MB`,
      );
    const quiet = crowd.leftAt === null ? 0 : second - crowd.leftAt;
    if (quiet > 120 || (quiet > 5 && sample.stored <= Number(values.keep))) break;
    await pause(Math.max(0, 1000 * (second + 1 - secondsNow())));
  }
  reading.abort();
  return samples;
};

const drain = async (response: Response): Promise<void> => {
  for await (const _ of response.body ?? []);
};

const subjectsOf = async (url: string): Promise<string[]> => {
  const subjects: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = `to=${RECIPIENT}&limit=1000${cursor && `&cursor=${cursor}`}`;
    const page = (await call(url, 'GET', `/api/messages?${query}`)) as {
      items: { subject: string }[];
      next: string | null;
    };
    subjects.push(...page.items.map(({ subject }) => subject));
    cursor = page.next;
  }
  return subjects;
};

const report = async (samples: readonly Sample[], tally: Tally): Promise<void> => {
  const of = (name: string, field: keyof Sample) => ({
    name,
    values: samples.map((sample) => sample[field]),
  });
  const heading = `${tally.acknowledged} messages over ${tally.connections} connections, the newest ${values.keep} kept, Node ${process.version}`;
  const seconds = samples.map(({ second }) => second);
  const svg = plot(heading, seconds, [
    { title: 'Memory', unit: 'MB', series: [of('resident', 'residentMb'), of('heap', 'heapMb')] },
    { title: 'Open files', unit: '', series: [of('files', 'files'), of('sessions', 'sessions')] },
    { title: 'Store', unit: 'MB', series: [of('database', 'databaseMb'), of('log (WAL)', 'logMb')] },
    { title: 'Messages', unit: '', series: [of('acknowledged', 'acknowledged'), of('stored', 'stored')] },
  ]);
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, 'soak.svg'), svg);
  await writeFile(join(values.out, 'samples.json'), JSON.stringify(samples));
  console.log(`${heading}\nplot: ${join(values.out, 'soak.svg')}`);
  console.log(
    `vanished in the middle of a message: ${tally.vanished}; refused: ${[...tally.refused].map(([kind, count]) => `${kind} ${count}`).join(', ')}`,
  );
};

await main();
