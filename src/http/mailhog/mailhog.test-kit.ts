/** The API on a memory store, for tests of MailHog's routes. */

import { createFaults } from '../../model/fault.ts';
import { createIds } from '../../model/id.ts';
import { createJims } from '../../model/jim.ts';
import type { Message } from '../../model/message.ts';
import { ok } from '../../model/result.ts';
import { createMemoryStore } from '../../store/memory.ts';
import { createApi } from '../create-api.ts';
import { displayHere } from '../display.ts';
import type { Services } from '../services.ts';
import { goBytes } from './go-strings.ts';

export const createMailhog = ({
  release = async () => ok(undefined),
  host = 'relay.test',
}: { release?: Services['release']; host?: string } = {}) => {
  const store = createMemoryStore();
  const stop = new AbortController();
  const logged: string[] = [];
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const clock = { now: () => 0 };
  const services: Services = {
    version: '1.2.3',
    store,
    clock,
    testClock: null,
    random,
    makeId: createIds(random, clock),
    faults: createFaults(),
    jims: createJims(),
    verification: { ask: async () => undefined },
    display: displayHere,
    release,
    submit: async () => ok({ accepted: true, reply: '250 2.0.0 Ok' }),
    relay: {
      smtp: () => ({ host, listening: 1, unavailable: [] }),
      listening: () => [],
      requireTls: false,
      certificate: { fingerprint256: 'AB:CD', validTo: 0, own: true },
      flush: () => undefined,
      forgive: () => undefined,
    },
    shutdown: stop.signal,
    log: (message) => void logged.push(message),
  };
  const app = createApi(services);

  /** Stores a message; `raw` is given as the client sent it, a character a byte. */
  const seed = async (raw: string, change: Partial<Message> = {}): Promise<Message> => {
    const bytes = goBytes(raw);
    const message = aMessage({ size: bytes.length, ...change });
    await store.commitMessage(message, bytes, null);
    return message;
  };
  const ask = (path: string, init?: RequestInit): Response | Promise<Response> => app.request(path, init);
  const json = async <T>(path: string): Promise<T> => (await (await ask(path)).json()) as T;
  return { app, store, stop, logged, seed, ask, json };
};

let made = 0;

const aMessage = (change: Partial<Message>): Message => ({
  id: `m_${(made += 1)}`,
  list: 'default',
  kind: 'relay',
  at: Date.UTC(2026, 10, 24),
  mailFrom: 'a@acme.test',
  rcptTo: ['b@receiver.test'],
  headerFrom: ['a@acme.test'],
  from: 'a@acme.test',
  to: 'b@receiver.test',
  subject: '',
  messageId: '<1@acme.test>',
  size: 0,
  priority: 3,
  userId: null,
  username: null,
  helo: 'client.test',
  sessionId: null,
  decisionId: null,
  ...change,
});
