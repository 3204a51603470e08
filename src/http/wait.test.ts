import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../store/memory.ts';
import { aMessage, bytesOf } from './api.test-kit.ts';
import { waitForMessages } from './wait.ts';

const BYTES = bytesOf('From: a@shop.test', '', 'hi');

const create = () => {
  const store = createMemoryStore();
  const { messages, subscribe } = store;
  let [asked, listening] = [0, 0];
  /** What happens while the store looks. */
  const meanwhile: (() => Promise<void>)[] = [];
  store.messages = async (...given) => {
    asked += 1;
    const found = await messages(...given);
    await meanwhile.shift()?.();
    return found;
  };
  store.subscribe = (listener) => {
    const stop = subscribe(listener);
    listening += 1;
    return () => {
      listening -= 1;
      stop();
    };
  };
  const deliver = (id: string, list = 'default') => store.commitMessage(aMessage({ id, list }), BYTES, null);
  return { store, deliver, meanwhile, asked: () => asked, listening: () => listening };
};

describe('waitForMessages', () => {
  it('misses no message that comes while the store is looking', async () => {
    const { store, deliver, meanwhile, listening } = create();
    meanwhile.push(() => deliver('m_1'));
    const page = await waitForMessages(store, { list: 'default' }, { limit: 1 }, 60_000, []);
    expect(page.items.map(({ id }) => id)).toEqual(['m_1']);
    expect(listening()).toBe(0);
  });

  it('does not ask the store for what came to another list', async () => {
    const { store, deliver, asked } = create();
    await store.createList({ id: 'other', name: 'other', createdAt: 0 });
    const waiting = waitForMessages(store, { list: 'default' }, { limit: 1 }, 60_000, []);
    for (let i = 0; i < 20; i++) await deliver(`m_${i}`, 'other');
    await deliver('m_own');
    expect((await waiting).items.map(({ id }) => id)).toEqual(['m_own']);
    expect(asked()).toBe(2);
  });

  it.each([{ to: 'wanted@else.test' }, { from: '@wanted.test' }])(
    'does not ask the store for what came to or from other addresses: %o',
    async (filter) => {
      const { store, deliver, asked } = create();
      const waiting = waitForMessages(store, filter, { limit: 1 }, 60_000, []);
      for (let i = 0; i < 20; i++) await deliver(`m_${i}`);
      const wanted = { rcptTo: ['b@else.test', 'WANTED@else.test'], headerFrom: ['a@wanted.test'] };
      await store.commitMessage(aMessage({ id: 'm_wanted', ...wanted }), BYTES, null);
      expect((await waiting).items.map(({ id }) => id)).toEqual(['m_wanted']);
      expect(asked()).toBe(2);
    },
  );

  it('does not wait where nobody waits any more', async () => {
    const { store, asked, listening } = create();
    await waitForMessages(store, {}, { limit: 1 }, 60_000, [AbortSignal.abort()]);
    await waitForMessages(store, {}, { limit: 1 }, 0, []);
    expect([asked(), listening()]).toEqual([2, 0]);
  });
});
