/** The OpenAPI 3.1 description of the API, made from the schemas that check the requests. */

import { z } from 'zod';
import type { Operation } from './contract/operation.ts';
import type { ProblemCode } from './contract/problem.ts';
import { COMMON_PROBLEMS, ProblemJson, PROBLEMS } from './contract/problem.ts';
import { OPERATIONS } from './contract.ts';

type Json = Record<string, unknown>;

/** A route that is not of the contract's list and is described in one line. */
export type PlainRoute = { method: string; path: string; summary: string; tag: string };

export const describeApi = (version: string, more: readonly PlainRoute[] = []): Json => {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  const put = (path: string, method: string, told: Json): void => {
    (paths[path] ??= { ...parameters(path) })[method] = told;
  };
  const problemRef = schemaOf(ProblemJson, 'output', schemas);
  for (const one of Object.values(OPERATIONS) as Operation[])
    put(one.path, one.method, describe(one, problemRef, schemas));
  for (const { method, path, summary, tag } of more)
    put(path, method, { tags: [tag], summary, responses: { default: { description: 'See the summary' } } });
  return {
    openapi: '3.1.0',
    info: { title: 'SMTP+', version, description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    security: [{}, { admin: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        admin: { type: 'http', scheme: 'basic', description: 'Any user name, the admin password' },
      },
    },
  };
};

const ABOUT =
  'A relay that sends only as verified senders, and says why. On loopback no login is needed; elsewhere HTTP Basic with ' +
  'the admin password. Errors are application/problem+json, whose "type" ends in a stable code. Unknown fields are refused.';

const describe = (told: Operation, problemRef: unknown, schemas: Json): Json => ({
  operationId: told.id,
  tags: [told.path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? 'service'],
  summary: told.summary,
  ...(told.description ? { description: told.description } : {}),
  parameters: [...queryParameters(told), ...headerParameters(told)],
  ...(told.body
    ? {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schemaOf(told.body, 'input', schemas) } },
        },
      }
    : {}),
  ...(told.bytes ? { requestBody: { required: true, content: { [told.bytes]: {} } } } : {}),
  responses: { ...answers(told, schemas), ...problems(told, problemRef) },
});

const answers = (told: Operation, schemas: Json): Json =>
  Object.fromEntries(
    Object.entries(told.answers).map(([status, answer]) => {
      if (answer === 'nothing') return [status, { description: 'Done' }];
      const content =
        'mediaType' in answer
          ? { [answer.mediaType]: {} }
          : { 'application/json': { schema: schemaOf(answer, 'output', schemas) } };
      return [status, { description: told.summary, content }];
    }),
  );

/** Problems by status; of one status the description names each code. */
const problems = (told: Operation, problemRef: unknown): Json => {
  const byStatus = Object.groupBy(problemsOf(told), (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes]) => [
      status,
      {
        description: codes!.map((code) => `${code}: ${PROBLEMS[code].title}`).join('; '),
        content: { 'application/problem+json': { schema: problemRef } },
      },
    ]),
  );
};

/** Every code that an operation may answer. */
export const problemsOf = (told: Operation): ProblemCode[] => [
  ...(told.problems ?? []),
  ...COMMON_PROBLEMS.always,
  ...(['post', 'put', 'patch'].includes(told.method) ? COMMON_PROBLEMS.withBody : []),
];

const parameters = (path: string): Json => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  if (names.length === 0) return {};
  return {
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
  };
};

const queryParameters = ({ query }: Operation): Json[] => {
  if (!query) return [];
  const schema = z.toJSONSchema(query, { io: 'input' }) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(schema.properties ?? {}).map(([name, { description, ...property }]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    ...(description === undefined ? {} : { description }),
    schema: property,
  }));
};

const headerParameters = ({ headers = {} }: Operation): Json[] =>
  Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));

/** The JSON Schema of a shape; shapes with an id become components, and are referred to. */
const schemaOf = (shape: z.ZodType, io: 'input' | 'output', components: Json): unknown => {
  const { $schema: _, $defs = {}, ...schema } = toComponents(z.toJSONSchema(shape, { io, reused: 'inline' }));
  Object.assign(components, $defs);
  const id = typeof schema['id'] === 'string' ? schema['id'] : undefined;
  if (id === undefined) return schema;
  components[id] = schema;
  return { $ref: `#/components/schemas/${id}` };
};

const toComponents = (schema: object): Json & { $defs?: Json } =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
