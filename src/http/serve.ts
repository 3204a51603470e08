/** Serves one operation of the contract: checks what comes in, calls its handler, writes what goes out. */

import type { Context } from 'hono';
import { z } from 'zod';
import { readJson } from './body.ts';
import { check, checkQuery } from './check.ts';
import type { BodyOf, Operation, PathParams, QueryOf } from './contract/operation.ts';
import { MIB } from './contract/operation.ts';
import { invalid, notFound } from './problems.ts';
import type { Services } from './services.ts';

export type Input<O extends Operation> = {
  params: PathParams<O['path']>;
  query: QueryOf<O>;
  body: BodyOf<O>;
  request: Request;
};

type JsonReply<O extends Operation> = {
  [S in keyof O['answers']]: {
    status: S;
    body: O['answers'][S] extends z.ZodType ? z.output<O['answers'][S]> : undefined;
    headers?: Record<string, string>;
  };
}[keyof O['answers']];

/** JSON of a shape that the operation names; or a whole answer, such as a problem or a stream. */
export type Reply<O extends Operation> = JsonReply<O> | Response;

export type Handler<O extends Operation> = (input: Input<O>) => Promise<Reply<O>> | Reply<O>;

/** A handler for each operation of a group: none can be forgotten. */
export type Handlers<Group extends Record<string, Operation>> = { [K in keyof Group]: Handler<Group[K]> };

export const serve = async (
  services: Services,
  told: Operation,
  handler: (input: Input<Operation>) => unknown,
  c: Context,
): Promise<Response> => {
  const params = c.req.param() as Record<string, string>;
  const query = checkQuery(told.query ?? NO_FIELDS, c.req.queries());
  if (!query.ok) return invalid(query.error);
  // A list that is not there is told before anything else: a misspelt one must not look like an empty one.
  for (const list of [params['list'], (query.value as { list?: string }).list])
    if (list !== undefined && !(await services.store.list(list))) return notFound('list', list);
  const body =
    BODY_METHODS.has(told.method) && told.bytes === undefined ? await readBody(told, c.req.raw) : undefined;
  if (body instanceof Response) return body;
  const input = { params, query: query.value, body: body?.value, request: c.req.raw };
  const reply = (await handler(input)) as Reply<Operation>;
  return reply instanceof Response ? reply : write(reply);
};

const BODY_METHODS: ReadonlySet<string> = new Set(['post', 'put', 'patch']);

const NO_FIELDS = z.strictObject({});

const readBody = async (told: Operation, request: Request): Promise<{ value: unknown } | Response> => {
  const read = await readJson(request, told.bodyLimit ?? MIB);
  if (!read.ok) return read.error;
  if (read.value === undefined && !told.body) return { value: undefined };
  const checked = check(told.body ?? NO_FIELDS, read.value);
  return checked.ok ? checked : invalid(checked.error);
};

const write = ({
  status,
  body,
  headers,
}: {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: {
      'cache-control': 'no-store',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
  });
