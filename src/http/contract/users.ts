/** SMTP+ users: credentials, status and the senders that they name. */

import { z } from 'zod';
import type { Priority } from '../../model/priority.ts';
import { PRIORITIES, PRIORITY_WORDS } from '../../model/priority.ts';
import { Instant, pageQuery, paged } from './common.ts';
import { operation } from './operation.ts';
import { SenderJson } from './senders.ts';

const PriorityJson = z
  .literal([...PRIORITIES], {
    error: `must be one of ${PRIORITIES.map((n) => `${n} (${PRIORITY_WORDS[n]})`).join(', ')}`,
  })
  .describe('1 very high to 5 very low') as z.ZodType<Priority, Priority>;

export const UserJson = z
  .strictObject({
    id: z.string(),
    username: z.string(),
    active: z.boolean(),
    priority: PriorityJson,
    note: z.string(),
    authorizedDomains: z.string().describe('Separated by ";"'),
    authorizedSenders: z.string().describe('Addresses, separated by ";"'),
    senders: z.array(SenderJson).describe('The same with their state'),
    createdAt: Instant,
    updatedAt: Instant,
    passwordChangedAt: Instant,
    lastUsedAt: Instant.nullable(),
  })
  .meta({ id: 'User' });
export type UserJson = z.infer<typeof UserJson>;

const fields = {
  username: z
    .string()
    .regex(/^[!#-&(-9;=?-_a-~]{1,64}$/, {
      error: 'must be 1 to 64 printable ASCII characters without spaces, quotes, ":", "<" and ">"',
    })
    .describe('Unique over all lists, without case'),
  active: z.boolean().describe('May be set once one of the user’s senders is verified'),
  priority: PriorityJson,
  note: z
    .string()
    .max(4000)
    // oxlint-disable-next-line no-control-regex -- they are what is refused
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, {
      error: 'must not hold control characters',
    }),
  authorizedDomains: z.string().describe('Separated by ";"; each covers exactly its own addresses'),
  authorizedSenders: z.string().describe('Addresses, separated by ";"'),
};

export const NewUser = z
  .strictObject({
    username: fields.username.optional(),
    active: fields.active.default(false),
    priority: fields.priority.default(3),
    note: fields.note.default(''),
    authorizedDomains: fields.authorizedDomains.default(''),
    authorizedSenders: fields.authorizedSenders.default(''),
  })
  .meta({ id: 'NewUser' });
export type NewUser = z.input<typeof NewUser>;

export const UserChange = z.strictObject(fields).partial().meta({ id: 'UserChange' });
export type UserChange = z.input<typeof UserChange>;

export const PasswordJson = z
  .strictObject({ password: z.string() })
  .meta({ id: 'Password', description: 'Seen this one time' });

const IF_MATCH = {
  'If-Match': 'ETag of the state that the change starts from; 412 where it was edited meanwhile',
};

export const userOperations = {
  getUsers: operation({
    id: 'getUsers',
    method: 'get',
    path: '/api/lists/{list}/users',
    summary: 'Users of the list, oldest first',
    query: z.strictObject(pageQuery),
    answers: { 200: paged(UserJson) },
    problems: ['not-found'],
  }),
  createUser: operation({
    id: 'createUser',
    method: 'post',
    path: '/api/lists/{list}/users',
    summary: 'Adds a user; the answer holds the password, this one time',
    description: 'The owner of every sender that is new to the list is mailed a link to verify it.',
    body: NewUser,
    answers: { 201: z.strictObject({ user: UserJson, password: z.string() }) },
    problems: ['not-found', 'username-taken', 'sender-not-verified'],
  }),
  getUser: operation({
    id: 'getUser',
    method: 'get',
    path: '/api/lists/{list}/users/{id}',
    summary: 'One user',
    answers: { 200: UserJson },
    problems: ['not-found'],
  }),
  updateUser: operation({
    id: 'updateUser',
    method: 'patch',
    path: '/api/lists/{list}/users/{id}',
    summary: 'Changes the fields that are given',
    description:
      'active:true without a verified sender is refused. A change of senders that leaves an active user without a ' +
      'verified one sets the user to inactive, as the answer shows, unless it asks for active:true: then it is refused.',
    headers: IF_MATCH,
    body: UserChange,
    answers: { 200: UserJson },
    problems: ['not-found', 'username-taken', 'sender-not-verified', 'edited-meanwhile'],
  }),
  deleteUser: operation({
    id: 'deleteUser',
    method: 'delete',
    path: '/api/lists/{list}/users/{id}',
    summary: 'Deletes a user; its open sessions can send nothing more',
    answers: { 204: 'nothing' },
    problems: ['not-found'],
  }),
  resetPassword: operation({
    id: 'resetPassword',
    method: 'post',
    path: '/api/lists/{list}/users/{id}/reset-password',
    summary: 'Makes a new password; the old one stops working at once, also in sessions that are logged in',
    answers: { 200: PasswordJson },
    problems: ['not-found'],
  }),
};
