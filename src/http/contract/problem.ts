/** What can go wrong over HTTP: one list of stable codes with status, title and the way out (RFC 9457). */

import { z } from 'zod';

const problem = (status: number, title: string, help: string) => ({ status, title, help });

export const PROBLEMS = {
  'malformed-request': problem(400, 'Request cannot be read', 'Send well-formed JSON in UTF-8.'),
  'login-required': problem(
    401,
    'Login required',
    'Log in at /login, or send the admin password by HTTP Basic with any user name.',
  ),
  'foreign-host': problem(
    403,
    'Host not served',
    'Use a loopback name such as 127.0.0.1 or localhost, or the host that the service was started with.',
  ),
  'foreign-origin': problem(
    403,
    'Request of another web page',
    'Pages of other origins may not use this service. Call it from a program, or from its own pages.',
  ),
  'not-found': problem(404, 'Not found', 'Check the address; what was deleted does not come back.'),
  'no-test-clock': problem(404, 'No test clock', 'Start the service with --test-clock to move its time.'),
  'method-not-allowed': problem(
    405,
    'Method not allowed',
    'The Allow header names the methods of this address.',
  ),
  'already-verified': problem(409, 'Sender already verified', 'Nothing is left to be asked.'),
  'delivery-finished': problem(
    409,
    'Nothing left to deliver',
    'Send the message again, or release it, where it is to go out once more.',
  ),
  'delivery-under-way': problem(409, 'Being tried right now', 'Ask again once that attempt has ended.'),
  'default-list': problem(409, 'Default list stays', 'Delete its users and messages instead.'),
  'list-exists': problem(409, 'List exists', 'Choose another id, or use the list that is there.'),
  'sender-not-verified': problem(
    409,
    'No verified sender',
    'Let the owner of one of the user’s senders confirm the verification mail, then set the user to active.',
  ),
  'username-taken': problem(409, 'User name taken', 'Choose another user name; it is unique over all lists.'),
  'edited-meanwhile': problem(
    412,
    'Edited meanwhile',
    'Read it again, then repeat the change with the new ETag in If-Match.',
  ),
  'too-large': problem(413, 'Request too large', 'Send less at once.'),
  'unsupported-media-type': problem(415, 'Not JSON', 'Send the body as Content-Type: application/json.'),
  'invalid-request': problem(422, 'Request not valid', 'Correct the fields that "errors" names.'),
  'too-many-guesses': problem(
    429,
    'Too many wrong passwords',
    'Wait as many seconds as Retry-After says, then try again.',
  ),
  'internal-error': problem(500, 'Internal error', 'The log of the service says more.'),
  'release-failed': problem(
    502,
    'Not released',
    'See that the server is there, takes mail for the address, and asks for no login; then try again.',
  ),
  'submission-failed': problem(
    502,
    'Not submitted',
    'See that an SMTP port listens (GET /api/health), and whether faults are set for the list; then try again.',
  ),
  'not-ready': problem(503, 'Not ready', 'Send work elsewhere, and ask again in a moment.'),
  'store-unavailable': problem(
    503,
    'Store unavailable',
    'Nothing was changed. Free disk space or repair the store, then try again.',
  ),
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** What every route may answer; those of the body only where there is one. */
export const COMMON_PROBLEMS = {
  always: ['invalid-request', 'login-required', 'foreign-origin', 'internal-error', 'store-unavailable'],
  withBody: ['malformed-request', 'too-large', 'unsupported-media-type'],
} as const satisfies Record<string, readonly ProblemCode[]>;

/** The `type` of a problem: a URI reference whose last segment is the code, and a page that explains it. */
export const problemType = (code: ProblemCode): string => `/problems/${code}`;

export const FieldErrorJson = z
  .strictObject({
    field: z
      .string()
      .describe('Path of the field, such as "authorizedDomains" or "0.then.code"; empty for the whole body'),
    message: z.string().describe('What is wrong with it and what to do'),
  })
  .meta({ id: 'FieldError' });
export type FieldErrorJson = z.infer<typeof FieldErrorJson>;

export const ProblemJson = z
  .strictObject({
    type: z.string().describe('Ends in a stable code'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(FieldErrorJson).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457, application/problem+json' });
export type ProblemJson = z.infer<typeof ProblemJson>;
