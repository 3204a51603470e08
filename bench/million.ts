/** `npm run bench:million -- --store=STORE --messages=N`: how a large store answers, filled through its own interface. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { startService, type Service } from '../src/service.ts';
import { parseConfig, type Config } from '../src/config.ts';
import { DEFAULT_LIST } from '../src/model/list.ts';
import type { MessageFilter, Store } from '../src/store/store.ts';
import {
  COMMON_SENDER,
  COMMON_WORD,
  LISTS,
  RARE_ADDRESS,
  RARE_WORD,
  sample,
  SECOND_WORD,
} from './million-corpus.ts';

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'sqlite:.data/million.db' },
    messages: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '40' },
    ports: { type: 'string', default: '1025-5000' },
    fill: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '500' },
  },
});

/** Fills what is missing of the store, which stays: remove it by hand when it is not needed any more. */
const main = async (): Promise<void> => {
  const config = configOf();
  if (values.fill) return fillStore(config);
  // By a process of its own, so that the memory measured below is of one that has only asked.
  const args = [
    import.meta.filename,
    '--fill',
    `--store=${values.store}`,
    `--messages=${values.messages}`,
    `--ports=${values.ports}`,
  ];
  const [code] = (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the store could not be filled (${code})`);

  const begun = performance.now();
  const service = await startService(config);
  const readyMs = performance.now() - begun;
  const before = await residentMegabytes();
  // An index that a newer version reads anew is no part of what is measured.
  await service.store.messages({ q: RARE_WORD }, { limit: 1 });
  const stored = await Promise.all(LISTS.map((list) => service.store.countMessages(list)));
  const total = stored.reduce((sum, count) => sum + count, 0);
  console.log(`${total} messages in ${service.store.name}${sizeOnDisk(config)}, Node ${process.version}`);
  console.log(`start to ready: ${readyMs.toFixed(0)} ms`);
  console.log('');
  console.log('| what | p50 ms | p95 ms |');
  console.log('|---|---:|---:|');
  for (const [what, ask] of await questions(service)) {
    const times = await timesOf(ask, Number(values.rounds));
    console.log(`| ${what} | ${percentile(times, 0.5)} | ${percentile(times, 0.95)} |`);
  }
  console.log('');
  console.log(
    `resident memory: ${before} MB once ready, ${await residentMegabytes()} MB after the questions`,
  );
  await service.stop();
};

const configOf = (): Config => {
  const argv = [`--store=${values.store}`, '--http-port=0', `--ports=${values.ports}`];
  const config = parseConfig(argv, {});
  if (!config.ok) throw new Error(config.error.message);
  return config.value;
};

const fillStore = async (config: Config): Promise<void> => {
  const service = await startService(config);
  await fill(service.store, Number(values.messages));
  await service.stop();
};

const fill = async (store: Store, wanted: number): Promise<void> => {
  const lists = new Set((await store.lists()).map(({ id }) => id));
  for (const id of LISTS) if (!lists.has(id)) await store.createList({ id, name: id, createdAt: START });
  const counts = await Promise.all(LISTS.map((list) => store.countMessages(list)));
  let next = counts.reduce((sum, count) => sum + count, 0);
  const begun = performance.now();
  const first = next;
  while (next < wanted) {
    const until = Math.min(wanted, next + Number(values['at-once']));
    const some = Array.from({ length: until - next }, (_, at) => sample(next + at, START));
    await Promise.all(some.map(({ message, content }) => store.commitMessage(message, content, null)));
    next = until;
    // The index keeps up, so that the questions below do not find it far behind.
    if (next % 10_000 === 0 || next === wanted) {
      await store.messages({ q: RARE_WORD }, { limit: 1 });
      const perSecond = ((next - first) * 1000) / (performance.now() - begun);
      console.error(`stored and indexed ${next} of ${wanted}, ${perSecond.toFixed(0)} a second`);
    }
  }
};

type Question = [what: string, ask: (round: number) => Promise<unknown>];

const questions = async ({ store, url }: Service): Promise<Question[]> => {
  const list = DEFAULT_LIST;
  const deep = await cursorAt(store, 0.5);
  const page = (filter: MessageFilter) => () => store.messages({ list, ...filter }, { limit: 50 });
  const get = (path: string) => async () => {
    const answer = await fetch(`${url}${path}`);
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
    await answer.arrayBuffer();
  };
  const { items } = await store.messages({ list }, { limit: 1000, cursor: deep });
  const someId = (round: number): string => items[(round * 37) % items.length]?.id ?? '';
  const newest = (await store.messages({ list }, { limit: 1 })).items[0]?.at ?? 0;
  return [
    ['list, first page', page({})],
    ['list, first page of all lists', () => store.messages({}, { limit: 50 })],
    ['list, from the middle', () => store.messages({ list }, { limit: 50, cursor: deep })],
    ['filter: a common sender', page({ from: COMMON_SENDER })],
    ['filter: a domain of many', page({ to: '@example7.test' })],
    ['filter: a recipient of few', page({ to: RARE_ADDRESS })],
    ['filter: a recipient of none', page({ to: 'nobody@nowhere.test' })],
    ['filter: sender and recipient', page({ from: COMMON_SENDER, to: '@example7.test' })],
    ['filter: after an instant, few', page({ after: newest - 20 })],
    ['search: a word of few', page({ q: RARE_WORD })],
    ['search: a word of none', page({ q: 'xylophonist' })],
    ['search: a word of one third', page({ q: COMMON_WORD })],
    [
      'search: a word of one third, from the middle',
      () => store.messages({ list, q: COMMON_WORD }, { limit: 50, cursor: deep }),
    ],
    ['search: the start of many words', page({ q: 'ba' })],
    ['search: the start of few', page({ q: RARE_WORD.slice(0, 5) })],
    ['search: two common words', page({ q: `${COMMON_WORD} ${SECOND_WORD}` })],
    ['search: a common and a rare word', page({ q: `${COMMON_WORD} ${RARE_WORD}` })],
    [
      'search: a common word, in a small list',
      () => store.messages({ list: 'third', q: COMMON_WORD }, { limit: 50 }),
    ],
    ['count of a list', () => store.countMessages(list)],
    [
      'open: record and bytes',
      async (round) => {
        await store.message(someId(round));
        for await (const _ of (await store.content(someId(round))) ?? []) continue;
      },
    ],
    ['API: list', get('/api/messages?list=default&limit=50')],
    ['API: open', (round) => get(`/api/messages/${someId(round)}`)()],
    ['MailHog: listing', get('/api/v2/messages?limit=50')],
  ];
};

/** The cursor behind which this part of the list's messages is older, without paging there. */
const cursorAt = async (store: Store, part: number): Promise<string | undefined> => {
  const total = await store.countMessages(DEFAULT_LIST);
  let cursor: string | undefined;
  for (let passed = 0; passed < total * part; passed += 1000) {
    const page = await store.messages({ list: DEFAULT_LIST }, { limit: 1000, cursor });
    if (page.next === null) break;
    cursor = page.next;
  }
  return cursor;
};

const timesOf = async (ask: (round: number) => Promise<unknown>, rounds: number): Promise<number[]> => {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const begun = performance.now();
    await ask(round);
    if (round > 0) times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
};

const percentile = (sorted: readonly number[], part: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);

const residentMegabytes = async (): Promise<string> => {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return (kilobytes / 1024).toFixed(0);
};

const sizeOnDisk = ({ store }: Config): string =>
  store.kind === 'sqlite' ? `, ${(statSync(store.path).size / 2 ** 30).toFixed(1)} GiB` : '';

/** When the first message was accepted: 2026-01-01. */
const START = 1_767_225_600_000;

await main();
