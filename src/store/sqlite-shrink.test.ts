import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statSync } from 'node:fs';
import { expect, test, vi } from 'vitest';

import { aMessage, bytes } from './contract-samples.ts';
import { openSqliteStore } from './sqlite.ts';

const NONE = { before: null, count: null, bytes: null };

test('a file gives the room of swept messages back, while messages come in, and is whole afterwards', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-shrink-'));
  const path = join(folder, 'store.db');
  const store = await openSqliteStore({ path });
  try {
    const content = bytes(`Subject: x\r\n\r\n${'x'.repeat(100_000)}`);
    const put = (n: number) =>
      store.commitMessage(aMessage(`m_${n}`, { at: n, size: content.length }), content, null);
    for (let from = 0; from < 300; from += 50)
      await Promise.all(Array.from({ length: 50 }, (_, n) => put(from + n)));
    while ((await store.sweepMessages('default', { ...NONE, count: 20 }, 100)) > 0) continue;
    for (let n = 300; n < 310; n++) await put(n);
    // 30 messages of 100 KB, and some room for the next; it had 30 MB.
    await vi.waitUntil(() => statSync(path).size < 6_000_000, { timeout: 60_000, interval: 50 });
    const { items } = await store.messages({}, { limit: 100 });
    expect(items.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, n) => `m_${309 - n}`));
    for await (const piece of (await store.content('m_285'))!) expect(piece).toEqual(content);
  } finally {
    await store.close();
  }
  // Opening looks at every page of a file of this size.
  await (await openSqliteStore({ path })).close();
  await rm(folder, { recursive: true });
});
