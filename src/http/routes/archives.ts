/** Routes of a list as one file. */

import { exportList } from '../archive/export-list.ts';
import { MEDIA_TYPE } from '../archive/format.ts';
import { importList } from '../archive/import-list.ts';
import type { archiveOperations } from '../contract/archives.ts';
import { download } from '../download.ts';
import { invalid, notFound, problem } from '../problems.ts';
import type { Handlers } from '../serve.ts';
import type { Services } from '../services.ts';

export const archiveHandlers = ({ store, clock, makeId }: Services): Handlers<typeof archiveOperations> => {
  /** One import after the other: two of the same file must not both find a message missing. */
  let last: Promise<unknown> = Promise.resolve();

  return {
    async exportList({ params }) {
      const list = await store.list(params.list);
      if (!list) return notFound('list', params.list);
      const filename = `${list.id}.smtp-plus.tar`;
      return download(exportList(store, list), { type: MEDIA_TYPE, filename });
    },

    async importList({ params, request }) {
      const type = request.headers.get('content-type') ?? '';
      if (type.split(';')[0]?.trim().toLowerCase() !== MEDIA_TYPE)
        return problem(
          'unsupported-media-type',
          `the body is "${type}"; send it with "Content-Type: ${MEDIA_TYPE}"`,
        );
      const body = request.body ?? new Blob([]).stream();
      const parts = { store, makeId, list: params.list, now: clock.now() };
      const work = last.then(() => importList(parts, body));
      last = work.catch(() => undefined);
      const { report, broken } = await work;
      if (broken === null) return { status: 200, body: report };
      const { users, messages } = report;
      return invalid([
        {
          field: '',
          message: `the file cannot be read to its end: ${broken}; ${users.added} users and ${messages.added} messages of it are in. Export it again, then import that`,
        },
      ]);
    },
  };
};
