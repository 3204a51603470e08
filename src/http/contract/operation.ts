/** What describes one route: the single source of its checks, its OpenAPI entry and its typed client. */

import type { z } from 'zod';
import type { ProblemCode } from './problem.ts';

/** What an answer carries: JSON of a shape, nothing, or bytes of a media type. */
export type AnswerShape = z.ZodType | 'nothing' | { mediaType: string };

export type Operation = {
  id: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/api/lists/{list}/users/{id}`. */
  path: string;
  /** One line for people. */
  summary: string;
  /** What is not said by the shapes. */
  description?: string;
  query?: z.ZodObject;
  /** JSON. Where it is left out, a body may be left out or hold no field. */
  body?: z.ZodType;
  /** Media type of a body of bytes, which the handler reads as a stream. */
  bytes?: string;
  /** Bytes of the body at most; 1 MiB where it is left out. */
  bodyLimit?: number;
  /** Header fields of the request that matter, with what they do. */
  headers?: Readonly<Record<string, string>>;
  answers: Readonly<Record<number, AnswerShape>>;
  /** What can go wrong, beyond what every route may answer (`COMMON_PROBLEMS`). */
  problems?: readonly ProblemCode[];
};

/** Keeps the literal types of an operation, so that handlers and clients are typed by it. */
export const operation = <const O extends Operation>(told: O): O => told;

export const MIB = 1_048_576;

/** The parameters in a path: `{list}` and `{id}` of `/api/lists/{list}/users/{id}`. */
export type PathParams<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & PathParams<Rest>
  : unknown;

/** What a handler is given of the query and the body, checked and completed. */
export type QueryOf<O extends Operation> = O extends { query: infer Q extends z.ZodType }
  ? z.output<Q>
  : unknown;
export type BodyOf<O extends Operation> = O extends { body: infer B extends z.ZodType }
  ? z.output<B>
  : unknown;
