/** How much JavaScript the first page of a build takes: what `index.html` has the browser fetch at once. */

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type PageSize = { total: number; files: { file: string; bytes: number }[] };

/** In bytes of gzip, the largest first. */
export const firstPageSize = async (folder: string): Promise<PageSize> => {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const names = [...html.matchAll(/(?:src|href)="\/(?<file>[^"]+\.js)"/g)].map(
    ({ groups }) => groups!['file']!,
  );
  const files = await Promise.all(
    names.map(async (file) => ({ file, bytes: (await stat(join(folder, `${file}.gz`))).size })),
  );
  return {
    total: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: files.toSorted((a, b) => b.bytes - a.bytes),
  };
};
