import { expect, test } from 'vitest';
import { ensureBuilt } from './build.ts';
import { FIRST_PAGE, pageSize } from './size.ts';

const LIMIT = 150_000;

const PAGES = ['user-form', 'inbox', 'sessions', 'decision', 'rules'].map((name) => `pages/${name}/page.tsx`);

test('the first page takes less than 150 KB of JavaScript, compressed with gzip', async () => {
  const folder = await ensureBuilt();
  const { total, files } = await pageSize(folder, FIRST_PAGE);
  const report = files.map(({ file, bytes }) => `${String(bytes).padStart(8)} ${file}`).join('\n');
  expect(total, `the limit is ${LIMIT} bytes:\n${report}\n${String(total).padStart(8)} in all`).toBeLessThan(
    LIMIT,
  );
  // React alone is more than that: if it is less, the wrong files were looked at.
  expect(total).toBeGreaterThan(60_000);
});

test('every other page is in the manifest, too', async () => {
  const folder = await ensureBuilt();
  for (const page of PAGES) expect((await pageSize(folder, page)).total).toBeGreaterThan(60_000);
});

test('a page that is not there is no small page', async () => {
  await expect(pageSize(await ensureBuilt(), 'pages/none/page.tsx')).rejects.toThrow(/not in the manifest/);
});
