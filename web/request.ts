/** Asks the API: JSON in and out, typed by the contract; what goes wrong is an `ApiProblem`. */

import type { z } from 'zod';

import type { Operation, PathParams } from '../src/http/contract/operation.ts';
import type { FieldErrorJson, ProblemCode, ProblemJson } from '../src/http/contract/problem.ts';
import type { Operations } from '../src/http/contract.ts';

/** A problem that the service told (RFC 9457). A service that cannot be reached is a `TypeError` of `fetch` instead. */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly status: number;
  /** The last segment of the problem's type: a stable code. */
  readonly type: ProblemCode | 'unknown';
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldErrorJson[];

  constructor({ status, type, title, detail, errors = [] }: ProblemJson) {
    super(detail);
    this.status = status;
    this.type = (type.split('/').at(-1) ?? 'unknown') as ProblemCode;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
  }
}

/** The body, and the ETag of the state that it shows. */
export type Answer<T> = { body: T; etag: string | null };

type BodyOfAnswer<A> = A extends z.ZodType ? z.output<A> : undefined;
type AnswerOf<O extends Operation> = BodyOfAnswer<O['answers'][keyof O['answers']]>;
type InputOf<O extends Operation, Field extends string> =
  O extends Record<Field, infer S extends z.ZodType> ? z.input<S> : never;

export type Asked<O extends Operation> = {
  params?: PathParams<O['path']>;
  query?: Partial<InputOf<O, 'query'>>;
  body?: InputOf<O, 'body'>;
  /** A body of bytes, of this media type. */
  bytes?: { type: string; from: Blob };
  /** `If-Match`: the change is refused (412, `edited-meanwhile`) where the state is another by now. */
  etag?: string | null | undefined;
  signal?: AbortSignal | undefined;
};

/** Method and path are those of the operation: the contract's types hold them together, and nothing of it is bundled. */
export const ask = async <K extends keyof Operations>(
  method: Operations[K]['method'],
  path: Operations[K]['path'],
  asked: Asked<Operations[K]> = {},
): Promise<Answer<AnswerOf<Operations[K]>>> => {
  const { params = {}, query = {}, body, bytes, etag, signal } = asked;
  const response = await fetch(apiUrl(path, params as Record<string, string>, query), {
    method: method.toUpperCase(),
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bytes ? { 'content-type': bytes.type } : {}),
      ...(etag ? { 'if-match': etag } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(bytes ? { body: bytes.from } : {}),
    ...(signal ? { signal } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw problemOf(response.status, text);
  return {
    body: (text === '' ? undefined : JSON.parse(text)) as AnswerOf<Operations[K]>,
    etag: response.headers.get('etag'),
  };
};

/** The one place that makes URLs of the API, below the base that the pages are served at. */
export const apiUrl = (path: string, params: Record<string, string> = {}, query: object = {}): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query as Record<string, string | number | undefined>))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const end = search.size > 0 ? `?${search.toString()}` : '';
  return `${import.meta.env.BASE_URL.replace(/\/$/, '')}${filled}${end}`;
};

const problemOf = (status: number, text: string): ApiProblem => {
  const problem = new ApiProblem(parseProblem(text) ?? unreadable(status));
  // The session has ended.
  if (problem.status === 401) goToLogin();
  return problem;
};

/** The page comes back to where it was after the login. */
export const goToLogin = (): void =>
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);

const parseProblem = (text: string): ProblemJson | null => {
  try {
    const told = JSON.parse(text) as Partial<ProblemJson> | null;
    return typeof told?.type === 'string' && typeof told.status === 'number' ? (told as ProblemJson) : null;
  } catch {
    return null;
  }
};

const unreadable = (status: number): ProblemJson => ({
  type: '/problems/unknown',
  title: 'Unexpected answer',
  status,
  detail: `the service, or something before it, answered ${status} without saying why; try again, or look at its log`,
});
