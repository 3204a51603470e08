/** The API as the pages call it: one method a route, typed by the contract. */

import type { ExplainRequest } from '../src/http/contract/decisions.ts';
import type { FormSubmission } from '../src/http/contract/form.ts';
import type { NewList } from '../src/http/contract/lists.ts';
import type { ReleaseRequest } from '../src/http/contract/messages.ts';
import type { NewUser, UserChange } from '../src/http/contract/users.ts';
import { apiUrl, ask, type Asked } from './request.ts';
import type { Operations } from '../src/http/contract.ts';

type Query<K extends keyof Operations> = NonNullable<Asked<Operations[K]>['query']>;
type Signal = AbortSignal | undefined;

export type MessageQuery = Query<'getMessages'>;
export type QueueQuery = Query<'getQueue'>;
export type SessionQuery = Query<'getSessions'>;
export type DecisionQuery = Query<'getDecisions'>;

/** Every method answers with the body; those with ETag say so. `signal` is the one that react-query hands in. */
export const api = {
  health: (signal?: Signal) => body(ask<'getHealth'>('get', '/api/health', { signal })),

  about: (signal?: Signal) => body(ask<'getAbout'>('get', '/api/about', { signal })),

  certificate: (signal?: Signal) => body(ask<'getCertificate'>('get', '/api/certificate', { signal })),

  ports: (signal?: Signal) => body(ask<'getPorts'>('get', '/api/ports', { signal })),

  lists: {
    /** All of them, oldest first. */
    list: (signal?: Signal) =>
      whole((cursor) =>
        body(ask<'getLists'>('get', '/api/lists', { query: { limit: 1000, cursor }, signal })),
      ),
    create: (list: NewList) => body(ask<'createList'>('post', '/api/lists', { body: list })),
    remove: (list: string) => body(ask<'deleteList'>('delete', '/api/lists/{list}', { params: { list } })),
    /** For links that save. */
    exportUrl: (list: string) => apiUrl('/api/lists/{list}/export', { list }),
    import: (list: string, file: Blob) =>
      body(
        ask<'importList'>('post', '/api/lists/{list}/import', {
          params: { list },
          bytes: { type: 'application/x-tar', from: file },
        }),
      ),
    settings: (list: string, signal?: Signal) =>
      body(ask<'getSettings'>('get', '/api/lists/{list}/settings', { params: { list }, signal })),
    /** Counted from the beginning of today, as this browser's clock has it. */
    counts: (list: string, since: Date, signal?: Signal) =>
      body(
        ask<'getCounts'>('get', '/api/lists/{list}/counts', {
          params: { list },
          query: { since: since.toISOString() },
          signal,
        }),
      ),
  },

  users: {
    /** All of them, oldest first. */
    list: (list: string, signal?: Signal) =>
      whole((cursor) =>
        body(
          ask<'getUsers'>('get', '/api/lists/{list}/users', {
            params: { list },
            query: { limit: 1000, cursor },
            signal,
          }),
        ),
      ),
    /** With the ETag that `update` takes. */
    get: (list: string, id: string, signal?: Signal) =>
      ask<'getUser'>('get', '/api/lists/{list}/users/{id}', { params: { list, id }, signal }),
    /** `{user, password}`: the one time that the password is seen. Keep it out of the query cache. */
    create: (list: string, user: NewUser) =>
      ask<'createUser'>('post', '/api/lists/{list}/users', { params: { list }, body: user }),
    /** With the new ETag. 412 `edited-meanwhile` where `etag` is not the state that is stored. */
    update: (list: string, id: string, change: UserChange, etag?: string | null) =>
      ask<'updateUser'>('patch', '/api/lists/{list}/users/{id}', {
        params: { list, id },
        body: change,
        etag,
      }),
    remove: (list: string, id: string) =>
      body(ask<'deleteUser'>('delete', '/api/lists/{list}/users/{id}', { params: { list, id } })),
    resetPassword: (list: string, id: string) =>
      body(
        ask<'resetPassword'>('post', '/api/lists/{list}/users/{id}/reset-password', { params: { list, id } }),
      ),
  },

  senders: {
    list: (list: string, signal?: Signal) =>
      whole((cursor) =>
        body(
          ask<'getSenders'>('get', '/api/lists/{list}/senders', {
            params: { list },
            query: { limit: 1000, cursor },
            signal,
          }),
        ),
      ),
    resend: (list: string, id: string) =>
      body(
        ask<'resendVerification'>('post', '/api/lists/{list}/senders/{id}/resend', { params: { list, id } }),
      ),
  },

  messages: {
    /** One page, newest first: `{items, next}`. */
    list: (query: MessageQuery, signal?: Signal) =>
      body(ask<'getMessages'>('get', '/api/messages', { query, signal })),
    get: (id: string, signal?: Signal) =>
      body(ask<'getMessage'>('get', '/api/messages/{id}', { params: { id }, signal })),
    links: (id: string, signal?: Signal) =>
      body(ask<'getLinks'>('get', '/api/messages/{id}/links', { params: { id }, signal })),
    remove: (id: string) => body(ask<'deleteMessage'>('delete', '/api/messages/{id}', { params: { id } })),
    removeAll: (list: string) => body(ask<'deleteMessages'>('delete', '/api/messages', { query: { list } })),
    release: (id: string, target: ReleaseRequest) =>
      body(ask<'releaseMessage'>('post', '/api/messages/{id}/release', { params: { id }, body: target })),
    rawUrl: (id: string) => apiUrl('/api/messages/{id}/raw', { id }),
    /** For a sandboxed frame. */
    htmlUrl: (id: string, remote: boolean) =>
      apiUrl('/api/messages/{id}/html', { id }, remote ? { remote } : {}),
    attachmentUrl: (id: string, n: number) =>
      apiUrl('/api/messages/{id}/attachments/{n}', { id, n: String(n) }),
  },

  queue: {
    /** One page, newest first, with totals and the next hop: `nextHop` is null where messages stay in the inbox. */
    list: (query: QueueQuery, signal?: Signal) =>
      body(ask<'getQueue'>('get', '/api/queue', { query, signal })),
    retry: (id: string) => body(ask<'retryDelivery'>('post', '/api/queue/{id}/retry', { params: { id } })),
    giveUp: (id: string) =>
      body(ask<'giveUpDelivery'>('post', '/api/queue/{id}/give-up', { params: { id } })),
  },

  sessions: {
    /** One page, newest first: `{items, next}`. */
    list: (query: SessionQuery, signal?: Signal) =>
      body(ask<'getSessions'>('get', '/api/sessions', { query, signal })),
    get: (id: string, signal?: Signal) =>
      body(ask<'getSession'>('get', '/api/sessions/{id}', { params: { id }, signal })),
  },

  decisions: {
    list: (query: DecisionQuery, signal?: Signal) =>
      body(ask<'getDecisions'>('get', '/api/decisions', { query, signal })),
    get: (id: string, signal?: Signal) =>
      body(ask<'getDecision'>('get', '/api/decisions/{id}', { params: { id }, signal })),
    /** What SMTP would answer now; nothing is stored. */
    explain: (list: string, request: ExplainRequest, signal?: Signal) =>
      body(ask<'explain'>('post', '/api/lists/{list}/explain', { params: { list }, body: request, signal })),
  },

  form: {
    /** Sends what a visitor typed over SMTP, as the user; a refusal is an outcome, not an error. */
    submit: (list: string, submission: FormSubmission) =>
      body(ask<'submitForm'>('post', '/api/lists/{list}/demo/form', { params: { list }, body: submission })),
  },

  rules: {
    /** The whole catalogue, in the order in which a client meets the rules. */
    list: (signal?: Signal) =>
      whole((cursor) =>
        body(ask<'getRules'>('get', '/api/rules', { query: { limit: 1000, cursor }, signal })),
      ),
    /** How often each refused in the last 48 hours: in a list, or (null) of what belongs to none. */
    refusals: (list: string | null, signal?: Signal) =>
      body(
        ask<'getRefusals'>('get', '/api/refusals', {
          query: list === null ? { unlisted: 'true' } : { list },
          signal,
        }),
      ),
    get: (id: string, signal?: Signal) =>
      body(ask<'getRule'>('get', '/api/rules/{id}', { params: { id }, signal })),
  },
};

const body = async <T>(answer: Promise<{ body: T }>): Promise<T> => (await answer).body;

/** All pages of a listing that is short by nature. */
const whole = async <T>(
  page: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>,
): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { items: more, next } = await page(cursor);
    items.push(...more);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return items;
};
