import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureBuilt } from './build.ts';
import { firstPageSize } from './size.ts';

const LIMIT = 150_000;

test('the first page takes less than 150 KB of JavaScript, compressed with gzip', async () => {
  const folder = await ensureBuilt();
  const { total, files } = await firstPageSize(folder);
  const report = files.map(({ file, bytes }) => `${String(bytes).padStart(8)} ${file}`).join('\n');
  expect(total, `the limit is ${LIMIT} bytes:\n${report}\n${String(total).padStart(8)} in all`).toBeLessThan(
    LIMIT,
  );
  // React alone is more than that: if it is less, the wrong files were looked at.
  expect(total).toBeGreaterThan(60_000);
});

test('it holds its own page, and what other pages need comes apart', async () => {
  const folder = await ensureBuilt();
  const { files } = await firstPageSize(folder);
  const texts = await Promise.all(files.map(({ file }) => readFile(join(folder, file), 'utf8')));
  expect(texts.some((text) => text.includes('Set up a mail client'))).toBe(true);
  expect(texts.some((text) => text.includes('The message has no attachments'))).toBe(false);
});

test('a folder without a build has no first page', async () => {
  await expect(firstPageSize(join(import.meta.dirname, 'pages'))).rejects.toThrow(/index\.html/);
});
