/** Export and import of a list, as one file. */

import { z } from 'zod';

import { operation } from './operation.ts';

const Counted = z.strictObject({
  added: z.int(),
  there: z.int().describe('There already, and left as they are'),
});

export const ImportReport = z
  .strictObject({
    users: Counted,
    messages: Counted,
    refused: z.int().describe('Records that were not taken'),
    problems: z
      .array(z.strictObject({ file: z.string(), line: z.int().nullable(), message: z.string() }))
      .describe('What is wrong with them, the first 100'),
  })
  .meta({ id: 'ImportReport' });
export type ImportReport = z.infer<typeof ImportReport>;

export const archiveOperations = {
  exportList: operation({
    id: 'exportList',
    method: 'get',
    path: '/api/lists/{list}/export',
    summary: 'The list as one file: users with the hashes of their passwords, senders and messages',
    description: 'Keep the file secret. Verification links, sessions and decisions are not in it.',
    answers: { 200: { mediaType: 'application/x-tar' } },
    problems: ['not-found'],
  }),
  importList: operation({
    id: 'importList',
    method: 'post',
    path: '/api/lists/{list}/import',
    summary: 'Takes an exported list into this one; what is there already stays as it is',
    description:
      'A sender is verified only where its owner has confirmed in this list: the others wait, and so do users without one. Messages are not delivered again.',
    bytes: 'application/x-tar',
    answers: { 200: ImportReport },
    problems: ['not-found'],
  }),
};
