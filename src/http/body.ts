/** Reads a request's JSON body, bounded. */

import { problem } from './problems.ts';
import type { Result } from '../model/result.ts';
import { fail, ok } from '../model/result.ts';

/** The parsed body, `undefined` where it is empty; or the answer that refuses it. `limit` in bytes. */
export const readJson = async (request: Request, limit: number): Promise<Result<unknown, Response>> => {
  const bytes = await readBounded(request, limit);
  if (bytes === null)
    return fail(problem('too-large', `the body is larger than ${limit} bytes, the most that is taken here`));
  if (bytes.length === 0) return ok(undefined);
  const type = request.headers.get('content-type') ?? '';
  if (!JSON_TYPE.test(type))
    return fail(
      problem(
        'unsupported-media-type',
        `the body is "${type}"; send it with "Content-Type: application/json"`,
      ),
    );
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown);
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is not UTF-8';
    return fail(problem('malformed-request', `the body is not JSON: ${why}`));
  }
};

/** All bytes of the body; null where there are more than `limit`. */
export const readBounded = async (request: Request, limit: number): Promise<Uint8Array | null> => {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  if (!request.body) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body) {
    size += piece.length;
    // Leaving the loop cancels the stream: what is still to come is not read.
    if (size > limit) return null;
    pieces.push(piece);
  }
  return join(pieces);
};

/** One array of all pieces. */
export const join = (pieces: readonly Uint8Array[]): Uint8Array => {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

const JSON_TYPE = /^application\/([a-z0-9.+-]+\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i;
