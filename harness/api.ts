/** The API as a test calls it: one method an operation of the contract, typed by it. */

import type { z } from 'zod';

import type { Operation, PathParams } from '../src/http/contract/operation.ts';
import type { FieldErrorJson, ProblemCode, ProblemJson } from '../src/http/contract/problem.ts';
import { OPERATIONS, type Operations } from '../src/http/contract.ts';

/**
 * `api.getUser({ list, id })`, `api.createUser({ list }, { authorizedDomains: 'shop.test' })`: first what stands in path and
 * query, then the body. Answers the body, text for what is no JSON. Throws `ApiProblem` on any status but 2xx.
 */
export type Api = { [K in Exclude<keyof Operations, 'getEvents'>]: Call<Operations[K]> };

/** What the service refused (RFC 9457). */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly status: number;
  /** The last segment of the problem's type: a stable code. */
  readonly type: ProblemCode | 'unknown';
  readonly errors: readonly FieldErrorJson[];

  constructor(asked: string, status: number, problem: Partial<ProblemJson>) {
    const { type = 'unknown', detail = 'without saying why', errors = [] } = problem;
    super(
      [`${asked} answered ${status}: ${detail}`, ...errors.map((e) => `${e.field}: ${e.message}`)].join('\n'),
    );
    this.status = status;
    this.type = (type.split('/').at(-1) ?? 'unknown') as ProblemCode;
    this.errors = errors;
  }
}

/** null where what was asked for is not there, or not any more. */
export const unlessGone = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
};

export type ApiAt = {
  /** The service's, without a final slash. */
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Wraps each call, as in a step of a report. `asked` is its method and path. */
  around?: (asked: string, run: () => Promise<unknown>) => Promise<unknown>;
};

export const createApi = ({ url, headers = {}, around = (_, run) => run() }: ApiAt): Api => {
  const methods = Object.entries(OPERATIONS).map(([name, { method, path }]) => {
    const call = (where: Record<string, unknown> = {}, body?: unknown): Promise<unknown> => {
      const asked = `${method.toUpperCase()} ${fill(path, where)}`;
      return around(asked, () => ask(url, asked, headers, body));
    };
    return [name, call] as const;
  });
  return Object.fromEntries(methods) as unknown as Api;
};

type InputOf<O extends Operation, Field extends 'query' | 'body'> =
  O extends Record<Field, infer S extends z.ZodType> ? z.input<S> : unknown;
type Where<O extends Operation> = PathParams<O['path']> & Partial<InputOf<O, 'query'>>;
type BodyOfAnswer<A> = A extends z.ZodType
  ? z.output<A>
  : A extends { mediaType: string }
    ? string
    : undefined;
type Answer<O extends Operation> = Promise<BodyOfAnswer<O['answers'][keyof O['answers']]>>;
type Call<O extends Operation> = O extends { body: z.ZodType }
  ? (where: Where<O>, body: InputOf<O, 'body'>) => Answer<O>
  : O['path'] extends `${string}{${string}`
    ? (where: Where<O>) => Answer<O>
    : (where?: Where<O>) => Answer<O>;

/** The path with its parameters, and the rest of `where` as its query. */
const fill = (path: string, where: Record<string, unknown>): string => {
  const rest = new Map(Object.entries(where).filter(([, value]) => value !== undefined));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams([...rest].map(([name, value]) => [name, String(value)])).toString();
  return query === '' ? filled : `${filled}?${query}`;
};

const ask = async (
  url: string,
  asked: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<unknown> => {
  const [method = '', path = ''] = asked.split(' ');
  const response = await fetch(url + path, {
    method,
    // A connection that is kept may be closed by the service just when a busy machine comes to use it again.
    headers: {
      connection: 'close',
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  if (!response.ok)
    throw new ApiProblem(
      asked,
      response.status,
      isJson ? (JSON.parse(text) as ProblemJson) : { detail: text },
    );
  return isJson ? JSON.parse(text) : text === '' ? undefined : text;
};
