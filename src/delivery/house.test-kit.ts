/** A next hop with a queue before it, for tests: on a store, a clock that the test moves, and a server that says what it is told. */

import { expect, onTestFinished } from 'vitest';

import { createTestClock } from '../model/clock.ts';
import type { Delivery, DeliveryState } from '../model/delivery.ts';
import { createIds } from '../model/id.ts';
import type { Message } from '../model/message.ts';
import type { SmtpHop } from '../model/next-hop.ts';
import { aMessage, allBytes } from '../store/contract-samples.ts';
import { createMemoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';
import { startHop, type Script, type TestHop } from './hop.test-kit.ts';
import { createNextHop, type NextHop } from './next-hop.ts';
import { EXPIRY } from './schedule.ts';
import { createSmtpTransport } from './smtp-transport.ts';

export const MINUTE = 60_000;
export const PATIENT = { timeout: 30_000 };
export const CONTENT = 'Subject: x\r\n\r\nhello\r\n';

export type House = {
  hop: TestHop;
  store: Store;
  clock: ReturnType<typeof createTestClock>;
  nextHop: NextHop;
  logged: string[];
  send(id: string, more?: Partial<Message>, content?: string): Promise<void>;
  /** The delivery once it is in this state after so many tries. */
  until(id: string, state: DeliveryState, tries?: number): Promise<Delivery>;
  advance(ms: number): void;
};

/** `hop`: a real server in the place of the one that says what it is told. */
type Around = { store?: Store; atOnce?: number; hop?: SmtpHop };

export const house = async (
  script: Script = {},
  { store = createMemoryStore(), atOnce = 4, hop: other }: Around = {},
): Promise<House> => {
  const hop = await startHop(script);
  const clock = createTestClock({ now: () => Date.UTC(2026, 10, 24) });
  const logged: string[] = [];
  const transport = createSmtpTransport({ hop: other ?? hop.hop, name: 'plus.test' });
  const makeId = createIds((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), clock);
  const nextHop = createNextHop({
    store,
    clock,
    makeId,
    transport,
    host: 'plus.test',
    atOnce,
    expiryMs: EXPIRY,
    log: (message) => logged.push(message),
  });
  nextHop.start();
  onTestFinished(() => nextHop.stop(0));
  return {
    hop,
    store,
    clock,
    nextHop,
    logged,
    send(id, more = {}, content = CONTENT) {
      const bytes = Buffer.from(content, 'latin1');
      return nextHop.deliver(aMessage(id, { at: clock.now(), size: bytes.length, ...more }), bytes, null);
    },
    until: (id, state, tries = 1) =>
      expect
        .poll(async () => (await store.deliveriesOf([id]))[0], PATIENT)
        .toMatchObject({ state, tries })
        .then(async () => (await store.deliveriesOf([id]))[0] as Delivery),
    advance(ms) {
      clock.advance(ms);
      nextHop.wake();
    },
  };
};

export const bounces = async (store: Store): Promise<Message[]> =>
  (await store.messages({}, { limit: 100 })).items.filter(({ kind }) => kind === 'bounce');

export const textOf = async (store: Store, { id }: Message): Promise<string> =>
  Buffer.from((await allBytes(await store.content(id))) ?? []).toString('utf8');
