/** Messages for the benchmark of a large store: the same at every run, of mixed size, with words and addresses common and rare. */

import type { Message } from '../src/model/message.ts';

export type Sample = { message: Message; content: Uint8Array };

/** What the corpus holds on purpose, whatever its size. */
export const LISTS = ['default', 'second', 'third'] as const;
export const COMMON_WORD = 'invoice';
export const SECOND_WORD = 'reminder';
export const RARE_WORD = 'zanzibar';
export const RARE_ADDRESS = 'hermit@island.test';
export const COMMON_SENDER = 'sales@shop0.test';

/** How often: the rare word and the rare recipient stand in every so manyeth message. */
const RARE_EVERY = 50_000;

/** Message `n`, made at `start + n` ms: nine of ten have about 1 KB, some 10 to 60 KB, one in 5,000 has 1 MB. */
export const sample = (n: number, start: number): Sample => {
  const random = randomOf(n);
  const pick = (count: number): number => Math.floor(random() * count);
  const rare = n % RARE_EVERY === RARE_EVERY - 1;
  const from = `${SENDERS[pick(SENDERS.length)]}@shop${pick(50)}.test`;
  const to = rare ? RARE_ADDRESS : `user${pick(20_000)}@example${pick(200)}.test`;
  const subject = words(random, 5, n);
  const text = `${words(random, 60, n)}${rare ? ` ${RARE_WORD}` : ''}`;
  const head = `From: <${from}>\r\nTo: <${to}>\r\nSubject: ${subject}\r\nMessage-ID: <${n}@bench.test>\r\n`;
  const content = new TextEncoder().encode(
    `${head}\r\n${text.replace(/(.{60,76}) /g, '$1\r\n')}\r\n${padding(sizeOf(random) - head.length - text.length)}`,
  );
  const message: Message = {
    id: `m_${n.toString(36).padStart(8, '0')}`,
    list: LISTS[n % 20 === 7 ? 1 : n % 20 === 13 ? 2 : 0],
    kind: 'relay',
    at: start + n,
    mailFrom: from,
    rcptTo: [to],
    headerFrom: [from],
    from: `<${from}>`,
    to: `<${to}>`,
    subject,
    messageId: `<${n}@bench.test>`,
    size: content.length,
    priority: 3,
    userId: 'u_bench',
    username: 'bench',
    helo: 'client.bench.test',
    sessionId: null,
    decisionId: null,
  };
  return { message, content };
};

const SENDERS = ['sales', 'info', 'support', 'orders', 'news'];

const sizeOf = (random: () => number): number => {
  const part = random();
  if (part < 0.0002) return 1_000_000;
  return part < 0.03 ? 10_000 + Math.floor(random() * 50_000) : 800 + Math.floor(random() * 400);
};

/** Lines that look like Base64: what large messages are made of, and no words that a search would ask for. */
const padding = (length: number): string => {
  const lines = Math.max(0, Math.ceil(length / (LINE.length + 2)));
  return `${LINE}\r\n`.repeat(lines);
};
const LINE = 'TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQsIGNvbnNlY3RldHVyIGFkaXBpc2NpbmcgZWxpdC4g';

/** Words by a law like Zipf's; two of them stand in a fixed part of the messages, together in fewer. */
const words = (random: () => number, count: number, n: number): string => {
  const chosen = Array.from({ length: count }, () => wordOf(Math.floor(8_000 ** random())));
  if (n % 3 === 0) chosen.push(COMMON_WORD);
  if (n % 7 === 0) chosen.push(SECOND_WORD);
  return chosen.join(' ');
};
const SYLLABLES = [
  'ba',
  'cor',
  'de',
  'fin',
  'ga',
  'lo',
  'mer',
  'nu',
  'pa',
  'qui',
  'ro',
  'sti',
  'ta',
  'ver',
  'wo',
  'zu',
];
const wordOf = (rank: number): string => {
  let word = '';
  for (let rest = rank + 16; rest > 0; rest = Math.floor(rest / 16)) word += SYLLABLES[rest % 16];
  return word;
};

/** The generator "mulberry32": small, even, and from a seed. */
const randomOf = (seed: number): (() => number) => {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
