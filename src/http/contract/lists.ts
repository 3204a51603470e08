/** Lists and what a mail client needs to know of one. */

import { z } from 'zod';
import { LIST_ID } from '../../model/list.ts';
import { Instant, pageQuery, paged } from './common.ts';
import { operation } from './operation.ts';

export const ListJson = z
  .strictObject({ id: z.string().regex(LIST_ID), name: z.string() })
  .meta({ id: 'List', description: 'The namespace of users, senders, messages and sessions' });
export type ListJson = z.infer<typeof ListJson>;

export const NewList = z
  .strictObject({
    id: z
      .string()
      .regex(LIST_ID, { error: 'must be 1 to 64 of a-z, 0-9, "-" and "_", beginning with a letter or digit' })
      .optional()
      .describe('Made from the name where it is left out'),
    name: z.string().trim().min(1).max(200).optional().describe('The id where it is left out'),
  })
  .refine(({ id, name }) => id !== undefined || name !== undefined, { error: 'is required', path: ['name'] })
  .meta({ id: 'NewList' });
export type NewList = z.input<typeof NewList>;

export const Settings = z
  .strictObject({
    host: z.string(),
    ports: z.array(z.strictObject({ from: z.int(), to: z.int() })),
    encryption: z.array(z.enum(['none', 'starttls'])),
    authentication: z.array(z.enum(['PLAIN', 'LOGIN'])),
  })
  .meta({ id: 'Settings', description: 'What a mail client of the list has to be set to' });

export const CountsJson = z
  .strictObject({
    now: Instant.describe('The time of the service'),
    users: z.int(),
    waiting: z.int().describe('Senders that are not verified'),
    messages: z.int().describe('In the inbox'),
    messagesToday: z.int().describe('Accepted of users since "since"'),
    refusedToday: z.int().describe('Decisions since "since" that refused or deferred'),
  })
  .meta({ id: 'Counts', description: 'A list in numbers' });
export type CountsJson = z.infer<typeof CountsJson>;

export const listOperations = {
  getLists: operation({
    id: 'getLists',
    method: 'get',
    path: '/api/lists',
    summary: 'All lists, oldest first',
    query: z.strictObject(pageQuery),
    answers: { 200: paged(ListJson) },
  }),
  createList: operation({
    id: 'createList',
    method: 'post',
    path: '/api/lists',
    summary: 'Creates a list',
    body: NewList,
    answers: { 201: ListJson },
    problems: ['list-exists'],
  }),
  getList: operation({
    id: 'getList',
    method: 'get',
    path: '/api/lists/{list}',
    summary: 'One list',
    answers: { 200: ListJson },
    problems: ['not-found'],
  }),
  deleteList: operation({
    id: 'deleteList',
    method: 'delete',
    path: '/api/lists/{list}',
    summary: 'Deletes a list with its users, senders, messages, sessions and faults; the default list stays',
    answers: { 204: 'nothing' },
    problems: ['not-found', 'default-list'],
  }),
  getSettings: operation({
    id: 'getSettings',
    method: 'get',
    path: '/api/lists/{list}/settings',
    summary: 'What a mail client of the list has to be set to',
    answers: { 200: Settings },
    problems: ['not-found'],
  }),
  getCounts: operation({
    id: 'getCounts',
    method: 'get',
    path: '/api/lists/{list}/counts',
    summary: 'The list in numbers',
    query: z.strictObject({
      since: z.iso
        .datetime({ offset: true, error: 'must be an instant in ISO 8601, such as "2026-01-02T00:00:00Z"' })
        .optional()
        .describe(
          'When "today" began, 48 hours ago at most, counted to the quarter of an hour; the UTC day where it is left out',
        ),
    }),
    answers: { 200: CountsJson },
    problems: ['not-found'],
  }),
};
