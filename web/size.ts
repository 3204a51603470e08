/** How much JavaScript a page of a build takes, by its manifest: the entry, the page, and all that they import at once. */

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type PageSize = { total: number; files: { file: string; bytes: number }[] };

/** In bytes of gzip, the largest first; `page` is the page's module, from `web/`. */
export const pageSize = async (folder: string, page: string): Promise<PageSize> => {
  const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;
  const names = new Set(['index.html', page]);
  // A Set tells what is added while it is read.
  for (const name of names) for (const one of manifest[name]?.imports ?? []) names.add(one);
  const files = await Promise.all(
    [...names].map(async (name) => {
      const file = manifest[name]?.file;
      if (file === undefined) throw new Error(`"${name}" is not in the manifest of ${folder}`);
      return { file, bytes: (await stat(join(folder, `${file}.gz`))).size };
    }),
  );
  return {
    total: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: files.toSorted((a, b) => b.bytes - a.bytes),
  };
};

export const FIRST_PAGE = 'pages/smtp-plus/page.tsx';

type Manifest = Partial<Record<string, { file: string; imports?: string[] }>>;
