/** An API on a memory store for tests, whose every answer is held against the contract. */

import { expect, onTestFinished } from 'vitest';
import { createTestClock } from '../model/clock.ts';
import type { StoredDecision } from '../model/decision.ts';
import { createFaults } from '../model/fault.ts';
import { createIds } from '../model/id.ts';
import { createJims } from '../model/jim.ts';
import type { Message } from '../model/message.ts';
import { hashToken } from '../model/password.ts';
import type { StoredSession } from '../model/session.ts';
import { createMemoryStore } from '../store/memory.ts';
import type { Operation } from './contract/operation.ts';
import { ProblemJson, type ProblemJson as Problem } from './contract/problem.ts';
import { OPERATIONS } from './contract.ts';
import { createApi } from './create-api.ts';
import { displayHere } from './display.ts';
import { problemsOf } from './openapi.ts';
import type { Services } from './services.ts';

export const START = Date.parse('2026-01-02T03:04:05.678Z');

export type Answer<T> = { status: number; headers: Headers; body: T };

/** The service's parts around a memory store; `tokens` are the verification links made, by the sender's value. */
export const createTestApi = (change: Partial<Services> = {}) => {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const store = change.store ?? createMemoryStore({ now: START });
  const testClock = createTestClock({ now: () => START });
  const makeId = createIds(random, testClock);
  const tokens: Record<string, string[]> = {};
  const seen = { flushed: 0, forgiven: [] as string[], logged: [] as unknown[] };
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const services: Services = {
    version: '1.2.3',
    store,
    clock: testClock,
    testClock,
    random,
    makeId,
    faults: createFaults(),
    jims: createJims(),
    verification: {
      async ask(senders) {
        for (const { list, id, value } of senders) {
          const token = makeId('s');
          (tokens[value] ??= []).push(token);
          const at = testClock.now();
          await store.issueToken(list, id, {
            hash: await hashToken(token),
            at,
            expiresAt: at + 48 * 3_600_000,
          });
        }
      },
    },
    relay: {
      smtp: () => ({ host: '127.0.0.1', listening: 3976, unavailable: [{ port: 25, why: 'EACCES' }] }),
      listening: () => [1025, 1026, 2525],
      requireTls: false,
      certificate: { fingerprint256: 'AB:CD', validTo: 0, own: true },
      flush: () => void (seen.flushed += 1),
      forgive: (username) => void seen.forgiven.push(username),
    },
    display: displayHere,
    release: async () => ({ ok: true, value: undefined }),
    submit: async () => ({ ok: true, value: { accepted: true, reply: '250 2.0.0 Ok' } }),
    shutdown: stop.signal,
    log: (message, error) => void seen.logged.push([message, error]),
    ...change,
  };
  const app = createApi(services);

  /** Sends a request; JSON that comes back must be as the contract says. */
  const call = async <T = unknown>(
    method: string,
    target: string,
    body?: unknown,
    headers: HeadersInit = {},
  ): Promise<Answer<T>> => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await app.request(target, {
      method,
      headers: { ...type, ...Object.fromEntries(new Headers(headers)) },
      ...json,
    });
    const text = await response.text();
    const told = /json/.test(response.headers.get('content-type') ?? '')
      ? (JSON.parse(text) as T)
      : (text as T);
    holdAgainstContract(method, target, response, told);
    return { status: response.status, headers: response.headers, body: told };
  };

  return {
    ...{ app, services, store, clock: testClock, tokens, seen, stop, call },
    get: <T = Problem>(target: string) => call<T>('GET', target),
    post: <T = Problem>(target: string, body?: unknown) => call<T>('POST', target, body),
    /** Follows the newest link that was mailed for a sender. */
    verify: async (value: string) => app.request(`/verify/${tokens[value]!.at(-1)}`, { method: 'POST' }),
  };
};

export type TestApi = ReturnType<typeof createTestApi>;

const holdAgainstContract = (
  method: string,
  target: string,
  { status, headers }: Response,
  body: unknown,
): void => {
  const told = operationOf(method, new URL(target, 'http://x').pathname);
  if (!told) return;
  if (headers.get('content-type')?.startsWith('application/problem+json')) {
    const { type } = ProblemJson.parse(body);
    expect(problemsOf(told), `${told.id} describes its problems`).toContain(type.split('/').at(-1));
    return;
  }
  expect(Object.keys(told.answers), `${told.id} describes its answers`).toContain(String(status));
  const shape = told.answers[status]!;
  if (shape === 'nothing') expect(body).toBe('');
  else if (!('mediaType' in shape)) shape.parse(body);
};

/** The operation that a request is about. */
export const operationOf = (method: string, path: string): Operation | undefined =>
  (Object.values(OPERATIONS) as Operation[]).find(
    (told) =>
      told.method === method.toLowerCase() &&
      new RegExp(`^${told.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );

export const aMessage = (change: Partial<Message> = {}): Message => ({
  id: 'm_1',
  list: 'default',
  kind: 'relay',
  at: START,
  mailFrom: 'a@shop.test',
  rcptTo: ['b@else.test'],
  headerFrom: ['a@shop.test'],
  from: 'a@shop.test',
  to: 'b@else.test',
  subject: 'Hello',
  messageId: '<1@shop.test>',
  size: 0,
  priority: 3,
  userId: null,
  username: 'shop',
  helo: 'client',
  sessionId: 'c_1',
  decisionId: 'd_1',
  ...change,
});

export const aDecision = (change: Partial<StoredDecision> = {}): StoredDecision => ({
  id: 'd_1',
  at: START,
  action: 'reject',
  rule: 'sender.authorized',
  reply: { code: 550, enhanced: '5.7.1', text: 'no [sender.authorized d_1]' },
  advice: 'Send as your own.',
  rules: [{ id: 'sender.authorized', outcome: 'fail', detail: 'none covers "x@y.test"' }],
  username: 'shop',
  mailFrom: 'x@y.test',
  headerFrom: [],
  grantedBy: [],
  list: 'default',
  sessionId: 'c_1',
  messageId: null,
  header: null,
  ...change,
});

export const aSession = (change: Partial<StoredSession> = {}): StoredSession => ({
  id: 'c_1',
  list: 'default',
  startedAt: START,
  endedAt: null,
  clientAddress: '127.0.0.1',
  clientPort: 50_000,
  port: 2525,
  tls: null,
  helo: 'client',
  username: 'shop',
  outcome: 'reject',
  rule: 'sender.authorized',
  ending: null,
  decisions: ['d_1'],
  messages: [],
  accepted: 0,
  refused: 1,
  transcript: [{ ms: 1, from: 'server', text: '220 hi', tls: false }],
  ...change,
});

/** Bytes of a message; lines are ended by CRLF. */
export const bytesOf = (...lines: string[]): Uint8Array =>
  new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
